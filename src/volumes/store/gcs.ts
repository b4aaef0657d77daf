/** Google Cloud Storage through its JSON API, with a bearer token that the caller gives. */
import { TtError } from '../../core/errors';
import { asObject, type Json, parseJson } from '../../core/json';
import { type FailureFacts, type FailureWords, failureError } from '../../http/failures';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { concatBytes } from './bytes';

/** The store's token and address: `https://storage.googleapis.com`, or a stand-in. */
export interface Gcs {
  /** '' where the shell adds the token when it sends the request. */
  token: string;
  origin?: string;
}

export interface ObjectName {
  bucket: string;
  /** The object's whole name within the bucket; colons and slashes as they are. */
  name: string;
}

export interface ObjectInfo {
  name: string;
  /** Bytes as stored: compressed where `contentEncoding` says so. */
  size: number;
  contentType: string;
  contentEncoding: string;
  md5: string;
  /** RFC 3339. */
  updated: string;
}

export interface Listing {
  objects: ObjectInfo[];
  /** Names that end in `/`, where a delimiter was asked for. */
  folders: string[];
}

export interface UploadOptions {
  contentType: string;
  cacheControl?: string;
  /** `gzip` for bytes that are already compressed. */
  contentEncoding?: string;
  /** Only where there is no such object yet. */
  onlyNew?: boolean;
}

const ORIGIN = 'https://storage.googleapis.com';
/** Objects a page of a listing. */
const PAGE = 1000;
/** A simple upload is sent in one request, and sent again from its start if it fails. */
const MOST_UPLOAD = 256e6;

const where = ({ bucket, name }: ObjectName): string => `gs://${bucket}/${name}`;

const urlOf = (gcs: Gcs, { bucket, name }: ObjectName): string =>
  `${gcs.origin ?? ORIGIN}/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}`;

function request(
  gcs: Gcs,
  method: HttpRequest['method'],
  url: string,
  what: string,
  more: Partial<HttpRequest> = {},
): HttpRequest {
  return {
    method,
    url,
    idempotent: true,
    route: what,
    ...more,
    headers: { ...(gcs.token ? { authorization: `Bearer ${gcs.token}` } : {}), ...more.headers },
  };
}

/** `gs://bucket/some/name` in its parts; the name may be '' for the bucket itself. */
export function readGsPath(path: string): ObjectName {
  const found = /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*))?$/s.exec(path.trim());
  if (!found) throw new TtError('INPUT', `"${path.slice(0, 100)}" is not a path such as gs://bucket/folder`);
  return { bucket: found[1]!, name: found[2] ?? '' };
}

/** All objects whose names begin with `name`; with `delimiter` '/' one level of folders. At most `most`. */
export function* listObjects(
  gcs: Gcs,
  { bucket, name }: ObjectName,
  { delimiter = '', most: maxBytes = 1_000_000 } = {},
): Work<Listing> {
  const listing: Listing = { objects: [], folders: [] };
  const base = `${gcs.origin ?? ORIGIN}/storage/v1/b/${encodeURIComponent(bucket)}/o`;
  const what = `the list of gs://${bucket}/${name}`;
  for (let page = ''; ; ) {
    const query = [`prefix=${encodeURIComponent(name)}`, `maxResults=${PAGE}`];
    if (delimiter) query.push(`delimiter=${encodeURIComponent(delimiter)}`);
    if (page) query.push(`pageToken=${encodeURIComponent(page)}`);
    const reply = yield* replyTo(
      request(gcs, 'GET', `${base}?${query.join('&')}`, what, { expectedBytes: 1e6 }),
    );
    const json = readJson(reply, what);
    for (const item of Array.isArray(json.items) ? json.items : [])
      listing.objects.push(objectInfo(item, what));
    for (const folder of Array.isArray(json.prefixes) ? json.prefixes : [])
      listing.folders.push(String(folder));
    if (listing.objects.length + listing.folders.length > maxBytes) {
      throw new TtError('BIG', `${what} has more than ${maxBytes} objects. Choose a folder within it`);
    }
    const next = typeof json.nextPageToken === 'string' ? json.nextPageToken : '';
    if (next === '') return listing;
    if (next === page) throw new TtError('DOWN', `${what} does not end. Try again`);
    page = next;
  }
}

