/** One S3 request, read, and what the operations share: rights, sums, conditions, facts of an object. */
import { createHash } from 'node:crypto';
import type { WireRequest } from '@tracer-tools/apps-script/wire';
import { crc32c } from '../../../../src/core/crc32c';
import type { Bucket, ObjectMetadata, StoredObject } from './bucket';
import { S3Refusal } from './s3-xml';

/** Amazon's own service; Dell ECS, which wants an MD5 of every deletion of many; others of the kind. */
export type S3Kind = 'aws' | 'ecs' | 'other';

export interface S3Call {
  kind: S3Kind;
  buckets: ReadonlyMap<string, Bucket>;
  bucket: Bucket;
  /** '' for the bucket itself. */
  key: string;
  query: URLSearchParams;
  request: WireRequest;
  signed: boolean;
}

export const denied = (): S3Refusal => new S3Refusal(403, 'AccessDenied', 'Access Denied');
export const noSuchKey = (key: string): S3Refusal =>
  new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

/** An object that the caller may read. Who may not list is not told whether a missing one is missing. */
export function readable(bucket: Bucket, key: string, signed: boolean): StoredObject {
  const object = bucket.get(key);
  if (!signed && !object?.facts.open) throw denied();
  if (object === null) throw noSuchKey(key);
  return object;
}

export function needSigned(call: S3Call): void {
  if (!call.signed) throw denied();
}

/** Sums that the request states of its body. True where it states any. */
export function checkBody({ headers, body }: WireRequest): boolean {
  const md5 = headers['content-md5'];
  const crc = headers['x-amz-checksum-crc32c'];
  if (md5 !== undefined) {
    if (Buffer.from(md5, 'base64').length !== 16) {
      throw new S3Refusal(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
    }
    if (createHash('md5').update(body).digest('base64') !== md5) {
      throw new S3Refusal(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
  }
  if (crc !== undefined && crc32c(body) !== crc) {
    const invalid = Buffer.from(crc, 'base64').length !== 4;
    throw invalid
      ? new S3Refusal(400, 'InvalidRequest', 'Value for x-amz-checksum-crc32c header is invalid.')
      : new S3Refusal(400, 'BadDigest', 'The CRC32C you specified did not match the calculated checksum.');
  }
  return md5 !== undefined || crc !== undefined;
}

const bare = (etag: string): string => etag.trim().replace(/^"|"$/g, '');

/** If-Match and If-None-Match; `prefix` is that of a copy's source. */
export function checkConditions(
  headers: WireRequest['headers'],
  object: StoredObject | null,
  prefix = '',
): void {
  const failed = (condition: string): S3Refusal =>
    new S3Refusal(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      {
        Condition: condition,
      },
    );
  const match = headers[`${prefix}if-match`];
  if (match !== undefined && (object === null || (match !== '*' && bare(match) !== object.etag))) {
    throw object === null
      ? new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.')
      : failed('If-Match');
  }
  const not = headers[`${prefix}if-none-match`];
  if (not !== undefined && object !== null && (not === '*' || bare(not) === object.etag))
    throw failed('If-None-Match');
}

const ACLS = ['private', 'public-read', 'public-read-write', 'authenticated-read', 'bucket-owner-read'];

/** What headers say of the object that they create. */
export function factsOf(headers: WireRequest['headers'], bucket: Bucket): Partial<ObjectMetadata> {
  const acl = headers['x-amz-acl'];
  if (acl !== undefined && ![...ACLS, 'bucket-owner-full-control'].includes(acl)) {
    throw new S3Refusal(400, 'InvalidArgument', '', { ArgumentName: 'x-amz-acl', ArgumentValue: acl });
  }
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    contentEncoding: headers['content-encoding'] ?? '',
    cacheControl: headers['cache-control'] ?? '',
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
    open: acl === undefined ? bucket.open : acl.startsWith('public-read'),
    partsTag: '',
  };
}

/** The object that x-amz-copy-source names. */
export function copySource(call: S3Call): StoredObject {
  const text = (call.request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  const [name = '', ...rest] = decodeURIComponent(text.replace(/\?versionId=.*$/, '')).split('/');
  const from = call.buckets.get(name);
  if (from === undefined) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const source = from.get(rest.join('/'));
  if (source === null) throw noSuchKey(rest.join('/'));
  checkConditions(call.request.headers, source, 'x-amz-copy-source-');
  return source;
}
