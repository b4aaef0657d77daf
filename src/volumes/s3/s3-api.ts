/** Requests and replies of S3, path style: https://host/bucket/key. Documents are XML, facts of an object headers. */

import { toBase64 } from '../../core/base64';
import { digitsValue, hexValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { S3_ACLS, S3_HOSTS } from '../../core/store-hosts';
import { httpDate } from '../../http/http-date';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import type { StoreAddress } from '../store/address';
import { damagedObject, isGood, storeFailure } from '../store/failures';
import type { ObjectInfo } from '../store/store';
import { storeRequest } from '../store/store-request';
import { uriEncode } from './sigv4';
import { childText, readXml, type XmlElement } from './xml';

/** One bucket, and what its kind of store wants. */
export interface S3Bucket {
  /** For people: nokura://bucket. */
  root: string;
  /** https://host/bucket. */
  url: string;
  /** Of what is written: an ACL is not copied with an object. '' where the store has turned out to know none. */
  acl: string;
  name: string;
}

/** So that files of cloud-files and ours can be read by the same people. */
const aclOf = (host: string): string | undefined =>
  Object.entries(S3_ACLS).find(([scheme]) => S3_HOSTS[scheme as keyof typeof S3_HOSTS] === host)?.[1];

/** Lets a bucket's owner read what others write into it; without meaning where the owner writes. */
const DEFAULT_ACL = 'bucket-owner-full-control';

/**
 * Some kin of S3 know no ACLs, or not this one, and refuse what asks for it: it is left out there. One that says who
 * may read is not.
 */
export function* replyWithAcl(
  bucket: S3Bucket,
  requestWith: (headers: Record<string, string>) => HttpRequest,
): Work<HttpReply> {
  const { acl } = bucket;
  const reply = yield* replyTo(requestWith(acl === '' ? {} : { 'x-amz-acl': acl }));
  if (acl !== DEFAULT_ACL || !refusesAcl(reply)) return reply;
  bucket.acl = '';
  return yield* replyTo(requestWith({}));
}

const refusesAcl = (reply: HttpReply): boolean =>
  reply.status === 501 ||
  (reply.status === 400 && /NotImplemented|AccessControlListNotSupported|x-amz-acl/.test(reply.text()));

export function s3Bucket({ scheme, host, bucket }: StoreAddress): S3Bucket {
  const own = scheme === 's3' && host !== S3_HOSTS.s3 ? `https://${host}/` : '';
  return {
    root: `${scheme}://${own}${bucket}`,
    url: `https://${host}/${bucket}`,
    acl: aclOf(host) ?? DEFAULT_ACL,
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

const REGION_CODES: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** By the address in words: the scheme alone is Amazon's, or one of its hosts. */
const isAmazon = (what: string): boolean =>
  /s3:\/\/(?!https:)|s3:\/\/https:\/\/[^/]*\.amazonaws\.com\//.test(what);

export function s3Failure(reply: HttpReply, what: string): TtError {
  const error = reply.failure ? null : readXml(reply.text());
  const code = error?.name === 'Error' ? (childText(error, 'Code') ?? '') : '';
  const message = error?.name === 'Error' ? (childText(error, 'Message') ?? '') : '';
  if (code === 'ExpiredToken' || code === 'InvalidToken' || code === 'TokenRefreshRequired') {
    return new TtError(
      'PERMISSION',
      `${what}: these keys are temporary and have run out (${code}). Get new ones, then run again to go on`,
    );
  }
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
  if (REGION_CODES.has(code)) {
    const region = reply.headers['x-amz-bucket-region'] ?? (error && childText(error, 'Region')) ?? '';
    const where = region === '' ? 'another region' : `the region ${region}`;
    const remedy = isAmazon(what)
      ? `Name its host: s3://https://s3.${region || 'REGION'}.amazonaws.com/bucket/folder`
      : `Set AWS_DEFAULT_REGION beside its keys${region === '' ? '' : ` to ${region}`}`;
    return new TtError('INPUT', `${what}: the bucket lies in ${where}. ${remedy}`);
  }
  if (code === 'NoSuchBucket') return new TtError('NONE', `${what}: there is no such bucket`);
  const detail = message || code;
  return storeFailure(reply, what, { service: 'the store', caller: 'whoever holds these keys', detail });
}

/** Facts of an object from the headers of a reply that holds it, or a part of it. */
export function infoFrom(reply: HttpReply, name: string, what: string): ObjectInfo {
  const { headers } = reply;
  const total = reply.status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : undefined;
  const size = reply.status === 206 ? digitsValue(total) : reply.bytes().length;
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
  const bytes = Uint8Array.from(etag.match(/../g)!, hexValue);
  return toBase64(bytes);
}

/** `Wed, 10 Jun 2026 12:00:00 GMT` as RFC 3339; '' for anything else. */
function isoTime(text: string): string {
  const at = httpDate(text);
  return Number.isNaN(at) ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