/** The store's record of an object, or null where there is no such object. */
export function* statObject(gcs: Gcs, object: ObjectName): Work<ObjectInfo | null> {
  const what = where(object);
  const reply = yield* replyTo(request(gcs, 'GET', urlOf(gcs, object), what, { expectedBytes: 2000 }));
  return reply.status === 404 ? null : objectInfo(readJson(reply, what), what);
}

/** Bytes, or null where there is no such object; `end` is the first byte after the range. */
export function* downloadObject(
  gcs: Gcs,
  object: ObjectName,
  range?: { start: number; end: number },
  expects = 1e6,
): Work<Uint8Array | null> {
  const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end - 1}` } : {};
  const reply = yield* replyTo(
    request(gcs, 'GET', `${urlOf(gcs, object)}?alt=media`, where(object), {
      headers,
      expectedBytes: expects,
    }),
  );
  if (reply.status === 404) return null;
  if (reply.status < 200 || reply.status >= 300) throw failed(reply, where(object));
  const bytes = reply.bytes();
  return range && reply.status === 200 ? bytes.subarray(range.start, range.end) : bytes;
}

/** Writes a whole object; replaces an existing one unless `onlyNew`. */
export function* uploadObject(
  gcs: Gcs,
  object: ObjectName,
  bytes: Uint8Array,
  options: UploadOptions,
): Work<ObjectInfo> {
  return stored(yield* replyTo(uploadRequest(gcs, object, bytes, options)), object, bytes);
}

const there = (object: ObjectName): TtError =>
  new TtError('INPUT', `${where(object)} is there already. Choose another folder, or delete it first`);

function uploadRequest(gcs: Gcs, object: ObjectName, bytes: Uint8Array, options: UploadOptions): HttpRequest {
  const what = where(object);
  if (object.name === '') throw new TtError('INPUT', `${what}: an object needs a name`);
  if (bytes.length > MOST_UPLOAD)
    throw new TtError('BIG', `${what}: at most ${MOST_UPLOAD / 1e6} MB are uploaded at once`);
  const meta: Record<string, string> = { name: object.name, contentType: options.contentType };
  if (options.cacheControl) meta.cacheControl = options.cacheControl;
  if (options.contentEncoding) meta.contentEncoding = options.contentEncoding;
  const url =
    `${gcs.origin ?? ORIGIN}/upload/storage/v1/b/${encodeURIComponent(object.bucket)}/o?uploadType=multipart` +
    (options.onlyNew ? '&ifGenerationMatch=0' : '');
  const { boundary, body } = multipart(JSON.stringify(meta), options.contentType, bytes);
  const contentType = `multipart/related; boundary=${boundary}`;
  return request(gcs, 'POST', url, what, { contentType, body, expectedBytes: 2000 });
}

function stored(reply: HttpReply, object: ObjectName, bytes: Uint8Array): ObjectInfo {
  if (reply.status === 412) throw there(object);
  const info = objectInfo(readJson(reply, where(object)), where(object));
  if (info.size !== bytes.length)
    throw new TtError('DOWN', `${where(object)} was not stored whole. Try again`);
  return info;
}

/** JSON as ASCII, with escapes: header values take nothing else. */
const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text.replace(/[^\0-\x7f]/g, escaped), (char) => char.charCodeAt(0));

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A part of JSON and a part of bytes, and the boundary between them, which is in neither. */
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
  const wanted = ascii(text);
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

/** True where the object existed. */
export function* deleteObject(gcs: Gcs, object: ObjectName): Work<boolean> {
  const reply = yield* replyTo(
    request(gcs, 'DELETE', urlOf(gcs, object), where(object), { expectedBytes: 500 }),
  );
  if (reply.status === 404) return false;
  if (reply.status < 200 || reply.status >= 300) throw failed(reply, where(object));
  return true;
}

/**
 * A copy made by the store itself, metadata too; a large one takes several calls, each of which continues the previous
 * one.
 */
export function* copyObject(gcs: Gcs, from: ObjectName, to: ObjectName): Work<ObjectInfo> {
  const what = `the copy of ${where(from)} to ${where(to)}`;
  const rest = `/rewriteTo/b/${encodeURIComponent(to.bucket)}/o/${encodeURIComponent(to.name)}`;
  for (let token = ''; ; ) {
    const query = token ? `?rewriteToken=${encodeURIComponent(token)}` : '';
    const reply = yield* replyTo(
      request(gcs, 'POST', `${urlOf(gcs, from)}${rest}${query}`, what, { expectedBytes: 2000 }),
    );
    if (reply.status === 404) throw new TtError('NONE', `${where(from)} is not there`);
    const json = readJson(reply, what);
    if (json.done === true) return objectInfo(json.resource, what);
    if (typeof json.rewriteToken !== 'string') throw new TtError('DOWN', `${what} stopped. Try again`);
    token = json.rewriteToken;
  }
}

function objectInfo(json: Json | undefined, what: string): ObjectInfo {
  const object = asObject(json);
  const size = Number(object?.size);
  if (typeof object?.name !== 'string' || !Number.isSafeInteger(size)) {
    throw new TtError('DOWN', `the store's answer about ${what} was damaged. Try again`);
  }
  const text = (key: string): string => (typeof object[key] === 'string' ? (object[key] as string) : '');
  return {
    name: object.name,
    size,
    contentType: text('contentType'),
    contentEncoding: text('contentEncoding'),
    md5: text('md5Hash'),
    updated: text('updated'),
  };
}

