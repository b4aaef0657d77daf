/**
 * Writes to Cloud Storage: small objects in one request, larger ones in a resumable upload. Every write is checked by a
 * checksum.
 */

import { crc32c } from '../../core/crc32c';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { concatBytes } from '../objects/bytes';
import { endedUpload, isAbsent, isGood, notWhole, presentError } from '../store/failures';
import type { ObjectInfo, Upload, UploadOptions, WriteOptions } from '../store/store';
import { uploadBytes } from '../store/upload-bytes';
import {
  bucketUrl,
  checkGcsName,
  gcsFailure,
  gcsObjectUrl,
  gcsRequest,
  gsName,
  objectInfo,
  readGcsJson,
} from './gcs-api';

/** A failed request is sent again from its start, so larger objects are sent in pieces. */
const MOST_AT_ONCE = 16 * 1024 * 1024;
/** The length of each piece, except the last, must be a multiple of 256 KiB. */
const PIECE = 5 * 1024 * 1024;
/** Limit of consecutive status requests that report no progress of the upload. */
const MOST_STALLS = 5;

export function* writeGcsObject(
  bucket: string,
  name: string,
  bytes: Uint8Array,
  options: WriteOptions,
): Work<ObjectInfo> {
  checkGcsName(bucket, name);
  const what = gsName(bucket, name);
  const sum = crc32c(bytes);
  if (bytes.length > MOST_AT_ONCE) {
    const upload = yield* startGcsUpload(bucket, name, { ...options, size: bytes.length, crc32c: sum });
    return yield* uploadBytes(upload, bytes);
  }
  const meta = metaOf(name, options, sum);
  const url = uploadUrl(bucket, 'multipart', options);
  const reply = yield* replyTo(whole(url, what, meta, options.contentType, bytes));
  return yield* writeObject(bucket, name, reply, bytes.length, sum);
}

function whole(
  url: string,
  what: string,
  meta: Record<string, string>,
  type: string,
  bytes: Uint8Array,
): HttpRequest {
  const { boundary, body } = multipart(JSON.stringify(meta), type, bytes);
  return gcsRequest('POST', url, what, { contentType: `multipart/related; boundary=${boundary}`, body });
}

const uploadUrl = (bucket: string, type: string, { onlyNew }: WriteOptions): string =>
  `${bucketUrl(bucket).replace('/storage/', '/upload/storage/')}?uploadType=${type}` +
  (onlyNew ? '&ifGenerationMatch=0' : '');

function metaOf(name: string, options: WriteOptions, sum: string): Record<string, string> {
  const meta: Record<string, string> = { name, contentType: options.contentType };
  if (sum !== '') meta.crc32c = sum;
  if (options.cacheControl) meta.cacheControl = options.cacheControl;
  if (options.contentEncoding) meta.contentEncoding = options.contentEncoding;
  return meta;
}

/** The facts of the written object, after a check of its size and checksum. A checksum of '' is not compared. */
function* writeObject(
  bucket: string,
  name: string,
  reply: HttpReply,
  size: number,
  sum: string,
): Work<ObjectInfo> {
  const what = gsName(bucket, name);
  if (reply.status !== 412) {
    const info = objectInfo(readGcsJson(reply, what), what);
    if (info.size !== size || (sum !== '' && info.crc32c !== '' && info.crc32c !== sum)) throw notWhole(what);
    return info;
  }
  // An earlier attempt of this request may have written the object, and its reply was lost.
  const there = yield* replyTo(gcsRequest('GET', gcsObjectUrl(bucket, name), what));
  const info = isGood(there) ? objectInfo(readGcsJson(there, what), what) : null;
  if (info !== null && info.size === size && sum !== '' && info.crc32c === sum) return info;
  throw presentError(what);
}

/**
 * Starts a resumable upload. The object becomes visible with its last piece; an abandoned session expires after a week.
 */
