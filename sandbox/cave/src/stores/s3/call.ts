/** A parsed S3 request, and code that the operations share: rights, conditions, metadata of an object. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import type { Bucket } from '../bucket';
import type { ObjectMetadata, StoredObject } from '../object';
import { S3Refusal } from './xml';

/** Amazon's own service; Dell ECS, which requires an MD5 for every multi-object deletion; other compatible services. */
export type S3Kind = 'aws' | 'ecs' | 'other';

export interface S3Call {
  kind: S3Kind;
  buckets: ReadonlyMap<string, Bucket>;
  bucket: Bucket;
  /** '' for the bucket itself. */
  key: string;
  query: URLSearchParams;
  request: WireRequest;
  /** True if it was signed with keys that have rights in the bucket. */
  signed: boolean;
}

export const emptyReply = (status: number, headers: [string, string][] = []): WireReply => ({
  status,
  headers,
  body: new Uint8Array(0),
});

export const accessDenied = (): S3Refusal => new S3Refusal(403, 'AccessDenied', 'Access Denied');
export const noSuchKey = (key: string): S3Refusal =>
  new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

/** An object that the caller may read. A caller without the right to list is not told that an object is missing. */
export function readableObject(bucket: Bucket, key: string, signed: boolean): StoredObject {
  const object = bucket.get(key);
  const isOpen = object === null ? bucket.listed : object.facts.open;
  if (!signed && !isOpen) throw accessDenied();
  if (object === null) throw noSuchKey(key);
  return object;
}

export function requireSignature(call: S3Call): void {
  if (!call.signed) throw accessDenied();
}

const unquoted = (etag: string): string => etag.trim().replace(/^"|"$/g, '');

/** Checks If-Match and If-None-Match; `prefix` is the one of the headers for a copy's source. */
export function checkConditions(
  headers: WireRequest['headers'],
  object: StoredObject | null,
  prefix = '',
): void {
  const conditionFailure = (condition: string): S3Refusal =>
    new S3Refusal(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      {
        Condition: condition,
      },
    );
  const match = headers[`${prefix}if-match`];
  if (match !== undefined && (object === null || (match !== '*' && unquoted(match) !== object.etag))) {
    throw object === null
      ? new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.')
      : conditionFailure('If-Match');
  }
  const since = Date.parse(headers[`${prefix}if-unmodified-since`] ?? '');
  if (match === undefined && object !== null && Math.floor(object.updated / 1000) * 1000 > since) {
    throw conditionFailure('If-Unmodified-Since');
  }
  const noneMatch = headers[`${prefix}if-none-match`];
  if (
    noneMatch !== undefined &&
    object !== null &&
    (noneMatch === '*' || unquoted(noneMatch) === object.etag)
  )
    throw conditionFailure('If-None-Match');
}

const ACLS = ['private', 'public-read', 'public-read-write', 'authenticated-read', 'bucket-owner-read'];

export const aclRefusal = (): S3Refusal =>
  new S3Refusal(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');

/** The metadata in the headers of a request that creates an object. */
export function objectFacts(headers: WireRequest['headers'], bucket: Bucket): Partial<ObjectMetadata> {
  const acl = headers['x-amz-acl'];
  if (acl !== undefined && ![...ACLS, 'bucket-owner-full-control'].includes(acl)) {
    throw new S3Refusal(400, 'InvalidArgument', '', { ArgumentName: 'x-amz-acl', ArgumentValue: acl });
  }
  if (bucket.uniform && acl !== undefined && acl !== 'bucket-owner-full-control') throw aclRefusal();
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    contentEncoding: headers['content-encoding'] ?? '',
    cacheControl: headers['cache-control'] ?? '',
    contentDisposition: headers['content-disposition'] ?? '',
    contentLanguage: headers['content-language'] ?? '',
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
    open: acl === undefined ? bucket.open : acl.startsWith('public-read'),
    partsTag: '',
  };
}

/** Byte limit of a key in UTF-8. */
const MOST_KEY = 1024;

export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= MOST_KEY) return;
  const sizes = { Size: String(size), MaxSizeAllowed: String(MOST_KEY) };
  throw new S3Refusal(400, 'KeyTooLongError', 'Your key is too long', sizes);
}

/** The object that x-amz-copy-source names. */
export function copySource(call: S3Call): StoredObject {
  const text = (call.request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  const [name = '', ...rest] = decodeURIComponent(text.replace(/\?versionId=.*$/, '')).split('/');
  const key = rest.join('/');
  if (key === '') {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
    throw new S3Refusal(400, 'InvalidArgument', message, { ArgumentName: 'x-amz-copy-source' });
  }
  const from = call.buckets.get(name);
  if (from === undefined) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const source = readableObject(from, key, !from.foreign);
  checkConditions(call.request.headers, source, 'x-amz-copy-source-');
  return source;
}
