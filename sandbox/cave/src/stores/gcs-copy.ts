/** What the JSON API makes of objects that it holds: rewriteTo, copyTo, moveTo, compose. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../src/core/json';
import type { StoredObject } from './bucket';
import {
  type Buckets,
  bucketNamed,
  documentOf,
  factsIn,
  json,
  need,
  notFound,
  preconditions,
  resource,
  type StoreCall,
  StoreRefusal,
} from './gcs-api';

const MIB = 1024 * 1024;
/** Objects of one compose call. */
const MOST_COMPOSED = 32;

/** rewriteTo, in one step unless the caller allows only so many bytes a call; copyTo answers the object alone. */
export function copy(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, query, caller, request } = call;
  const [from, fromName, verb, to, toName] = [parts[1]!, parts[3]!, parts[4]!, parts[6]!, parts[8]!];
  const [source, target] = [bucketNamed(buckets, from), bucketNamed(buckets, to)];
  const object = source.get(fromName);
  need(caller, 'get', source, object);
  need(caller, 'create', target);
  if (object === null) throw notFound(from, fromName);
  preconditions(query, object, 'ifSource');
  preconditions(query, target.get(toName));
  const { size } = object;
  const step = Number(query.get('maxBytesRewrittenPerCall') ?? size) || size;
  if (step < size && step % MIB !== 0) {
    throw new StoreRefusal(400, 'maxBytesRewrittenPerCall must be an integral multiple of 1 MiB.', 'invalid');
  }
  const identity = JSON.stringify([from, fromName, object.generation, to, toName]);
  const before = rewritten(query.get('rewriteToken'), identity);
  const written = Math.min(size, before + step);
  const progress = {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: String(written),
    objectSize: String(size),
  };
  if (verb === 'rewriteTo' && written < size) {
    const rewriteToken = Buffer.from(`${written} ${identity}`).toString('base64');
    return json({ ...progress, done: false, rewriteToken });
  }
  const { name: _, ...changes } = factsIn(documentOf(request.body));
  // An ACL is not copied: the copy has that of the bucket.
  const { open: __, ...retained } = object.facts;
  const created = target.put(toName, object.bytes, { ...retained, ...changes });
  const whole = resource(target, created);
  return verb === 'copyTo' ? json(whole) : json({ ...progress, done: true, resource: whole });
}

/** Bytes that a token stands for. It is good for one source, its generation and one target. */
function rewritten(token: string | null, identity: string): number {
  if (token === null) return 0;
  const [, bytes, of] = /^(\d+) (.*)$/s.exec(Buffer.from(token, 'base64').toString('utf8')) ?? [];
  if (bytes === undefined || of !== identity) {
    throw new StoreRefusal(400, 'Invalid rewrite token.', 'invalid');
  }
  return Number(bytes);
}

/** A new name in the same bucket, in one step; the object that was at the new name is replaced. */
export function move(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, query, caller } = call;
  const [bucketName, fromName, toName] = [parts[1]!, parts[3]!, parts[6]!];
  const bucket = bucketNamed(buckets, bucketName);
  const object = bucket.get(fromName);
  need(caller, 'delete', bucket);
  if (object === null) throw notFound(bucketName, fromName);
  if (fromName === toName) {
    throw new StoreRefusal(400, 'The source and destination object names must differ.', 'invalid');
  }
  preconditions(query, object, 'ifSource');
  preconditions(query, bucket.get(toName));
  const moved = bucket.put(toName, object.bytes, object.facts);
  bucket.delete(fromName);
  return json(resource(bucket, moved));
}

/** Objects one after the other as one. The result has no MD5. */
export function compose(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, query, caller, request } = call;
  const [bucketName, name] = [parts[1]!, parts[3]!];
  const bucket = bucketNamed(buckets, bucketName);
  need(caller, 'create', bucket);
  const document = asObject(documentOf(request.body)) ?? {};
  const given = Array.isArray(document.sourceObjects) ? document.sourceObjects : [];
  if (given.length === 0) {
    throw new StoreRefusal(400, 'You must provide at least one source component.', 'required');
  }
  if (given.length > MOST_COMPOSED) {
    const message = `The number of source components provided (${given.length}) exceeds the maximum (${MOST_COMPOSED}).`;
    throw new StoreRefusal(400, message, 'invalid');
  }
  preconditions(query, bucket.get(name));
  const sources = given.map((source): StoredObject => {
    const { name: part, generation, objectPreconditions } = asObject(source) ?? ({} as Record<string, Json>);
    const object = typeof part === 'string' ? bucket.get(part) : null;
    const wanted = generation ?? asObject(objectPreconditions ?? null)?.ifGenerationMatch;
    if (object === null) throw notFound(bucketName, String(part));
    if (wanted !== undefined) {
      preconditions(new URLSearchParams({ ifGenerationMatch: String(wanted) }), object);
    }
    return object;
  });
  const { name: _, ...facts } = factsIn(document.destination ?? null);
  const components = sources.reduce((sum, { facts: of }) => sum + Math.max(1, of.components), 0);
  const bytes = new Uint8Array(Buffer.concat(sources.map((source) => source.bytes)));
  return json(resource(bucket, bucket.put(name, bytes, { ...facts, components })));
}
