/** Uploads of the JSON API: media, multipart, and resumable in parts. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../../src/core/json';
import { callerOf } from '../access';
import type { Bucket } from '../bucket';
import { Contents } from '../contents';
import type { ObjectMetadata } from '../object';
import { aclIn, predefinedAcl } from './acl';
import {
  checkHold,
  checkName,
  documentOf,
  factsIn,
  findBucket,
  type GcsWorld,
  GOOGLE_ORIGIN,
  gcsRefusal,
  json,
  need,
  preconditions,
  resource,
  StoreRefusal,
} from './api';

/** The length in bytes of each part, except the last, must be a multiple of this. */
const GRAIN = 256 * 1024;

/** Checksums of the content that an upload states, in base64. */
interface Sums {
  md5Hash?: string;
  crc32c?: string;
}

/** The object to create, and its conditions. */
interface Draft {
  bucket: Bucket;
  name: string;
  facts: Partial<ObjectMetadata>;
  query: URLSearchParams;
  sums: Sums;
}

interface Session extends Draft {
  pieces: Uint8Array[];
  size: number;
  /** The number of bytes that the start announced, or null. */
  announcedSize: number | null;
  /** In ms. */
  begunAt: number;
  /** The answer, after all bytes have arrived. */
  finalReply: WireReply | null;
}

const EMPTY = new Uint8Array(0);
/** In ms. */
const SESSION_LIFE = 7 * 24 * 3600 * 1000;

export class Uploads {
  private readonly sessions = new Map<string, Session>();
  private count = 0;

  constructor(
    private readonly world: GcsWorld,
    private readonly now: () => number,
  ) {}

  /** Handles all paths below /upload/storage/v1; `path` begins with /b/. */
  handle(path: string, query: URLSearchParams, request: WireRequest): WireReply {
    try {
      const found = /^\/b\/([^/]+)\/o$/.exec(path);
      if (found === null) throw new StoreRefusal(404, 'Not Found', 'notFound');
      const id = query.get('upload_id');
      // The address of a session is sufficient; it needs no token.
      if (id !== null) return this.resume(id, request);
      if (request.method !== 'POST') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
      const bucket = findBucket(this.world.buckets, decodeURIComponent(found[1]!));
      need(callerOf(request, this.world.token), 'create', bucket);
      const name = query.get('name') ?? '';
      switch (query.get('uploadType')) {
        case 'media': {
          const facts = { contentType: request.headers['content-type'] ?? 'application/octet-stream' };
          return put({ bucket, name, facts, query, sums: sumsIn(null, request) }, request.body);
        }
        case 'multipart': {
          const { head, type, data } = readRelated(request);
          return put(draftOf(bucket, query, documentOf(head), type, request), data);
        }
        case 'resumable':
          return this.begin(bucket, query, request);
        default:
          throw new StoreRefusal(400, 'Unknown upload type.', 'invalid');
      }
    } catch (error) {
      return gcsRefusal(error);
    }
  }

  private begin(bucket: Bucket, query: URLSearchParams, request: WireRequest): WireReply {
    const type = request.headers['x-upload-content-type'] ?? 'application/octet-stream';
    const length = request.headers['x-upload-content-length'];
    if (length !== undefined && !/^\d+$/.test(length)) {
      throw new StoreRefusal(400, `Invalid X-Upload-Content-Length: ${length}`, 'badRequest');
    }
    const draft = draftOf(bucket, query, documentOf(request.body), type, request);
    checkDraft(draft);
    this.count += 1;
    const id = `sandbox-${this.count}`;
    const announcedSize = length === undefined ? null : Number(length);
    this.sessions.set(id, {
      ...draft,
      pieces: [],
      size: 0,
      announcedSize,
      begunAt: this.now(),
      finalReply: null,
    });
    const session = `${GOOGLE_ORIGIN}/upload/storage/v1/b/${bucket.name}/o?uploadType=resumable&upload_id=${id}`;
    return {
      status: 200,
      headers: [
        ['Location', session],
        ['X-GUploader-UploadID', id],
      ],
      body: EMPTY,
    };
  }

  private resume(id: string, request: WireRequest): WireReply {
    const session = this.sessions.get(id);
    if (session === undefined) throw new StoreRefusal(404, 'Not Found', 'notFound');
    if (this.now() - session.begunAt > SESSION_LIFE) throw new StoreRefusal(410, 'Gone', 'gone');
    if (request.method === 'DELETE') {
      this.sessions.delete(id);
      return { status: 499, headers: [], body: EMPTY };
    }
    if (request.method !== 'PUT' && request.method !== 'POST') {
      throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
    }
    if (session.finalReply !== null) return session.finalReply;
    // The checksum may become known only at the end.
    session.sums = { ...session.sums, ...sumsIn(null, request) };
    const range = request.headers['content-range'];
    if (range === undefined) return this.finish(session, request.body);
    const found = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(range);
    if (found === null) throw new StoreRefusal(400, `Failed to parse Content-Range header.`, 'badRequest');
    const [, first, last, total] = found;
    const { size: have, announcedSize } = session;
    if (total !== '*' && announcedSize !== null && Number(total) !== announcedSize) {
      const words = `Invalid request.  The total of the Content-Range header, ${total}, differs from the announced size of ${announcedSize} byte(s).`;
      throw new StoreRefusal(400, words, 'badRequest');
    }
    if (first === undefined) {
      return total !== '*' && Number(total) === have ? this.finish(session, EMPTY) : resumeReply(session);
    }
    const from = Number(first);
    if (from > have) {
      const words = `Invalid request.  According to the Content-Range header, the upload offset is ${from} byte(s), which exceeds already uploaded size of ${have} byte(s).`;
      throw new StoreRefusal(400, words, 'badRequest');
    }
    const size = Number(last) - from + 1;
    if (size !== request.body.length || (total !== '*' && Number(last) >= Number(total))) {
      throw new StoreRefusal(
        400,
        'Invalid request.  The number of bytes differs from the Content-Range header.',
        'badRequest',
      );
    }
    // After a lost answer, the client sends earlier bytes again: only the rest is new.
    const fresh = request.body.subarray(have - from);
    if (total !== '*' && Number(last) + 1 === Number(total)) return this.finish(session, fresh);
    const acceptedBytes = Math.floor((have + fresh.length) / GRAIN) * GRAIN - have;
    if (acceptedBytes > 0) append(session, fresh.subarray(0, acceptedBytes));
    return resumeReply(session);
  }

