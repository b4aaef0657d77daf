/** The JSON API of Google Cloud Storage: metadata, media, lists, copies and deletes, with their preconditions. */

import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, type Json, parseJson } from '../../../../src/core/json';
import { type Caller, callerOf } from './access';
import type { Bucket, ObjectMetadata, StoredObject } from './bucket';
import { serveObject } from './serve-object';

export type Buckets = ReadonlyMap<string, Bucket>;

export interface StoreCall {
  method: string;
  /** Path parts after /storage/v1, decoded. */
  parts: string[];
  query: URLSearchParams;
  request: WireRequest;
  caller: Caller;
}

/** An error in this API's format. */
export class StoreRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly reason: string,
    readonly location = '',
  ) {
    super(message);
  }
}

export const storeJsonReply = (
  value: unknown,
  status = 200,
  headers: [string, string][] = [],
): WireReply => ({
  status,
  headers: [['Content-Type', 'application/json; charset=UTF-8'], ...headers],
  body: Buffer.from(JSON.stringify(value)),
});

export function refused(error: unknown): WireReply {
  if (!(error instanceof StoreRefusal)) throw error;
  const { status, message, reason, location } = error;
  const where = location === '' ? {} : { locationType: 'header', location };
  return storeJsonReply(
    { error: { code: status, message, errors: [{ message, domain: 'global', reason, ...where }] } },
    status,
  );
}

const notFound = (bucket: string, name: string): StoreRefusal =>
  new StoreRefusal(404, `No such object: ${bucket}/${name}`, 'notFound');

/** Throws the API's error where the caller lacks a right. */
export function requireRight(
  caller: Caller,
  right: 'get' | 'list' | 'create' | 'delete' | 'update',
  bucket: Bucket,
  object?: StoredObject | null,
): void {
  if (caller === 'nobody') throw new StoreRefusal(401, 'Invalid Credentials', 'authError', 'Authorization');
  const reads = right === 'get' || right === 'list';
  if (right === 'get' && (object?.facts.open ?? bucket.open)) return;
  const kind = right === 'list' ? 'bucket' : 'object';
  const tail = `Google Cloud Storage ${kind}. Permission 'storage.objects.${right}' denied on resource (or it may not exist).`;
  if (caller === 'anybody') {
    const message = `Anonymous caller does not have storage.objects.${right} access to the ${tail}`;
    throw new StoreRefusal(401, message, 'required', 'Authorization');
  }
  if (caller === 'unscoped' || (caller === 'reader' && !reads)) {
    throw new StoreRefusal(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions');
  }
  // Objects made on demand cannot be listed or changed.
  if (bucket.fixed && right !== 'get') {
    throw new StoreRefusal(
      403,
      `The caller does not have storage.objects.${right} access to the ${tail}`,
      'forbidden',
    );
  }
}

export function bucketNamed(buckets: Buckets, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new StoreRefusal(404, 'The specified bucket does not exist.', 'notFound');
  return bucket;
}

export function resource(bucket: Bucket, object: StoredObject): Record<string, unknown> {
  const { facts, generation } = object;
  const base = 'https://storage.googleapis.com';
  const path = `storage/v1/b/${bucket.name}/o/${encodeURIComponent(object.name)}`;
  return {
    kind: 'storage#object',
    id: `${bucket.name}/${object.name}/${generation}`,
    selfLink: `https://www.googleapis.com/${path}`,
    mediaLink: `${base}/download/${path}?generation=${generation}&alt=media`,
    name: object.name,
    bucket: bucket.name,
    generation: String(generation),
    metageneration: String(object.metageneration),
    contentType: facts.contentType,
    storageClass: 'STANDARD',
    size: String(object.size),
    md5Hash: object.md5,
    crc32c: object.crc32c,
    etag: Buffer.from(`${generation}/${object.metageneration}`).toString('base64'),
    timeCreated: new Date(object.created).toISOString(),
    updated: new Date(object.updated).toISOString(),
    ...(facts.contentEncoding === '' ? {} : { contentEncoding: facts.contentEncoding }),
    ...(facts.cacheControl === '' ? {} : { cacheControl: facts.cacheControl }),
    ...(Object.keys(facts.metadata).length === 0 ? {} : { metadata: facts.metadata }),
  };
}

/** The fields that a metadata document sets. */
export function factsIn(document: Json): Partial<ObjectMetadata> & { name?: string } {
  const given = asObject(document) ?? {};
  const facts: Partial<ObjectMetadata> & { name?: string } = {};
  for (const key of ['contentType', 'contentEncoding', 'cacheControl', 'name'] as const) {
    const value = given[key];
    if (typeof value === 'string') facts[key] = value;
  }
  const metadata = asObject(given.metadata ?? null);
  if (metadata !== null) {
    facts.metadata = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value)]));
  }
  return facts;
}

