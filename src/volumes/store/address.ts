/** Reads addresses of buckets and objects strictly: gs://bucket/key, s3://bucket/key, and S3-compatible schemes. */
import { TtError } from '../../core/errors';
import { GCS_HOST, S3_HOSTS } from '../../core/store-hosts';

export interface StoreAddress {
  kind: 'gcs' | 's3';
  /** gs, s3, nokura, matrix, tigerdata, or a user's alias. */
  scheme: string;
  /** Host of an S3 store; '' for Google Cloud Storage. */
  host: string;
  bucket: string;
  /** Without a slash at its end; '' for the bucket itself. */
  key: string;
}

/** Hosts of S3-compatible stores, by the user's own schemes. */
export type Aliases = Readonly<Record<string, string>>;

/** Byte limit of a key in UTF-8, at Google and at S3. */
const MOST_KEY = 1024;
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const BUCKET = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;
/**
 * Characters without width, or that change the writing direction. Joiners of letters and emoji are allowed in names.
 */
const INVISIBLE =
  /[\u00ad\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]/;
/** Words before :// with another meaning. */
const RESERVED = /^(?:https?|file|mem|gs|s3|precomputed|graphene|boss|zarr[23]?|n5|local|middleauth)$/;

/** The address without format parts: `precomputed://` before it, `|neuroglancer-precomputed:` after it. */
export const withoutFormat = (text: string): string =>
  text
    .trim()
    .replace(/^precomputed:\/\//, '')
    .replace(/\|neuroglancer-precomputed:?$/, '');

/** The text as an error message shows it. */
export const shownAddress = (text: string, field: string): string =>
  `${field === '' ? '' : `${field}: `}"${text.trim().slice(0, 100)}"`;

/**
 * Reads an address; `field` names its origin in messages. Throws INPUT for any other text, and for a key that two
 * programs would read as different places.
 */
export function readStoreAddress(text: string, field = '', aliases: Aliases = {}): StoreAddress {
  const display = shownAddress(text, field);
  const [, scheme = '', rest = ''] = /^([a-z0-9_-]+):\/\/(.*)$/s.exec(withoutFormat(text)) ?? [];
  const own = scheme === 's3' ? /^https:\/\/([^/]*)\/(.*)$/s.exec(rest) : null;
  const knownHost = scheme === 'gs' ? '' : hostOf(scheme, aliases);
  if (knownHost === null || (rest.startsWith('https://') && own === null)) {
    throw new TtError(
      'INPUT',
      `${display} is not a path such as gs://bucket/folder or nokura://bucket/folder`,
    );
  }
  const host = own?.[1] ?? knownHost;
  if (own !== null && !HOST.test(host)) {
    throw new TtError(
      'INPUT',
      `${display}: the host has to be a name such as s3.example.org, without a port`,
    );
  }
  const kind = scheme === 'gs' ? 'gcs' : 's3';
  return { kind, scheme, host, ...readPlace(own?.[2] ?? rest, display) };
}

/**
 * Converts `https://storage.googleapis.com/bucket/key` and similar web addresses to an address of that store; returns
 * other texts unchanged.
 */
export function fromWeb(text: string): string {
  const [, host = '', path = ''] = /^https:\/\/([^/?#]+)\/([^?#]*)$/.exec(withoutFormat(text)) ?? [];
  const hosts: [string, string][] = [['gs', GCS_HOST], ...Object.entries(S3_HOSTS)];
  const scheme = hosts.find((entry) => entry[1] === host)?.[0];
  try {
    if (scheme !== undefined && !/%(?:2f|5c|00)/i.test(path))
      return `${scheme}://${decodeURIComponent(path)}`;
  } catch {
    // Not a web address; the text stays as it is.
  }
  return text;
}

const hostOf = (scheme: string, aliases: Aliases): string | null =>
  Object.hasOwn(S3_HOSTS, scheme)
    ? S3_HOSTS[scheme as keyof typeof S3_HOSTS]
    : Object.hasOwn(aliases, scheme)
      ? aliases[scheme]!
      : null;

/**
 * The path of a file or folder of this computer, or null for an address. Throws INPUT for a text that is neither, such
 * as gs:/bucket, which would create a folder here.
 */
export function localPath(text: string, field: string): string | null {
  const plain = text.trim();
  if (/^file:\/\//i.test(plain)) return plain.slice('file://'.length);
  if (/^[a-z][a-z0-9+_-]+:\/\//i.test(plain)) return null;
  const [, word] = /^([a-z][a-z0-9+_-]+):/i.exec(plain) ?? [];
  if (word === undefined) return plain;
  throw new TtError(
    'INPUT',
    `${shownAddress(text, field)}: an address has "://" behind its first word; a file of that name is written ./${word}:…`,
  );
}

/** Reads `bucket/key`. */
export function readPlace(text: string, original: string): { bucket: string; key: string } {
  const [, bucket = '', slash = '', key = ''] = /^([^/]*)(\/?)(.*)$/s.exec(text) ?? [];
  if (!BUCKET.test(bucket) || bucket.includes('..')) {
    throw new TtError(
      'INPUT',
      `${original} is not a path such as gs://bucket/folder: the bucket's name has 3 or more of a-z, 0-9, dots, dashes`,
    );
  }
  return { bucket, key: slash === '' ? '' : readKey(key, original) };
}

function readKey(text: string, original: string): string {
  const key = text.replace(/\/$/, '');
  if (key === '' && text !== '/') return '';
  checkKey(key, original);
  return key;
}

/**
 * Throws INPUT for a key that a user should not type. Existing objects may have such names: a copy of their folder
 * includes them.
 */
export function checkKey(key: string, original: string): void {
  const refusal = (why: string): TtError => new TtError('INPUT', `${original}: ${why}`);
  const parts = key.split('/');
  if (parts.includes('')) throw refusal('two slashes in a row are not taken: name every folder');
  if (parts.some((part) => part === '.' || part === '..')) {
    throw refusal('"." and ".." are not taken: give the folder’s whole name');
  }
  if (/[?#]/.test(key)) throw refusal('? and # are not taken: in an address they end the name');
  if (/%[0-9a-f]{2}/i.test(key)) throw refusal('write the character itself, not its %-code');
  if (/[\p{Cc}\p{Cs}\\]/u.test(key)) throw refusal('line breaks, control characters and \\ are not taken');
  if (INVISIBLE.test(key)) throw refusal('it holds a character that cannot be seen: type the name anew');
  if (parts.some((part) => part.trim() === '' || part !== part.trim())) {
    throw refusal('a name that begins or ends with a space, or is nothing else, is not taken');
  }
  const bytes = [...key].reduce((sum, char) => sum + utf8Length(char.codePointAt(0)!), 0);
  if (bytes > MOST_KEY) throw refusal(`the name is longer than ${MOST_KEY} bytes`);
}

const utf8Length = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

/** A key in an https address. Colons are not encoded, as in viewers. */
export const addressPath = (key: string): string =>
  key.split('/').map(encodeURIComponent).join('/').replace(/%3A/g, ':');

/** Throws INPUT for an alias with another meaning, or with an invalid host. */
export function readAlias(name: string, host: string): [string, string] {
  const plain = host
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/+$/, '');
  if (!/^[a-z][a-z0-9_-]{1,30}$/.test(name) || RESERVED.test(name) || Object.hasOwn(S3_HOSTS, name)) {
    throw new TtError(
      'INPUT',
      `alias "${name.slice(0, 40)}": a new word of a-z, 0-9, - and _, such as ourlab`,
    );
  }
  if (HOST.test(plain)) return [name, plain];
  throw new TtError(
    'INPUT',
    `alias ${name}: the host has to be a name such as s3.example.org, without a port, not "${host.slice(0, 80)}"`,
  );
}

/** The last part of a name, without its folders. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
