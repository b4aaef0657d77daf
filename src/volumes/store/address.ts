/** Addresses of buckets and objects: gs://bucket/key, s3://bucket/key and its kin, read strictly. */
import { TtError } from '../../core/errors';
import { S3_HOSTS } from '../../core/store-hosts';

export interface StoreAddress {
  kind: 'gcs' | 's3';
  /** gs, s3, nokura, matrix or tigerdata. */
  scheme: string;
  /** Host of an S3 store; '' for Google. */
  host: string;
  bucket: string;
  /** Without a slash at its end; '' for the bucket itself. */
  key: string;
}

/** Bytes of a key in UTF-8, at Google and at S3. */
const MOST_KEY = 1024;

/**
 * Throws INPUT in words for what is no address, and for a key that two readers would take for two places; `field` names
 * where the text came from.
 */
export function readStoreAddress(text: string, field = ''): StoreAddress {
  const trimmed = text
    .trim()
    .replace(/^precomputed:\/\//, '')
    .replace(/\|neuroglancer-precomputed:?$/, '');
  const shown = `${field === '' ? '' : `${field}: `}"${text.trim().slice(0, 100)}"`;
  const [, scheme = '', rest = ''] = /^([a-z0-9]+):\/\/(.*)$/s.exec(trimmed) ?? [];
  const own = scheme === 's3' ? /^https:\/\/([^/]*)\/(.*)$/s.exec(rest) : null;
  const known = scheme === 'gs' || Object.keys(S3_HOSTS).includes(scheme);
  if (!known || (rest.startsWith('https://') && own === null)) {
    throw new TtError('INPUT', `${shown} is not a path such as gs://bucket/folder or nokura://bucket/folder`);
  }
  const host = own?.[1] ?? (scheme === 'gs' ? '' : S3_HOSTS[scheme as keyof typeof S3_HOSTS]);
  if (own !== null && !/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(host)) {
    throw new TtError('INPUT', `${shown}: the host has to be a name such as s3.example.org, without a port`);
  }
  const [, bucket = '', slash = '', key = ''] = /^([^/]*)(\/?)(.*)$/s.exec(own?.[2] ?? rest) ?? [];
  if (!/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
    throw new TtError(
      'INPUT',
      `${shown} is not a path such as gs://bucket/folder: the bucket's name has 3 or more of a-z, 0-9, dots, dashes`,
    );
  }
  const kind = scheme === 'gs' ? 'gcs' : 's3';
  return { kind, scheme, host, bucket, key: slash === '' ? '' : readKey(key, shown) };
}

function readKey(text: string, shown: string): string {
  const key = text.replace(/\/$/, '');
  if (key === '' && text !== '/') return '';
  const refused = (why: string): TtError => new TtError('INPUT', `${shown}: ${why}`);
  const parts = key.split('/');
  if (parts.includes('')) throw refused('two slashes in a row are not taken: name every folder');
  if (parts.some((part) => part === '.' || part === '..')) {
    throw refused('"." and ".." are not taken: give the folder’s whole name');
  }
  if (/[?#]/.test(key)) throw refused('? and # are not taken: in an address they end the name');
  if (/%[0-9a-f]{2}/i.test(key)) throw refused('write the character itself, not its %-code');
  if (/[\p{Cc}\\]/u.test(key)) throw refused('line breaks, control characters and \\ are not taken');
  const bytes = [...key].reduce((sum, char) => sum + utf8Length(char.codePointAt(0)!), 0);
  if (bytes > MOST_KEY) throw refused(`the name is longer than ${MOST_KEY} bytes`);
  return key;
}

const utf8Length = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
