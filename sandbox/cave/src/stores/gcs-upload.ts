/** Uploads of the JSON API: media, multipart, and resumable in parts. */
import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { callerOf } from './access';
import type { Bucket, ObjectMetadata } from './bucket';
import {
  type Buckets,
  bucketNamed,
  documentOf,
  factsIn,
  preconditions,
  refused,
  requireRight,
  resource,
  StoreRefusal,
  storeJsonReply,
} from './gcs-json';

/** All parts except the last are whole multiples of this, bytes. */
const GRAIN = 256 * 1024;

interface Session {
  bucket: Bucket;
  name: string;
  facts: Partial<ObjectMetadata>;
  query: URLSearchParams;
  bytes: Uint8Array;
  /** The reply, once all bytes have arrived. */
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
      // The address of a session is enough: no token is needed.
      if (id !== null) return this.resume(id, request);
      if (request.method !== 'POST') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
      const bucket = bucketNamed(this.buckets, decodeURIComponent(found[1]!));
      requireRight(callerOf(request, this.storageToken), 'create', bucket);
      switch (query.get('uploadType')) {
        case 'media': {
          const facts = { contentType: request.headers['content-type'] ?? 'application/octet-stream' };
          return put(bucket, query, query.get('name') ?? '', facts, request.body);
        }
        case 'multipart': {
          const { head, type, data } = related(request);
          const { name = '', ...facts } = factsIn(documentOf(head));
          return put(bucket, query, query.get('name') ?? name, { contentType: type, ...facts }, data);
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
    const { name = '', ...facts } = factsIn(documentOf(request.body));
    const contentType = request.headers['x-upload-content-type'] ?? 'application/octet-stream';
    const wanted = query.get('name') ?? name;
    if (wanted === '') throw new StoreRefusal(400, 'Required parameter: name', 'required');
    preconditions(query, bucket.get(wanted));
    this.count += 1;
    const id = `sandbox-${this.count}`;
    this.sessions.set(id, {
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
    // After a lost reply a client sends earlier bytes again: only the rest is new.
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
  session.done = put(session.bucket, session.query, session.name, session.facts, session.bytes);
  return session.done;
}

function put(
  bucket: Bucket,
  query: URLSearchParams,
  name: string,
  facts: Partial<ObjectMetadata>,
  bytes: Uint8Array,
): WireReply {
  if (name === '') throw new StoreRefusal(400, 'Required parameter: name', 'required');
  preconditions(query, bucket.get(name));
  const coding = query.get('contentEncoding');
  const open = query.get('predefinedAcl') === 'publicRead' ? { open: true } : {};
  // A copy: a request's body may be a view on a buffer that is used again.
  const object = bucket.put(name, bytes.slice(), {
    ...facts,
    ...(coding === null ? {} : { contentEncoding: coding }),
    ...open,
  });
  return storeJsonReply(resource(bucket, object));
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
