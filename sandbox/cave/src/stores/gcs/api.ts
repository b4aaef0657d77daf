/** Shared by the files of the JSON API: refusals, rights, resources, preconditions. */

import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, type Json, parseJson } from '../../../../../src/core/json';
import type { Caller } from '../access';
import type { Bucket } from '../bucket';
import type { ObjectMetadata, StoredObject } from '../object';

export type Buckets = ReadonlyMap<string, Bucket>;

/** The parts of the world that belong to Google. */
export interface GcsWorld {
  buckets: Buckets;
  /** The bearer token with the right to write. */
  token: string;
  create(name: string, more: { uniform: boolean; location: string; open: boolean }): Bucket;
  remove(bucket: Bucket): void;
}

/** The address of the API: scheme, host and path before `/storage/v1`. */
export const GOOGLE_ORIGIN = 'https://storage.googleapis.com';

export interface StoreCall {
  method: string;
  /** The decoded path segments after /storage/v1. */
  parts: string[];
  query: URLSearchParams;
  request: WireRequest;
  caller: Caller;
}

/** A refusal in the form of this API. */
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

export function gcsRefusal(error: unknown): WireReply {
  if (!(error instanceof StoreRefusal)) throw error;
  const { status, message, reason, location } = error;
  const where = location === '' ? {} : { locationType: 'header', location };
  return json(
    { error: { code: status, message, errors: [{ message, domain: 'global', reason, ...where }] } },
    status,
  );
}

export const noSuchObject = (bucket: string, name: string): StoreRefusal =>
  new StoreRefusal(404, `No such object: ${bucket}/${name}`, 'notFound');

export type Right = 'get' | 'list' | 'create' | 'delete' | 'update' | 'getIamPolicy' | 'setIamPolicy';

/**
 * Checks a right and throws the refusal if the caller lacks it. `resources` names the object of the right, for rights
 * on buckets themselves.
 */
export function need(
  caller: Caller,
  right: Right,
  bucket: Bucket,
  object?: StoredObject | null,
  resources: 'objects' | 'buckets' = 'objects',
): void {
  if (caller === 'nobody') throw new StoreRefusal(401, 'Invalid Credentials', 'authError', 'Authorization');
  const objects = resources === 'objects';
  if (objects && right === 'get' && (object?.facts.open ?? bucket.open)) {
    // A caller without the right to list is not told that an object is missing.
    const answer = bucket.listed || bucket.fixed || (mayUse(caller) && !bucket.foreign);
    if (object || answer) return;
    refuse(caller, 'list', 'objects');
  }
  if (objects && right === 'list' && bucket.listed) return;
  const reads = right === 'get' || right === 'list';
  if (caller === 'anybody') refuse(caller, right, resources);
  if (caller === 'unscoped' || (caller === 'reader' && !reads)) {
    throw new StoreRefusal(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions');
  }
  // Content that is created on demand can be neither listed nor changed.
  if (bucket.foreign || (bucket.fixed && right !== 'get')) refuse(caller, right, resources);
}

const mayUse = (caller: Caller): boolean => caller === 'reader' || caller === 'writer';

function refuse(caller: Caller, right: Right, resources: 'objects' | 'buckets'): never {
  const kind = right === 'list' || resources === 'buckets' ? 'bucket' : 'object';
  const who = caller === 'anybody' ? 'Anonymous caller' : 'The caller';
  const permission = `storage.${resources}.${right}`;
  const message =
    `${who} does not have ${permission} access to the Google Cloud Storage ${kind}. ` +
    `Permission '${permission}' denied on resource (or it may not exist).`;
  if (caller === 'anybody') throw new StoreRefusal(401, message, 'required', 'Authorization');
  throw new StoreRefusal(403, message, 'forbidden');
}

export function findBucket(buckets: Buckets, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new StoreRefusal(404, 'The specified bucket does not exist.', 'notFound');
  return bucket;
}

export function resource(bucket: Bucket, object: StoredObject): Record<string, unknown> {
  const { facts, generation } = object;
  const path = `storage/v1/b/${bucket.name}/o/${encodeURIComponent(object.name)}`;
  return {
    kind: 'storage#object',
    id: `${bucket.name}/${object.name}/${generation}`,
    selfLink: `https://www.googleapis.com/${path}`,
    mediaLink: `${GOOGLE_ORIGIN}/download/${path}?generation=${generation}&alt=media`,
    name: object.name,
    bucket: bucket.name,
    generation: String(generation),
    metageneration: String(object.metageneration),
    storageClass: 'STANDARD',
    size: String(object.size),
    ...(facts.components === 0 ? { md5Hash: object.md5 } : { componentCount: facts.components }),
    crc32c: object.crc32c,
    etag: Buffer.from(`${generation}/${object.metageneration}`).toString('base64'),
    timeCreated: new Date(object.created).toISOString(),
    updated: new Date(object.updated).toISOString(),
    ...Object.fromEntries(TEXTS.map((key) => [key, facts[key]]).filter(([, value]) => value !== '')),
    ...(facts.held ? { temporaryHold: true } : {}),
    ...(Object.keys(facts.metadata).length === 0 ? {} : { metadata: facts.metadata }),
  };
}

/** Text fields that a metadata document may set. */
const TEXTS = [
  'contentType',
  'contentEncoding',
  'cacheControl',
  'contentDisposition',
  'contentLanguage',
] as const;

/** The fields that a metadata document sets; null removes a field. */
export function factsIn(document: Json): Partial<ObjectMetadata> & { name?: string } {
  const fields = asObject(document) ?? {};
  const facts: Partial<ObjectMetadata> & { name?: string } = {};
  for (const key of TEXTS) {
    const value = fields[key];
    if (value === null) facts[key] = '';
    else if (typeof value === 'string') facts[key] = value;
    else if (value !== undefined) throw invalidValue(key);
  }
  if (typeof fields.name === 'string') facts.name = fields.name;
  if (fields.temporaryHold !== undefined) facts.held = fields.temporaryHold === true;
  if (fields.metadata === null) facts.metadata = {};
  const metadata = asObject(fields.metadata ?? null);
  if (metadata !== null) {
    facts.metadata = Object.fromEntries(
      Object.entries(metadata).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])),
    );
  }
  return facts;
}