  private finish(session: Session, rest: Uint8Array): WireReply {
    append(session, rest);
    const bytes = new Uint8Array(Buffer.concat(session.pieces));
    session.pieces = [];
    try {
      session.finalReply = put(session, bytes);
    } catch (error) {
      // A permanent refusal ends the session.
      session.finalReply = gcsRefusal(error);
    }
    return session.finalReply;
  }
}

/** Appends a copy, because a request's body may be a view of a reused buffer. */
function append(session: Session, bytes: Uint8Array): void {
  session.pieces.push(bytes.slice());
  session.size += bytes.length;
}

function resumeReply({ size }: Session): WireReply {
  const range: [string, string][] = size === 0 ? [] : [['Range', `bytes=0-${size - 1}`]];
  return { status: 308, headers: range, body: EMPTY };
}

function draftOf(
  bucket: Bucket,
  query: URLSearchParams,
  document: Json,
  type: string,
  request: WireRequest,
): Draft {
  const { name = '', ...facts } = factsIn(document);
  return {
    bucket,
    name: query.get('name') ?? name,
    facts: { contentType: type, ...facts, ...aclIn(bucket, document) },
    query,
    sums: sumsIn(document, request),
  };
}

function checkDraft({ bucket, name, query }: Draft): void {
  checkName(name);
  const oldObject = bucket.get(name);
  preconditions(query, oldObject);
  checkHold(bucket, oldObject);
  predefinedAcl(bucket, query.get('predefinedAcl'));
}

function put(draft: Draft, bytes: Uint8Array): WireReply {
  const { bucket, name, facts, query, sums } = draft;
  const contents = new Contents(bytes.slice());
  checkSums(sums, contents);
  checkDraft(draft);
  const coding = query.get('contentEncoding');
  const object = bucket.put(name, contents, {
    ...facts,
    ...(coding === null ? {} : { contentEncoding: coding }),
    ...predefinedAcl(bucket, query.get('predefinedAcl')),
  });
  return json(resource(bucket, object));
}

/** The checksums in the metadata document, and in the header that may replace it. */
function sumsIn(document: Json, request: WireRequest): Sums {
  const fields = asObject(document) ?? {};
  const sums: Sums = {};
  for (const [, kind, value] of (request.headers['x-goog-hash'] ?? '').matchAll(/(md5|crc32c)=([^,\s]+)/g)) {
    sums[kind === 'md5' ? 'md5Hash' : 'crc32c'] = value!;
  }
  for (const key of ['md5Hash', 'crc32c'] as const) {
    const value = fields[key];
    if (typeof value === 'string') sums[key] = value;
  }
  return sums;
}

function checkSums(sums: Sums, contents: Contents): void {
  const check = (
    words: string,
    statedSum: string | undefined,
    size: number,
    calculate: () => string,
  ): void => {
    if (statedSum === undefined) return;
    if (Buffer.from(statedSum, 'base64').length !== size) {
      throw new StoreRefusal(400, `Invalid ${words}: ${statedSum}`, 'invalid');
    }
    const right = calculate();
    if (right === statedSum) return;
    const message = `Provided ${words} "${statedSum}" doesn't match calculated ${words} "${right}".`;
    throw new StoreRefusal(400, message, 'invalid');
  };
  check('MD5 hash', sums.md5Hash, 16, () => contents.md5);
  check('CRC32C', sums.crc32c, 4, () => contents.crc32c);
}

/** The two parts of multipart/related: a JSON document, then the data with its type. */
function readRelated(request: WireRequest): { head: Uint8Array; type: string; data: Uint8Array } {
  const edge = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  const bad = new StoreRefusal(400, 'Malformed multipart body.', 'badContent');
  if (edge === undefined) throw bad;
  const body = Buffer.from(request.body);
  const parts: { headers: string; data: Uint8Array }[] = [];
  let at = body.indexOf(`--${edge}`);
  while (at >= 0 && parts.length < 2) {
    const start = at + edge.length + 2;
    const next = body.indexOf(`\n--${edge}`, start);
    if (next < 0) throw bad;
    const split = body.indexOf('\r\n\r\n', start);
    if (split < 0 || split > next) throw bad;
    const end = body[next - 1] === 13 ? next - 1 : next;
    parts.push({
      headers: body.toString('latin1', start, split),
      data: new Uint8Array(body.subarray(split + 4, Math.max(split + 4, end))),
    });
    at = next + 1;
  }
  const [head, data] = parts;
  if (head === undefined || data === undefined) throw bad;
  const type = /content-type:\s*([^\r\n]+)/i.exec(data.headers)?.[1] ?? 'application/octet-stream';
  return { head: head.data, type, data: data.data };
}
