/**
 * Requests and replies of S3 in path style: https://host/bucket/key. Replies are XML; the metadata of an object is in
 * headers.
 */

import { BASE64_LETTERS } from '../../core/base64';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { S3_ACLS, S3_HOSTS } from '../../core/store-hosts';
import { httpDate } from '../../http/http-date';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import type { StoreAddress } from '../store/address';
import { damagedObject, endedUpload, isGood, storeFailure } from '../store/failures';
import type { ObjectInfo } from '../store/store';
import { storeRequest } from '../store/store-request';
import { uriEncode } from './sigv4';
import { childText, readXml, type XmlElement } from './xml';

/** A bucket and the settings that its store needs. */
export interface S3Bucket {
  /** Root of addresses in messages: nokura://bucket. */
  root: string;
  /** https://host/bucket. */
  url: string;
  /**
   * The ACL for written objects, because a copy does not keep the ACL. Becomes '' when the store turns out not to
   * support it.
   */
  acl: string;
  name: string;
}

/** The same ACL as in cloud-files, so that files of both programs have the same readers. */
const aclOf = (host: string): string | undefined =>
  Object.entries(S3_ACLS).find(([scheme]) => S3_HOSTS[scheme as keyof typeof S3_HOSTS] === host)?.[1];

/** Lets a bucket's owner read objects that others write into it. Has no effect if the owner writes. */
const DEFAULT_ACL = 'bucket-owner-full-control';

/**
 * Some S3-compatible stores support no ACLs, or not this one, and refuse the request: then it is sent again without
 * ACL. An ACL that grants reading is never left out.
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

/** The document `root` of a successful reply. S3 may send an error with status 200. */
export function readS3Document(reply: HttpReply, root: string, what: string): XmlElement {
  if (!isGood(reply)) throw s3Failure(reply, what);
  const document = readXml(reply.text());
  if (document?.name === 'Error') throw s3Failure({ ...reply, status: 400 }, what);
  if (document?.name !== root) throw damagedObject(what);
  return document;
}

/** The status that tells what a code means, for codes that stores send with others or within a reply with 200. */
const STATUS: Partial<Record<string, number>> = {
  AccessDenied: 403,
  QuotaExceeded: 403,
  InternalError: 503,
  SlowDown: 503,
  ServiceUnavailable: 503,
  RequestTimeout: 408,
  OperationAborted: 409,
  NoSuchBucket: 404,
};

const REGION_CODES: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** Decides by the address in messages: the s3 scheme without a host, or one of Amazon's hosts. */
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
  if (code === 'NoSuchUpload') return endedUpload(what);
  if (code === 'InvalidObjectState') {
    return new TtError('INPUT', `${what}: it is archived. Restore it in the store first`);
  }
  const detail =
    code === 'NoSuchBucket' ? 'bucket does not exist' : /Quota|Full/.test(code) ? code : message || code;
  return storeFailure({ ...reply, status: STATUS[code] ?? reply.status }, what, {
    service: 'the store',
    caller: 'whoever holds these keys',
    detail,
  });
}

/** An object's metadata from the headers of a reply that contains the object or a part of it. */
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

/** Removes `aws-chunked`, the transfer form of an upload, which some stores keep in the header. */
const encodingOf = (header: string): string =>
  header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(', ');

/** The MD5 in base64 from an ETag: the ETag is the MD5 in hex, unless the object was uploaded in parts. */
export function md5Of(etag: string): string {
  if (!/^[0-9a-f]{32}$/.test(etag)) return '';
  // Three digits of the one are two letters of the other; the last two are followed by a zero.
  let text = '';
  for (let i = 0; i < 33; i += 3) {
    const last = i < 30 ? hexDigit(etag.charCodeAt(i + 2)) : 0;
    const bits = (hexDigit(etag.charCodeAt(i)) << 8) | (hexDigit(etag.charCodeAt(i + 1)) << 4) | last;
    text += BASE64_LETTERS[bits >> 6]! + BASE64_LETTERS[bits & 63]!;
  }
  return `${text}==`;
}

/** The value of a digit 0-9 or a-f. */
const hexDigit = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** Converts `Wed, 10 Jun 2026 12:00:00 GMT` to RFC 3339; '' for any other text. */
function isoTime(text: string): string {
  const at = httpDate(text);
  return Number.isNaN(at) ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
