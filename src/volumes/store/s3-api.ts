/** Requests and replies of S3, path style: https://host/bucket/key. Documents are XML, facts of an object headers. */
import { toBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { S3_HOSTS } from '../../core/store-hosts';
import type { HttpReply } from '../../http/request';
import type { StoreAddress } from './address';
import { damagedObject, isGood, storeFailure } from './failures';
import { uriEncode } from './sigv4';
import type { ObjectInfo } from './store';
import { storeRequest } from './store-request';
import { childText, readXml, type XmlElement } from './xml';

/** One bucket, and what its kind of store wants. */
export interface S3Bucket {
  /** For people: nokura://bucket. */
  root: string;
  /** https://host/bucket. */
  url: string;
  /** Of what is written: an ACL is not copied with an object. */
  acl: string;
  name: string;
}

/** As cloud-files sets them, so that files of both can be read by the same people. */
const ACLS: Record<string, string> = {
  [S3_HOSTS.nokura]: 'public-read',
  [S3_HOSTS.tigerdata]: 'private',
};

export function s3Bucket({ scheme, host, bucket }: StoreAddress): S3Bucket {
  const own = scheme === 's3' && host !== S3_HOSTS.s3 ? `https://${host}/` : '';
  return {
    root: `${scheme}://${own}${bucket}`,
    url: `https://${host}/${bucket}`,
    acl: ACLS[host] ?? 'bucket-owner-full-control',
    name: bucket,
  };
}

export const keyPath = (key: string): string => key.split('/').map(uriEncode).join('/');
export const s3Name = (bucket: S3Bucket, key: string): string => `${bucket.root}/${key}`;
export const keyUrl = (bucket: S3Bucket, key: string): string => `${bucket.url}/${keyPath(key)}`;

export const s3Request = storeRequest('s3');

/** The document `root` of a good reply. S3 may answer 200 with an error inside. */
export function readS3Document(reply: HttpReply, root: string, what: string): XmlElement {
  if (!isGood(reply)) throw s3Failure(reply, what);
  const document = readXml(reply.text());
  if (document?.name === 'Error') throw s3Failure({ ...reply, status: statusOf(document) }, what);
  if (document?.name !== root) throw damagedObject(what);
  return document;
}

/** InternalError and SlowDown may pass, others not. */
const statusOf = (error: XmlElement): number =>
  ['InternalError', 'SlowDown', 'ServiceUnavailable'].includes(childText(error, 'Code') ?? '') ? 503 : 400;

export function s3Failure(reply: HttpReply, what: string): TtError {
  const error = reply.failure ? null : readXml(reply.text());
  const code = error?.name === 'Error' ? (childText(error, 'Code') ?? '') : '';
  const message = error?.name === 'Error' ? (childText(error, 'Message') ?? '') : '';
  if (code === 'InvalidAccessKeyId' || code === 'SignatureDoesNotMatch') {
    return new TtError(
      'PERMISSION',
      `${what}: the store does not take these keys (${code}). Check both keys`,
    );
  }
  if (code === 'RequestTimeTooSkewed') {
    return new TtError(
      'PERMISSION',
      `${what}: the clock here is over 15 minutes off. Set it, then try again`,
    );
  }
  if (code === 'PermanentRedirect' || code === 'AuthorizationHeaderMalformed') {
    const region = reply.headers['x-amz-bucket-region'] ?? (error && childText(error, 'Region')) ?? '';
    const where = region === '' ? 'another region' : `the region ${region}`;
    return new TtError(
      'INPUT',
      `${what}: the bucket lies in ${where}. Name its host: s3://https://s3.${region || 'REGION'}.amazonaws.com/bucket/folder`,
    );
  }
  if (code === 'NoSuchBucket') return new TtError('NONE', `${what}: there is no such bucket`);
  const said = message || code;
  return storeFailure(reply, what, { service: 'the store', caller: 'whoever holds these keys', said });
}

/** Facts of an object from the headers of a reply that holds it, or a part of it. */
export function infoFrom(reply: HttpReply, name: string, what: string): ObjectInfo {
  const { headers } = reply;
  const total = reply.status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : undefined;
  const size = reply.status === 206 ? Number(total ?? Number.NaN) : reply.bytes().length;
  if (!Number.isSafeInteger(size)) throw damagedObject(what);
  const etag = (headers.etag ?? '').replace(/^"|"$/g, '');
  return {
    name,
    size,
    contentType: headers['content-type'] ?? '',
    contentEncoding: encodingOf(headers['content-encoding'] ?? ''),
    cacheControl: headers['cache-control'] ?? '',
    md5: md5Of(etag),
    crc32c: headers['x-amz-checksum-crc32c'] ?? '',
    version: etag,
    updated: isoTime(headers['last-modified'] ?? ''),
  };
}

/** `aws-chunked` is how an upload travelled, left in the header by some. */
const encodingOf = (header: string): string =>
  header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(', ');

/** An ETag is the MD5 in hex, unless the object came in parts. */
export function md5Of(etag: string): string {
  if (!/^[0-9a-f]{32}$/.test(etag)) return '';
  const bytes = Uint8Array.from(etag.match(/../g)!, (two) => Number.parseInt(two, 16));
  return toBase64(bytes);
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** `Wed, 10 Jun 2026 12:00:00 GMT` as RFC 3339; '' for anything else. */
function isoTime(text: string): string {
  const [, day, month = '-', year, time] =
    /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/.exec(text) ?? [];
  const n = MONTHS.indexOf(month);
  return n < 0 ? '' : `${year}-${String(n / 3 + 1).padStart(2, '0')}-${day}T${time}Z`;
}
