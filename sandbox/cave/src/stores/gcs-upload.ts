/** Uploads of the JSON API: media, multipart, and resumable in parts. */
import { createHash } from 'node:crypto';
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { crc32c } from '../../../../src/core/crc32c';
import { asObject, type Json } from '../../../../src/core/json';
import { callerOf } from './access';
import type { Bucket, ObjectMetadata } from './bucket';
import { uniformRefusal } from './gcs-acl';
import {
  type Buckets,
  bucketNamed,
  documentOf,
  factsIn,
  json,
  need,
  preconditions,
  refused,
  resource,
  StoreRefusal,
} from './gcs-api';

/** Parts but the last are whole multiples of this, bytes. */
const GRAIN = 256 * 1024;

/** Sums of the contents that an upload states, in base64. */
interface Sums {
  md5Hash?: string;
  crc32c?: string;
}

interface Session {
  sums: Sums;
  bucket: Bucket;
  name: string;
  facts: Partial<ObjectMetadata>;
  query: URLSearchParams;
  bytes: Uint8Array;
  /** The answer, once all has come. */
  done: WireReply | null;
}

const EMPTY = new Uint8Array(0);

export class Uploads {
  private readonly sessions = new Map<string, Session>();
  private count = 0;

  constructor(
    private readonly buckets: Buckets,
    private readonly storageToken: string,
  ) {}

  /** Everything below /upload/storage/v1; `path` begins with /b/. */
  handle(path: string, query: URLSearchParams, request: WireRequest): WireReply {
    try {
      const found = /^\/b\/([^/]+)\/o$/.exec(path);
      if (found === null) throw new StoreRefusal(404, 'Not Found', 'notFound');
      const id = query.get('upload_id');
      // Who holds the address of a session needs no token.
      if (id !== null) return this.resume(id, request);
      if (request.method !== 'POST') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
      const bucket = bucketNamed(this.buckets, decodeURIComponent(found[1]!));
      need(callerOf(request, this.storageToken), 'create', bucket);
      switch (query.get('uploadType')) {
        case 'media': {
          const facts = { contentType: request.headers['content-type'] ?? 'application/octet-stream' };
          return put(bucket, query, query.get('name') ?? '', facts, request.body, sumsIn(null, request));
        }
        case 'multipart': {
          const { head, type, data } = related(request);
          const document = documentOf(head);
          const { name = '', ...facts } = factsIn(document);
          const sums = sumsIn(document, request);
          return put(bucket, query, query.get('name') ?? name, { contentType: type, ...facts }, data, sums);
        }
        case 'resumable':
          return this.begin(bucket, query, request);
        default:
          throw new StoreRefusal(400, 'Unknown upload type.', 'invalid');
      }
    } catch (error) {
      return refused(error);
    }
  }

  private begin(bucket: Bucket, query: URLSearchParams, request: WireRequest): WireReply {
    const document = documentOf(request.body);
    const { name = '', ...facts } = factsIn(document);
    const contentType = request.headers['x-upload-content-type'] ?? 'application/octet-stream';
    const wanted = query.get('name') ?? name;
    if (wanted === '') throw new StoreRefusal(400, 'Required parameter: name', 'required');
    preconditions(query, bucket.get(wanted));
    this.count += 1;
    const id = `sandbox-${this.count}`;
    this.sessions.set(id, {
      sums: sumsIn(document, request),
      bucket,
      name: wanted,
      facts: { contentType, ...facts },
      query,
      bytes: EMPTY,
      done: null,
    });
    const session = `https://storage.googleapis.com/upload/storage/v1/b/${bucket.name}/o?uploadType=resumable&upload_id=${id}`;
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
    if (request.method === 'DELETE') {
      this.sessions.delete(id);
      return { status: 499, headers: [], body: EMPTY };
    }
    if (session.done !== null) return session.done;
    const range = request.headers['content-range'];
    if (range === undefined) return finish(session, request.body);
    const found = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(range);
    if (found === null) throw new StoreRefusal(400, `Failed to parse Content-Range header.`, 'badRequest');
    const [, first, last, total] = found;
    if (first === undefined) {
      const all = Number(total) === session.bytes.length && total !== '*';
      return all ? finish(session, EMPTY) : unfinished(session);
    }
    const from = Number(first);
    const have = session.bytes.length;
    if (from > have) {
      const words = `Invalid request.  According to the Content-Range header, the upload offset is ${from} byte(s), which exceeds already uploaded size of ${have} byte(s).`;
      throw new StoreRefusal(400, words, 'badRequest');
    }
    if (Number(last) - from + 1 !== request.body.length) {
      throw new StoreRefusal(
        400,
        'Invalid request.  The number of bytes differs from the Content-Range header.',
        'badRequest',
      );
    }
    // What came before is sent again after a lost answer: only the rest is new.
    const fresh = request.body.subarray(have - from);
    if (total !== '*' && Number(last) + 1 === Number(total)) return finish(session, fresh);
    const retained = Math.floor((have + fresh.length) / GRAIN) * GRAIN - have;
    if (retained > 0) session.bytes = joined(session.bytes, fresh.subarray(0, retained));
    return unfinished(session);
  }
}

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => new Uint8Array(Buffer.concat([a, b]));