export function* startGcsUpload(bucket: string, name: string, options: UploadOptions): Work<Upload> {
  checkGcsName(bucket, name);
  const what = gsName(bucket, name);
  const { size, crc32c: sum } = options;
  const meta = metaOf(name, options, sum);
  const url = uploadUrl(bucket, 'resumable', options);
  const sessionReply = yield* replyTo(
    gcsRequest('POST', url, what, {
      contentType: 'application/json; charset=UTF-8',
      headers: { 'x-upload-content-type': options.contentType, 'x-upload-content-length': String(size) },
      body: asciiJson(JSON.stringify(meta)),
    }),
  );
  if (sessionReply.status === 412) throw presentError(what);
  if (!isGood(sessionReply)) throw gcsFailure(sessionReply, what);
  const { location: session = '' } = sessionReply.headers;
  const { origin } = splitOrigin(url);
  // The session's address grants the right to write, so it must belong to the service.
  if (splitOrigin(session).origin !== origin) {
    throw new TtError('DOWN', `${what}: the store gave no address to write to. Try again`);
  }
  let at = 0;
  let last: HttpReply | null = null;
  return {
    piece: PIECE,
    atOnce: 1,
    tellsCrc: true,
    *write(bytes) {
      const start = at;
      const end = start + bytes.length;
      for (let stalls = 0; at < end; ) {
        const range = `bytes ${at}-${end - 1}/${size}`;
        let reply = yield* replyTo(put(session, what, range, bytes.subarray(at - start)));
        if (reply.failure || reply.status >= 500)
          reply = yield* replyTo(put(session, what, `bytes */${size}`));
        if (reply.status !== 308) {
          // A success reply is valid only after the last byte.
          if (isGood(reply) && end < size) throw notWhole(what);
          if (reply.status === 410 || isAbsent(reply)) throw endedUpload(what);
          if (!isGood(reply) && reply.status !== 412) throw gcsFailure(reply, what);
          last = reply;
          at = end;
          break;
        }
        const storedRange = reply.headers.range;
        const next =
          storedRange === undefined ? 0 : digitsValue(/^bytes=0-(\d+)$/.exec(storedRange)?.[1]) + 1;
        if (!(next <= size)) throw new TtError('DOWN', `${what}: the store's answer was damaged. Try again`);
        stalls = next > at ? 0 : stalls + 1;
        if (stalls > MOST_STALLS || next < start)
          throw new TtError('DOWN', `${what}: the upload does not go on. Try again later`);
        at = next;
      }
      return null;
    },
    *finish() {
      if (last === null) throw notWhole(what);
      return yield* writeObject(bucket, name, last, size, sum);
    },
    *abort() {
      yield* replyTo(gcsRequest('DELETE', session, what));
      return '';
    },
  };
}

const put = (
  session: string,
  what: string,
  range: string,
  body: Uint8Array = new Uint8Array(0),
): HttpRequest => gcsRequest('PUT', session, what, { headers: { 'content-range': range }, body });

const splitOrigin = (url: string): { origin: string } => ({
  origin: /^https:\/\/[^/?#@]+(?=\/)/.exec(url)?.[0] ?? '',
});

const asciiJson = (text: string): string => text.replace(/[^\0-\x7f]/g, escapeChar);

/** ASCII bytes. Header values, and JSON with escapes, contain nothing else. */
const ascii = (text: string): Uint8Array => Uint8Array.from(asciiJson(text), (char) => char.charCodeAt(0));

const escapeChar = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A JSON part and a bytes part, separated by a boundary that occurs in neither. */
function multipart(
  meta: string,
  contentType: string,
  bytes: Uint8Array,
): { boundary: string; body: Uint8Array } {
  let boundary = 'tracer-tools-part';
  for (let n = 0; includes(bytes, boundary) || meta.includes(boundary); n++)
    boundary = `tracer-tools-part-${n}`;
  const head =
    `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${meta}\r\n` +
    `--${boundary}\r\ncontent-type: ${contentType}\r\n\r\n`;
  return { boundary, body: concatBytes([ascii(head), bytes, ascii(`\r\n--${boundary}--\r\n`)]) };
}

function includes(bytes: Uint8Array, text: string): boolean {
  const pattern = ascii(text);
  for (let at = bytes.indexOf(pattern[0]!); at >= 0; at = bytes.indexOf(pattern[0]!, at + 1)) {
    if (pattern.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
