/** The JSON API of Google Cloud Storage: its routes, metadata, media, patches and deletes. */

import type { WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { parseJson } from '../../../../src/core/json';
import { callerOf } from './access';
import type { Bucket, StoredObject } from './bucket';
import { objectAcl } from './gcs-acl';
import {
  type Buckets,
  bucketNamed,
  documentOf,
  factsIn,
  json,
  need,
  notFound,
  preconditions,
  refused,
  resource,
  type StoreCall,
  StoreRefusal,
} from './gcs-api';
import { compose, copy, move } from './gcs-copy';
import { selected } from './gcs-fields';
import { list } from './gcs-list';
import { serveObject } from './serve-object';

/** `alt=media`: the bytes; refusals are plain text there. */
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
    need(caller, 'get', bucket, object);
    if (object !== null) preconditions(query, object);
    if (query.get('alt') === 'media') return media(bucket, name, object, requested);
    if (object === null) throw notFound(bucket.name, name);
    return json(resource(bucket, object));
  }
  if (method === 'DELETE') {
    need(caller, 'delete', bucket);
    if (object === null) throw notFound(bucket.name, name);
    preconditions(query, object);
    bucket.delete(name);
    return { status: 204, headers: [], body: new Uint8Array(0) };
  }
  if (method === 'PATCH') {
    need(caller, 'update', bucket);
    if (object === null) throw notFound(bucket.name, name);
    preconditions(query, object);
    const { name: _, ...facts } = factsIn(documentOf(request.body));
    bucket.patch(object, facts);
    return json(resource(bucket, object));
  }
  throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
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
    const caller = callerOf(request, storageToken);
    const reply = route(buckets, { method: request.method, parts, query, request, caller });
    const fields = query.get('fields');
    if (fields === null || query.get('alt') === 'media' || reply.status !== 200) return reply;
    return json(selected(parseJson(Buffer.from(reply.body).toString('utf8')), fields));
  } catch (error) {
    return refused(error);
  }
}

function route(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, method } = call;
  const [b, bucketName, o, name, verb, ...more] = parts;
  const unknown = new StoreRefusal(404, 'Not Found', 'notFound');
  if (b !== 'b' || bucketName === undefined) throw unknown;
  if (verb !== undefined) {
    if (o !== 'o') throw unknown;
    if (verb === 'acl' && more.length <= 1) return objectAcl(bucketNamed(buckets, bucketName), name!, call);
    if (method !== 'POST') throw unknown;
    if (verb === 'compose' && more.length === 0) return compose(buckets, call);
    if (verb === 'moveTo' && more.length === 2 && more[0] === 'o') return move(buckets, call);
    const copies = more.length === 4 && more[0] === 'b' && more[2] === 'o';
    if (copies && (verb === 'rewriteTo' || verb === 'copyTo')) return copy(buckets, call);
    throw unknown;
  }
  const bucket = bucketNamed(buckets, bucketName);
  if (o === undefined) {
    need(call.caller, 'list', bucket);
    return json({
      kind: 'storage#bucket',
      id: bucket.name,
      name: bucket.name,
      location: 'US',
      storageClass: 'STANDARD',
      iamConfiguration: { uniformBucketLevelAccess: { enabled: bucket.uniform } },
    });
  }
  if (o !== 'o') throw unknown;
  if (name === undefined || name === '') {
    if (method !== 'GET') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
    return list(bucket, call);
  }
  return oneObject(bucket, name, call);
}