function readJson(reply: HttpReply, what: string): { [key: string]: Json } {
  if (reply.status < 200 || reply.status >= 300) throw failed(reply, what);
  try {
    const json = asObject(parseJson(reply.text()));
    if (json) return json;
  } catch {
    // Said below.
  }
  throw new TtError('DOWN', `the store's answer about ${what} was damaged. Try again`);
}

function failed(reply: HttpReply, what: string): TtError {
  const { status } = reply;
  const error = failureError(reply, wordsOf(what));
  if (error) return error;
  const said = reason(reply);
  if (status === 401)
    return new TtError('PERMISSION', `${what}: Google does not know this sign-in, or it has run out`);
  if (status === 403) return new TtError('PERMISSION', `${what}: your Google account may not do this${said}`);
  if (status === 404) return new TtError('NONE', `${what}: there is no such bucket or object`);
  return new TtError('INPUT', `${what}: the store refuses (HTTP ${status})${said}`);
}

function wordsOf(what: string): FailureWords {
  const stopped = `${what}: stopped before it was done. Run again to go on`;
  const unreached = `${what}: Google Cloud Storage cannot be reached. Try again later`;
  const fails = ({ status }: FailureFacts) => `${what}: the store fails (HTTP ${status}). Try again later`;
  return {
    deadline: stopped,
    cancelled: stopped,
    timeout: `${what} did not come in time. Try again`,
    cut: unreached,
    blocked: ({ detail }) => `${what}: this address may not be fetched (${detail})`,
    unreachable: unreached,
    'rate limit': `${what}: the store asks to wait. Try again in a minute`,
    unavailable: fails,
    gateway: fails,
    'server error': fails,
  };
}

function reason(reply: HttpReply): string {
  try {
    const message = asObject(asObject(parseJson(reply.text()))?.error)?.message;
    return typeof message === 'string' && message ? `: ${message.slice(0, 140)}` : '';
  } catch {
    return '';
  }
}
