/** What the files of the JSON API share: refusals, rights, resources, preconditions. */

import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, type Json, parseJson } from '../../../../src/core/json';
import type { Caller } from './access';
import type { Bucket, ObjectMetadata, StoredObject } from './bucket';

export type Buckets = ReadonlyMap<string, Bucket>;

export interface StoreCall {
  method: string;
  /** Path parts after /storage/v1, decoded. */
  parts: string[];
  query: URLSearchParams;
  request: WireRequest;
  caller: Caller;
}

/** A refusal as this API writes it. */
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

export const json = (value: unknown, status = 200, headers: [string, string][] = []): WireReply => ({
  status,
  headers: [['Content-Type', 'application/json; charset=UTF-8'], ...headers],
  body: Buffer.from(JSON.stringify(value)),
});

export function refused(error: unknown): WireReply {
  if (!(error instanceof StoreRefusal)) throw error;
  const { status, message, reason, location } = error;
  const where = location === '' ? {} : { locationType: 'header', location };
  return json(
    { error: { code: status, message, errors: [{ message, domain: 'global', reason, ...where }] } },
    status,
  );
}

export const notFound = (bucket: string, name: string): StoreRefusal =>
  new StoreRefusal(404, `No such object: ${bucket}/${name}`, 'notFound');

/** Lets a caller in, or throws the refusal. */
export function need(
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
  // What is made on demand cannot be listed, and is nobody's to change.
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
    ...(facts.components === 0 ? { md5Hash: object.md5 } : { componentCount: facts.components }),
    crc32c: object.crc32c,
    etag: Buffer.from(`${generation}/${object.metageneration}`).toString('base64'),
    timeCreated: new Date(object.created).toISOString(),
    updated: new Date(object.updated).toISOString(),
    ...(facts.contentEncoding === '' ? {} : { contentEncoding: facts.contentEncoding }),
    ...(facts.cacheControl === '' ? {} : { cacheControl: facts.cacheControl }),
    ...(Object.keys(facts.metadata).length === 0 ? {} : { metadata: facts.metadata }),
  };
}

/** What a metadata document sets. */
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

/** Throws 412, or 304 for what only a reader asks, where a precondition does not hold. 0 means: must not exist. */
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
