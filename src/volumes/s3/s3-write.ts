/** Writes to S3: in one request, or in parts that are uploaded or that the store copies. */

import { crc32c } from '../../core/crc32c';
import { hexValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import { Md5 } from '../../core/md5';
import type { HttpReply, HttpRequest } from '../../http/request';
import { all, replyTo, type Work } from '../../http/work';
import { badName, checkName, damagedObject, isGood, notWhole, presentError } from '../store/failures';
import type { ObjectInfo, OpenUpload, Upload, UploadOptions, WriteOptions } from '../store/store';
import { orAbort, uploadBytes } from '../store/upload-bytes';
import {
  keyPath,
  keyUrl,
  readS3Document,
  replyWithAcl,
  type S3Bucket,
  s3Failure,
  s3Name,
  s3Request,
} from './s3-api';
import { uriEncode } from './sigv4';
import { childrenOf, childText, escapeXml } from './xml';

export interface S3Limits {
  /** Limit of bytes for one request; more bytes are sent in parts. */
  whole: number;
  /** Bytes per part; S3 accepts 5 MiB to 5 GiB. */
  part: number;
  /** Limit of bytes that S3 copies in one request. */
  copy: number;
  /** Bytes per part that S3 copies. */
  copyPart: number;
}

const MIB = 1024 * 1024;
export const S3_LIMITS: S3Limits = {
  whole: 16 * MIB,
  part: 5 * MIB,
  copy: 5 * 1024 * MIB,
  copyPart: 1024 * MIB,
};
const MOST_PARTS = 10_000;
/** Parts in flight at once. */
const AT_ONCE = 4;

const headersOf = (options: WriteOptions): Record<string, string> => ({
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
  checkName(key, bucket.root, badName(key, keyPath(key)));
  const what = s3Name(bucket, key);
  const url = keyUrl(bucket, key);
  if (bytes.length > limits.whole) {
    const upload = yield* startS3Upload(bucket, key, { ...options, size: bytes.length, crc32c: '' }, limits);
    return yield* uploadBytes(upload, bytes);
  }
  const sum = crc32c(bytes);
  const headers = { ...headersOf(options), 'x-amz-checksum-crc32c': sum };
  const reply = yield* replyWithAcl(bucket, (acl) =>
    s3Request('PUT', url, what, {
      headers: { ...headers, ...acl, ...(options.onlyNew ? { 'if-none-match': '*' } : {}) },
      contentType: options.contentType,
      body: bytes,
      // After a lost reply, a repeated request would find the object that the first one wrote.
      idempotent: !options.onlyNew,
    }),
  );
  if (reply.status === 412) throw presentError(what);
  if (!isGood(reply)) throw s3Failure(reply, what);
  const etag = etagOf(reply);
  if (etag === '') throw damagedObject(what);
  return { ...info(key, bytes.length, options, etag), crc32c: sum };
}

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

/**
 * Copies an object that is too large for one request, in parts that the store copies. `source` is `/bucket/key`,
 * encoded.
 */
export function* copyInParts(
  bucket: S3Bucket,
  key: string,
  source: { path: string; info: ObjectInfo },
  limits: S3Limits,
  onlyNew: boolean,
): Work<ObjectInfo> {
  const { size, version } = source.info;
  const part = Math.max(limits.copyPart, Math.ceil(size / MOST_PARTS));
  const what = `the copy to ${s3Name(bucket, key)}`;
  const parts = yield* openParts(bucket, key, what, { ...source.info, onlyNew });
  return yield* orAbort(parts, function* () {
    for (let at = 0; at < size; at += part * AT_ONCE) {
      const starts = Array.from({ length: AT_ONCE }, (_none, n) => at + n * part).filter(
        (start) => start < size,
      );
      yield* all(
        starts.map((start) =>
          parts.send({
            headers: {
              'x-amz-copy-source': source.path,
              'x-amz-copy-source-range': `bytes=${start}-${Math.min(size, start + part) - 1}`,
              // All parts must come from the same version of the object.
              'x-amz-copy-source-if-match': `"${version}"`,
            },
          }),
        ),
      );
    }
    return yield* parts.finish(size);
  });
}

/** Starts a multipart upload. */
export function* startS3Upload(
  bucket: S3Bucket,
  key: string,
  options: UploadOptions,
  limits: S3Limits,
): Work<Upload> {
  checkName(key, bucket.root, badName(key, keyPath(key)));
  const what = s3Name(bucket, key);
  const parts = yield* openParts(bucket, key, what, options);
  let sentBytes = 0;
  return {
    // MOST_PARTS - 1, because the first piece may be smaller than the others.
    piece: Math.max(limits.part, Math.ceil(options.size / (MOST_PARTS - 1))),
    atOnce: AT_ONCE,
    tellsCrc: false,
    *write(bytes) {
      sentBytes += bytes.length;
      // The signer adds an MD5, which the store compares.
      yield* parts.send({ body: bytes });
      return null;
    },
    *finish() {
      if (sentBytes !== options.size) throw notWhole(what);
      return yield* parts.finish(options.size);
    },
    abort: parts.abort,
  };
}

/**
 * The ETag of a multipart upload: the MD5 of its parts' MD5s, and their number. Returns null if the tags are not MD5s.
 */
function tagOfParts(tags: readonly string[]): string | null {
  if (!tags.every((tag) => /^[0-9a-f]{32}$/.test(tag))) return null;
  const sum = new Md5();
  for (const tag of tags) sum.update(Uint8Array.from(tag.match(/../g)!, hexValue));
  const hex = Array.from(sum.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex}-${tags.length}`;
}

interface Parts {
  /** Sends the next part and returns its ETag. */
  send(part: Partial<HttpRequest>): Work<string>;
  finish(size: number): Work<ObjectInfo>;
  abort(): Work<string>;
}

function* openParts(bucket: S3Bucket, key: string, what: string, options: WriteOptions): Work<Parts> {
  const url = keyUrl(bucket, key);
  const { contentType } = options;
  const headers = headersOf(options);
  const startReply = yield* replyWithAcl(bucket, (acl) =>
    s3Request('POST', `${url}?uploads=`, what, {
      headers: { ...headers, ...acl },
      contentType,
      idempotent: false,
    }),
  );
  const id = childText(readS3Document(startReply, 'InitiateMultipartUploadResult', what), 'UploadId') ?? '';
  if (id === '') throw damagedObject(what);
  const upload = `uploadId=${uriEncode(id)}`;
  const tags: string[] = [];
  return {
    *send(part) {
      const n = tags.push('') - 1;
      const reply = yield* replyTo(s3Request('PUT', `${url}?partNumber=${n + 1}&${upload}`, what, part));
      tags[n] = partTag(reply, what);
      return tags[n]!;
    },
    *finish(size) {
      const list = tags.map(
        (tag, i) =>
          `<Part><PartNumber>${i + 1}</PartNumber><ETag>&quot;${escapeXml(tag)}&quot;</ETag></Part>`,
      );
      const completeReply = yield* replyTo(
        s3Request('POST', `${url}?${upload}`, what, {
          contentType: 'application/xml',
          headers: options.onlyNew ? { 'if-none-match': '*' } : {},
          body: `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`,
          idempotent: false,
        }),
      );
      if (completeReply.status === 412) throw presentError(what);
      const document = readS3Document(completeReply, 'CompleteMultipartUploadResult', what);
      const etag = (childText(document, 'ETag') ?? '').replace(/^"|"$/g, '');
      // A different ETag means that the object consists of other parts than those sent.
      const expectedTag = tagOfParts(tags);
      if (expectedTag !== null && /^[0-9a-f]{32}-\d+$/.test(etag) && etag !== expectedTag)
        throw notWhole(what);
      return info(key, size, options, etag);
    },
    *abort() {
      const abortReply = yield* replyTo(s3Request('DELETE', `${url}?${upload}`, what));
      // A 404 means that nothing is left to abort: the upload may have been completed although its reply was lost.
      if (isGood(abortReply) || abortReply.status === 404) return '';
      return `Parts of an unfinished upload (${id}) are left in the bucket`;
    },
  };
}

function partTag(reply: HttpReply, what: string): string {
  if (!isGood(reply)) throw s3Failure(reply, what);
  const header = etagOf(reply);
  if (header !== '') return header;
  const copyTag = childText(readS3Document(reply, 'CopyPartResult', what), 'ETag') ?? '';
  if (copyTag === '') throw damagedObject(what);
  return copyTag.replace(/^"|"$/g, '');
}

/** Multipart uploads below a prefix that were started and never finished. */
export function* listOpenUploads(bucket: S3Bucket, prefix: string): Work<OpenUpload[]> {
  const what = `the unfinished uploads of ${s3Name(bucket, prefix)}`;
  const found: OpenUpload[] = [];
  for (let after = ''; ; ) {
    const url = `${bucket.url}?prefix=${uriEncode(prefix)}&uploads=${after}`;
    const reply = yield* replyTo(s3Request('GET', url, what, { expectedBytes: 100_000 }));
    // Listing uploads needs a permission that not every writer has, and some S3-compatible stores lack the route.
    if (reply.status === 403 || reply.status === 405 || reply.status === 501) return found;
    const document = readS3Document(reply, 'ListMultipartUploadsResult', what);
    for (const item of childrenOf(document, 'Upload')) {
      const [name, id] = [childText(item, 'Key') ?? '', childText(item, 'UploadId') ?? ''];
      if (name === '' || id === '') throw damagedObject(what);
      found.push({ name, id, begun: childText(item, 'Initiated') ?? '' });
    }
    if (childText(document, 'IsTruncated') !== 'true') return found;
    const [key, id] = [childText(document, 'NextKeyMarker'), childText(document, 'NextUploadIdMarker')];
    const next = `&key-marker=${uriEncode(key ?? '')}&upload-id-marker=${uriEncode(id ?? '')}`;
    if (next === after) throw new TtError('DOWN', `${what} do not end. Try again`);
    after = next;
  }
}

export function* abandonUpload(bucket: S3Bucket, { name, id }: OpenUpload): Work<null> {
  const what = `the unfinished upload of ${s3Name(bucket, name)}`;
  const reply = yield* replyTo(
    s3Request('DELETE', `${keyUrl(bucket, name)}?uploadId=${uriEncode(id)}`, what),
  );
  if (!isGood(reply) && reply.status !== 404) throw s3Failure(reply, what);
  return null;
}