export function documentOf(bytes: Uint8Array): Json {
  if (bytes.length === 0) return {};
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new StoreRefusal(400, 'Parse Error', 'parseError');
  }
}

/** Throws 412, or 304 for a condition on reading, where a precondition does not hold. 0 means: must not exist. */
export function preconditions(query: URLSearchParams, object: StoredObject | null, prefix = 'if'): void {
  const generation = object?.generation ?? 0;
  const failed = new StoreRefusal(
    412,
    'At least one of the pre-conditions you specified did not hold.',
    'conditionNotMet',
    'If-Match',
  );
  const number = (name: string): number | null => {
    const text = query.get(name);
    if (text === null) return null;
    if (!/^\d+$/.test(text)) throw new StoreRefusal(400, `Invalid long value: '${text}'.`, 'invalid');
    return Number(text);
  };
  const name = (rest: string): string => (prefix === 'if' ? `if${rest}` : `${prefix}${rest}`);
  const match = number(name('GenerationMatch'));
  if (match !== null && match !== generation) throw failed;
  const meta = number(name('MetagenerationMatch'));
  if (meta !== null && meta !== (object?.metageneration ?? 0)) throw failed;
  const not = number(name('GenerationNotMatch'));
  if (not !== null && not === generation) {
    throw object === null ? failed : new StoreRefusal(304, '', 'notModified');
  }
}

function list(bucket: Bucket, request: StoreCall): WireReply {
  requireRight(request.caller, 'list', bucket);
  const { query } = request;
  const most = Math.min(1000, Math.max(1, Number(query.get('maxResults') ?? 1000) || 1000));
  const after = Buffer.from(query.get('pageToken') ?? '', 'base64').toString('utf8');
  const { items, prefixes, next } = bucket.list(
    query.get('prefix') ?? '',
    query.get('delimiter') ?? '',
    after,
    most,
  );
  return storeJsonReply({
    kind: 'storage#objects',
    ...(next === null ? {} : { nextPageToken: Buffer.from(next).toString('base64') }),
    ...(prefixes.length === 0 ? {} : { prefixes }),
    ...(items.length === 0 ? {} : { items: items.map((object) => resource(bucket, object)) }),
  });
}

/** `alt=media`: the bytes; errors are plain text there. */
function media(bucket: Bucket, name: string, object: StoredObject | null, request: StoreCall): WireReply {
  const text = (status: number, words: string, headers: [string, string][] = []): WireReply => ({
    status,
    headers: [['Content-Type', 'text/html; charset=UTF-8'], ...headers],
    body: Buffer.from(words),
  });
  if (object === null) return text(404, `No such object: ${bucket.name}/${name}`);
  return (
    serveObject(object, request.request, 'gcs') ??
    text(416, 'Requested range not satisfiable', [['Content-Range', `bytes */${object.size}`]])
  );
}

