/** Writing to S3: in one request, or in parts, sent or copied by the store. */
import { crc32c } from '../../core/crc32c';
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { checkName, damagedObject, isGood, present } from './failures';
import { keyPath, keyUrl, readS3Document, type S3Bucket, s3Failure, s3Name, s3Request } from './s3-api';
import { uriEncode } from './sigv4';
import type { ObjectInfo, WriteOptions } from './store';
import { childText, escapeXml } from './xml';

export interface S3Limits {
  /** Bytes that are sent in one request; more goes in parts. */
  whole: number;
  /** Bytes of a part; S3 takes 5 MiB to 5 GiB. */
  part: number;
  /** Bytes that S3 copies in one request. */
  copy: number;
  /** Bytes of a part that S3 copies. */
  copyPart: number;
}

const MIB = 1024 * 1024;
export const S3_LIMITS: S3Limits = {
  whole: 16 * MIB,
  part: 8 * MIB,
  copy: 5 * 1024 * MIB,
  copyPart: 1024 * MIB,
};
const MOST_PARTS = 10_000;
/** Parts under way together. */
const AT_ONCE = 4;

const headersOf = (bucket: S3Bucket, options: WriteOptions): Record<string, string> => ({
  'x-amz-acl': bucket.acl,
  ...(options.cacheControl ? { 'cache-control': options.cacheControl } : {}),
  ...(options.contentEncoding ? { 'content-encoding': options.contentEncoding } : {}),
});

export function* writeS3Object(
  bucket: S3Bucket,
  key: string,
  bytes: Uint8Array,
  options: WriteOptions,
  limits: S3Limits,
): Work<ObjectInfo> {
  checkName(key, bucket.root, keyPath(key));
  const what = s3Name(bucket, key);
  const url = keyUrl(bucket, key);
  if (bytes.length > limits.whole) {
    const size = Math.max(limits.part, Math.ceil(bytes.length / MOST_PARTS));
    const etag = yield* inParts(bucket, key, what, options, bytes.length, size, (at, end) =>
      partRequest(bytes.subarray(at, end)),
    );
    return info(key, bytes.length, options, etag);
  }
  const sum = crc32c(bytes);
  const headers = { ...headersOf(bucket, options), 'x-amz-checksum-crc32c': sum };
  const reply = yield* replyTo(
    s3Request('PUT', url, what, {
      headers: { ...headers, ...(options.onlyNew ? { 'if-none-match': '*' } : {}) },
      contentType: options.contentType,
      body: bytes,
      // Sent again after a lost reply, the request would meet the object that it wrote itself.
      idempotent: !options.onlyNew,
    }),
  );
  if (reply.status === 412 || reply.status === 409) throw present(what);
  if (!isGood(reply)) throw s3Failure(reply, what);
  const etag = etagOf(reply);
  if (etag === '') throw damagedObject(what);
  return { ...info(key, bytes.length, options, etag), crc32c: sum };
}

const partRequest = (body: Uint8Array): Partial<HttpRequest> => ({
  headers: { 'x-amz-checksum-crc32c': crc32c(body) },
  body,
});

const etagOf = (reply: HttpReply): string => (reply.headers.etag ?? '').replace(/^"|"$/g, '');

const info = (name: string, size: number, options: WriteOptions, version: string): ObjectInfo => ({
  name,
  size,
  contentType: options.contentType,
  contentEncoding: options.contentEncoding ?? '',
  cacheControl: options.cacheControl ?? '',
  md5: '',
  crc32c: '',
  version,
  updated: '',
});

/** A copy beyond what one request takes, in parts that the store copies. `source` is `/bucket/key`, encoded. */
export function* copyInParts(
  bucket: S3Bucket,
  key: string,
  source: { path: string; info: ObjectInfo },
  limits: S3Limits,
): Work<string> {
  const { size, version } = source.info;
  const part = Math.max(limits.copyPart, Math.ceil(size / MOST_PARTS));
  const what = `the copy to ${s3Name(bucket, key)}`;
  return yield* inParts(bucket, key, what, source.info, size, part, (at, end) => ({
    headers: {
      'x-amz-copy-source': source.path,
      'x-amz-copy-source-range': `bytes=${at}-${end - 1}`,
      // All parts have to be of one object.
      'x-amz-copy-source-if-match': `"${version}"`,
    },
  }));
}

/** The ETag of the whole. What fails is aborted: unfinished parts would stay, unseen, and cost. */
function* inParts(
  bucket: S3Bucket,
  key: string,
  what: string,
  options: WriteOptions,
  size: number,
  partSize: number,
  part: (at: number, end: number) => Partial<HttpRequest>,
): Work<string> {
  const url = keyUrl(bucket, key);
  const { contentType } = options;
  const headers = headersOf(bucket, options);
  const begun = yield* replyTo(
    s3Request('POST', `${url}?uploads=`, what, { headers, contentType, idempotent: false }),
  );
  const id = childText(readS3Document(begun, 'InitiateMultipartUploadResult', what), 'UploadId') ?? '';
  if (id === '') throw damagedObject(what);
  const upload = `uploadId=${uriEncode(id)}`;
  try {
    const tags: string[] = [];
    const starts = Array.from({ length: Math.ceil(size / partSize) }, (_none, n) => n * partSize);
    for (let first = 0; first < starts.length; first += AT_ONCE) {
      const wave = starts.slice(first, first + AT_ONCE);
      const replies = yield wave.map((at, i) =>
        s3Request(
          'PUT',
          `${url}?partNumber=${first + i + 1}&${upload}`,
          what,
          part(at, Math.min(size, at + partSize)),
        ),
      );
      for (const reply of replies) tags.push(partTag(reply, what));
    }
    const list = tags.map(
      (tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>&quot;${escapeXml(tag)}&quot;</ETag></Part>`,
    );
    const completed = yield* replyTo(
      s3Request('POST', `${url}?${upload}`, what, {
        contentType: 'application/xml',
        headers: options.onlyNew ? { 'if-none-match': '*' } : {},
        body: `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`,
        idempotent: false,
      }),
    );
    if (completed.status === 412) throw present(what);
    const document = readS3Document(completed, 'CompleteMultipartUploadResult', what);
    return (childText(document, 'ETag') ?? '').replace(/^"|"$/g, '');
  } catch (error) {
    const aborted = yield* replyTo(s3Request('DELETE', `${url}?${upload}`, what));
    // Where nothing is left to abort, the upload may have been completed although its reply was lost.
    if (isGood(aborted) || aborted.status === 404 || !(error instanceof TtError)) throw error;
    throw new TtError(
      error.code,
      `${error.message}. Parts of an unfinished upload (${id}) are left in the bucket`,
    );
  }
}

function partTag(reply: HttpReply, what: string): string {
  if (!isGood(reply)) throw s3Failure(reply, what);
  const header = etagOf(reply);
  if (header !== '') return header;
  const copied = childText(readS3Document(reply, 'CopyPartResult', what), 'ETag') ?? '';
  if (copied === '') throw damagedObject(what);
  return copied.replace(/^"|"$/g, '');
}
