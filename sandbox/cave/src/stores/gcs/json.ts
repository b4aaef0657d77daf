/** The JSON API of Google Cloud Storage: its routes, metadata, media, patches and deletes. */

import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, parseJson } from '../../../../../src/core/json';
import { callerOf } from '../access';
import type { Bucket } from '../bucket';
import type { ObjectMetadata, StoredObject } from '../object';
import { serveObject } from '../serve-object';
import { aclIn, aclOf, objectAcl, predefinedAcl } from './acl';
import {
  checkHold,
  documentOf,
  factsIn,
  findBucket,
  type GcsWorld,
  gcsRefusal,
  json,
  need,
  noSuchObject,
  ofGeneration,
  preconditions,
  resource,
  type StoreCall,
  StoreRefusal,
} from './api';
import { gcsBuckets, oneBucket } from './buckets';
import { compose, gcsCopy, move } from './copy';
import { selectFields } from './fields';
import { gcsList } from './list';

/** `alt=media`: the bytes of an object; refusals are plain text here. */
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

function oneObject(bucket: Bucket, name: string, call: StoreCall): WireReply {
  const object = ofGeneration(bucket.get(name), call.query);
  const { method, query, caller } = call;
  if (method === 'GET' || method === 'HEAD') {
    need(caller, 'get', bucket, object);
    if (object !== null) preconditions(query, object, 'if', true);
    if (query.get('alt') === 'media') return media(bucket, name, object, call);
    if (object === null) throw noSuchObject(bucket.name, name);
    return json(objectFields(bucket, object, call));
  }
  if (method === 'DELETE') {
    need(caller, 'delete', bucket);
    if (object === null) throw noSuchObject(bucket.name, name);
    preconditions(query, object);
    checkHold(bucket, object);
    bucket.delete(name);
    return { status: 204, headers: [], body: new Uint8Array(0) };
  }
  if (method !== 'PATCH' && method !== 'PUT') {
    throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
  }
  need(caller, 'update', bucket);
  if (object === null) throw noSuchObject(bucket.name, name);
  preconditions(query, object);
  const acl = {
    ...aclIn(bucket, documentOf(call.request.body)),
    ...predefinedAcl(bucket, query.get('predefinedAcl')),
  };
  bucket.patch(object, { ...changesOf(object, call), ...acl });
  return json(objectFields(bucket, object, call));
}

/** With `projection=full` and the necessary right, also the ACL. */
function objectFields(
  bucket: Bucket,
  object: StoredObject,
  { query, caller }: StoreCall,
): Record<string, unknown> {
  const full = query.get('projection') === 'full' && caller === 'writer' && !bucket.uniform;
  return { ...resource(bucket, object), ...(full ? { acl: aclOf(bucket, object) } : {}) };
}

/** PATCH changes the named fields, and single keys of `metadata`; PUT removes the fields that it does not name. */
function changesOf(object: StoredObject, { method, request }: StoreCall): Partial<ObjectMetadata> {
  const document = documentOf(request.body);
  const { name: _, ...facts } = factsIn(document);
  if (method === 'PUT') {
    const unset = { contentEncoding: '', cacheControl: '', contentDisposition: '', contentLanguage: '' };
    return { ...unset, metadata: {}, ...facts };
  }
  const newMetadata = asObject(asObject(document)?.metadata ?? null);
  if (newMetadata === null) return facts;
  const oldMetadata = Object.entries(object.facts.metadata).filter(([key]) => newMetadata[key] === undefined);
  return { ...facts, metadata: { ...Object.fromEntries(oldMetadata), ...facts.metadata } };
}

/** Handles all paths below /storage/v1 and /download/storage/v1; `path` begins with /b. */
export function gcsJson(
  world: GcsWorld,
  path: string,
  query: URLSearchParams,
  request: WireRequest,
): WireReply {
  try {
    const parts = path
      .split('/')
      .filter((_, i) => i > 0)
      .map(decodeURIComponent);
    const caller = callerOf(request, world.token);
    const reply = route(world, { method: request.method, parts, query, request, caller });
    const fields = query.get('fields');
    if (fields === null || query.get('alt') === 'media' || reply.status !== 200) return reply;
    return json(selectFields(parseJson(Buffer.from(reply.body).toString('utf8')), fields));
  } catch (error) {
    return gcsRefusal(error);
  }
}

function route(world: GcsWorld, call: StoreCall): WireReply {
  const { parts, method } = call;
  const { buckets } = world;
  const [b, bucketName, o, name, verb, ...more] = parts;
  const unknown = new StoreRefusal(404, 'Not Found', 'notFound');
  if (b !== 'b') throw unknown;
  if (bucketName === undefined || bucketName === '') return gcsBuckets(world, call);
  if (o !== 'o') return oneBucket(world, call);
  if (verb !== undefined) {
    if (verb === 'acl' && more.length <= 1) return objectAcl(findBucket(buckets, bucketName), name!, call);
    if (method !== 'POST') throw unknown;
    if (verb === 'compose' && more.length === 0) return compose(buckets, call);
    if (verb === 'moveTo' && more.length === 2 && more[0] === 'o') return move(buckets, call);
    const copies = more.length === 4 && more[0] === 'b' && more[2] === 'o';
    if (copies && (verb === 'rewriteTo' || verb === 'copyTo')) return gcsCopy(buckets, call);
    throw unknown;
  }
  const bucket = findBucket(buckets, bucketName);
  if (name === undefined || name === '') {
    if (method !== 'GET') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
    return gcsList(bucket, call);
  }
  return oneObject(bucket, name, call);
}