function oneObject(bucket: Bucket, name: string, requested: StoreCall): WireReply {
  const object = bucket.get(name);
  const { method, query, caller, request } = requested;
  if (method === 'GET' || method === 'HEAD') {
    requireRight(caller, 'get', bucket, object);
    if (object !== null) preconditions(query, object);
    if (query.get('alt') === 'media') return media(bucket, name, object, requested);
    if (object === null) throw notFound(bucket.name, name);
    return storeJsonReply(resource(bucket, object));
  }
  if (method === 'DELETE') {
    requireRight(caller, 'delete', bucket);
    if (object === null) throw notFound(bucket.name, name);
    preconditions(query, object);
    bucket.delete(name);
    return { status: 204, headers: [], body: new Uint8Array(0) };
  }
  if (method === 'PATCH') {
    requireRight(caller, 'update', bucket);
    if (object === null) throw notFound(bucket.name, name);
    preconditions(query, object);
    const { name: _, ...facts } = factsIn(documentOf(request.body));
    bucket.patch(object, facts);
    return storeJsonReply(resource(bucket, object));
  }
  throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
}

/** rewriteTo, in one step unless the caller allows only so many bytes a call; copyTo returns only the object. */
function copy(buckets: Buckets, requested: StoreCall): WireReply {
  const { parts, query, caller, request } = requested;
  const [from, fromName, verb, to, toName] = [parts[1]!, parts[3]!, parts[4]!, parts[6]!, parts[8]!];
  const [source, target] = [bucketNamed(buckets, from), bucketNamed(buckets, to)];
  const object = source.get(fromName);
  requireRight(caller, 'get', source, object);
  requireRight(caller, 'create', target);
  if (object === null) throw notFound(from, fromName);
  preconditions(query, object, 'ifSource');
  preconditions(query, target.get(toName));
  const { size } = object;
  const step = Number(query.get('maxBytesRewrittenPerCall') ?? size) || size;
  if (step < size && step % 1048576 !== 0) {
    throw new StoreRefusal(400, 'maxBytesRewrittenPerCall must be an integral multiple of 1 MiB.', 'invalid');
  }
  const token = query.get('rewriteToken');
  const before = token === null ? 0 : Number(Buffer.from(token, 'base64').toString('utf8').split(' ')[1]);
  const written = Math.min(size, before + step);
  const progress = {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: String(written),
    objectSize: String(size),
  };
  if (verb === 'rewriteTo' && written < size) {
    const rewriteToken = Buffer.from(`${object.generation} ${written}`).toString('base64');
    return storeJsonReply({ ...progress, done: false, rewriteToken });
  }
  const { name: _, ...changes } = factsIn(documentOf(request.body));
  const { open: __, ...retained } = object.facts;
  const created = target.put(toName, object.bytes, { ...retained, ...changes });
  const whole = resource(target, created);
  return verb === 'copyTo'
    ? storeJsonReply(whole)
    : storeJsonReply({ ...progress, done: true, resource: whole });
}

/** Everything below /storage/v1 and /download/storage/v1; `path` begins with /b/. */
export function gcsJson(
  buckets: Buckets,
  path: string,
  query: URLSearchParams,
  request: WireRequest,
  storageToken: string,
): WireReply {
  try {
    const parts = path
      .split('/')
      .filter((_, i) => i > 0)
      .map(decodeURIComponent);
    const requested: StoreCall = {
      method: request.method,
      parts,
      query,
      request,
      caller: callerOf(request, storageToken),
    };
    if (parts[0] !== 'b' || parts[1] === undefined) throw new StoreRefusal(404, 'Not Found', 'notFound');
    const [, , o, name, verb, b, , o2] = parts;
    if (verb !== undefined) {
      const copies =
        (verb === 'rewriteTo' || verb === 'copyTo') && b === 'b' && o2 === 'o' && parts.length === 9;
      if (!copies || request.method !== 'POST') throw new StoreRefusal(404, 'Not Found', 'notFound');
      return copy(buckets, requested);
    }
    const bucket = bucketNamed(buckets, parts[1]);
    if (o === undefined) {
      requireRight(requested.caller, 'list', bucket);
      return storeJsonReply({
        kind: 'storage#bucket',
        id: bucket.name,
        name: bucket.name,
        location: 'US',
        storageClass: 'STANDARD',
      });
    }
    if (o !== 'o') throw new StoreRefusal(404, 'Not Found', 'notFound');
    if (name === undefined || name === '') {
      if (request.method !== 'GET') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
      return list(bucket, requested);
    }
    return oneObject(bucket, name, requested);
  } catch (error) {
    return refused(error);
  }
}