const invalidValue = (key: string): StoreRefusal =>
  new StoreRefusal(400, `Invalid value for field: ${key}`, 'invalid');

export function documentOf(bytes: Uint8Array): Json {
  if (bytes.length === 0) return {};
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new StoreRefusal(400, 'Parse Error', 'parseError');
  }
}

/** Throws 412, or 304 for a reader, if a precondition fails. Generation 0 means that the object must not exist. */
export function preconditions(
  query: URLSearchParams,
  object: StoredObject | null,
  prefix = 'if',
  reading = false,
): void {
  const generation = object?.generation ?? 0;
  const refusal = new StoreRefusal(
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
  if (match !== null && match !== generation) throw refusal;
  const meta = number(name('MetagenerationMatch'));
  if (meta !== null && meta !== (object?.metageneration ?? 0)) throw refusal;
  const not = number(name('GenerationNotMatch'));
  if (not !== null && not === generation) throw reading ? new StoreRefusal(304, '', 'notModified') : refusal;
  const metaNot = number(name('MetagenerationNotMatch'));
  if (metaNot !== null && metaNot === (object?.metageneration ?? 0)) {
    throw reading ? new StoreRefusal(304, '', 'notModified') : refusal;
  }
}

/** The object, or null if the query's `generation` is not the existing one. */
export function ofGeneration(
  object: StoredObject | null,
  query: URLSearchParams,
  name = 'generation',
): StoredObject | null {
  const condition = query.get(name);
  if (condition === null || object === null) return object;
  if (!/^\d+$/.test(condition)) throw new StoreRefusal(400, `Invalid long value: '${condition}'.`, 'invalid');
  return Number(condition) === object.generation ? object : null;
}

/** Refuses to delete or replace an object that is on hold. */
export function checkHold(bucket: Bucket, object: StoredObject | null): void {
  if (!object?.facts.held) return;
  const message = `Object '${bucket.name}/${object.name}' is under active Temporary hold and cannot be deleted, overwritten or archived until hold is removed.`;
  throw new StoreRefusal(403, message, 'objectUnderActiveHold');
}

/** Byte limit of a name in UTF-8. */
const MOST_NAME = 1024;

/** Refuses an invalid object name. */
export function checkName(name: string): void {
  if (name === '') throw new StoreRefusal(400, 'Required parameter: name', 'required');
  const length = Buffer.byteLength(name);
  if (length > MOST_NAME) {
    const message = `The maximum object length is ${MOST_NAME} characters, but got a name with ${length} characters: '${name.slice(0, 100)}...'`;
    throw new StoreRefusal(400, message, 'invalid');
  }
  if (/[\r\n]/.test(name) || /^\.{1,2}$/.test(name) || name.startsWith('.well-known/acme-challenge/')) {
    throw new StoreRefusal(400, `Invalid object name: '${name.slice(0, 100)}'`, 'invalid');
  }
}