function unfinished({ bytes }: Session): WireReply {
  const range: [string, string][] = bytes.length === 0 ? [] : [['Range', `bytes=0-${bytes.length - 1}`]];
  return { status: 308, headers: range, body: EMPTY };
}

function finish(session: Session, rest: Uint8Array): WireReply {
  session.bytes = joined(session.bytes, rest);
  const { bucket, query, name, facts, bytes, sums } = session;
  session.done = put(bucket, query, name, facts, bytes, sums);
  return session.done;
}

function put(
  bucket: Bucket,
  query: URLSearchParams,
  name: string,
  facts: Partial<ObjectMetadata>,
  bytes: Uint8Array,
  sums: Sums,
): WireReply {
  if (name === '') throw new StoreRefusal(400, 'Required parameter: name', 'required');
  checkSums(sums, bytes);
  preconditions(query, bucket.get(name));
  if (bucket.uniform && query.get('predefinedAcl') !== null) throw uniformRefusal();
  const coding = query.get('contentEncoding');
  const open = query.get('predefinedAcl') === 'publicRead' ? { open: true } : {};
  // A copy: a request's body may be a view on a buffer that is used again.
  const object = bucket.put(name, bytes.slice(), {
    ...facts,
    ...(coding === null ? {} : { contentEncoding: coding }),
    ...open,
  });
  return json(resource(bucket, object));
}

/** Sums of the metadata document, and of the header that may stand in for it. */
function sumsIn(document: Json, request: WireRequest): Sums {
  const given = asObject(document) ?? {};
  const sums: Sums = {};
  for (const [, kind, value] of (request.headers['x-goog-hash'] ?? '').matchAll(/(md5|crc32c)=([^,\s]+)/g)) {
    sums[kind === 'md5' ? 'md5Hash' : 'crc32c'] = value!;
  }
  for (const key of ['md5Hash', 'crc32c'] as const) {
    const value = given[key];
    if (typeof value === 'string') sums[key] = value;
  }
  return sums;
}

function checkSums(sums: Sums, bytes: Uint8Array): void {
  const check = (words: string, given: string | undefined, size: number, calculated: () => string): void => {
    if (given === undefined) return;
    if (Buffer.from(given, 'base64').length !== size) {
      throw new StoreRefusal(400, `Invalid ${words}: ${given}`, 'invalid');
    }
    const right = calculated();
    if (right === given) return;
    const message = `Provided ${words} "${given}" doesn't match calculated ${words} "${right}".`;
    throw new StoreRefusal(400, message, 'invalid');
  };
  check('MD5 hash', sums.md5Hash, 16, () => createHash('md5').update(bytes).digest('base64'));
  check('CRC32C', sums.crc32c, 4, () => crc32c(bytes));
}

/** The two parts of multipart/related: a JSON document, then the data with its type. */
function related(request: WireRequest): { head: Uint8Array; type: string; data: Uint8Array } {
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
