/** The JSON API's operations on stored objects: rewriteTo, copyTo, moveTo, compose. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../../src/core/json';
import { joinContents } from '../contents';
import type { StoredObject } from '../object';
import { aclIn, predefinedAcl } from './acl';
import {
  type Buckets,
  checkHold,
  checkName,
  documentOf,
  factsIn,
  findBucket,
  json,
  need,
  noSuchObject,
  ofGeneration,
  preconditions,
  resource,
  type StoreCall,
  StoreRefusal,
} from './api';

const MIB = 1024 * 1024;
/** Bytes that one call rewrites between two locations; inside one location, a call rewrites a whole object. */
const STEP = 16 * MIB;
/** Limit of objects per compose call. */
const MOST_COMPOSED = 32;

/** rewriteTo, in as many calls as necessary; copyTo, which has no second call, returns only the object. */
export function gcsCopy(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, query, caller, request } = call;
  const [from, fromName, verb, to, toName] = [parts[1]!, parts[3]!, parts[4]!, parts[6]!, parts[8]!];
  const [source, target] = [findBucket(buckets, from), findBucket(buckets, to)];
  const object = ofGeneration(source.get(fromName), query, 'sourceGeneration');
  need(caller, 'get', source, object);
  need(caller, 'create', target);
  checkName(toName);
  if (object === null) throw noSuchObject(from, fromName);
  preconditions(query, object, 'ifSource');
  const oldObject = target.get(toName);
  preconditions(query, oldObject);
  checkHold(target, oldObject);
  const { size } = object;
  const most = Number(query.get('maxBytesRewrittenPerCall') ?? size) || size;
  if (most < size && most % MIB !== 0) {
    throw new StoreRefusal(400, 'maxBytesRewrittenPerCall must be an integral multiple of 1 MiB.', 'invalid');
  }
  const step = source.location === target.location ? most : Math.min(most, STEP);
  const identity = JSON.stringify([from, fromName, object.generation, to, toName]);
  const before = rewritten(query.get('rewriteToken'), identity);
  const rewrittenBytes = Math.min(size, before + step);
  const progress = {
    kind: 'storage#rewriteResponse',
    totalBytesRewritten: String(rewrittenBytes),
    objectSize: String(size),
  };
  if (rewrittenBytes < size) {
    if (verb === 'copyTo') {
      const message =
        'Copy spanning locations and/or storage classes could not complete within 30 seconds. Please use the Rewrite method instead.';
      throw new StoreRefusal(413, message, 'uploadTooLarge');
    }
    const rewriteToken = Buffer.from(`${rewrittenBytes} ${identity}`).toString('base64');
    return json({ ...progress, done: false, rewriteToken });
  }
  const document = documentOf(request.body);
  const { name: _, ...changes } = factsIn(document);
  // An ACL is not copied: the copy has the bucket's, or the one in the request.
  const { open: __, held: ___, partsTag: ____, ...retained } = object.facts;
  // Any metadata in the request replaces all metadata of the copy.
  const facts = Object.keys(asObject(document) ?? {}).length === 0 ? retained : changes;
  const acl = { ...aclIn(target, document), ...predefinedAcl(target, query.get('destinationPredefinedAcl')) };
  const newObject = target.put(toName, object.contents, {
    ...facts,
    components: retained.components,
    ...acl,
  });
  const whole = resource(target, newObject);
  return verb === 'copyTo' ? json(whole) : json({ ...progress, done: true, resource: whole });
}

/** The number of rewritten bytes in a token. A token is valid for one source, its generation and one target. */
function rewritten(token: string | null, identity: string): number {
  if (token === null) return 0;
  const [, bytes, of] = /^(\d+) (.*)$/s.exec(Buffer.from(token, 'base64').toString('utf8')) ?? [];
  if (bytes === undefined || of !== identity) {
    throw new StoreRefusal(400, 'Invalid rewrite token.', 'invalid');
  }
  return Number(bytes);
}

/** Gives an object a new name in the same bucket, in one step; an existing object with that name is replaced. */
export function move(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, query, caller } = call;
  const [bucketName, fromName, toName] = [parts[1]!, parts[3]!, parts[6]!];
  const bucket = findBucket(buckets, bucketName);
  const object = bucket.get(fromName);
  need(caller, 'delete', bucket);
  checkName(toName);
  if (object === null) throw noSuchObject(bucketName, fromName);
  if (fromName === toName) {
    throw new StoreRefusal(400, 'The source and destination object names must differ.', 'invalid');
  }
  const oldObject = bucket.get(toName);
  preconditions(query, object, 'ifSource');
  preconditions(query, oldObject);
  checkHold(bucket, object);
  checkHold(bucket, oldObject);
  const newObject = bucket.put(toName, object.contents, object.facts);
  bucket.delete(fromName);
  return json(resource(bucket, newObject));
}

/** Concatenates objects to one. The result has no MD5. */
export function compose(buckets: Buckets, call: StoreCall): WireReply {
  const { parts, query, caller, request } = call;
  const [bucketName, name] = [parts[1]!, parts[3]!];
  const bucket = findBucket(buckets, bucketName);
  need(caller, 'create', bucket);
  checkName(name);
  const document = asObject(documentOf(request.body)) ?? {};
  const sourceList = Array.isArray(document.sourceObjects) ? document.sourceObjects : [];
  if (sourceList.length === 0) {
    throw new StoreRefusal(400, 'You must provide at least one source component.', 'required');
  }
  if (sourceList.length > MOST_COMPOSED) {
    const message = `The number of source components provided (${sourceList.length}) exceeds the maximum (${MOST_COMPOSED}).`;
    throw new StoreRefusal(400, message, 'invalid');
  }
  const oldObject = bucket.get(name);
  preconditions(query, oldObject);
  checkHold(bucket, oldObject);
  const sources = sourceList.map((source): StoredObject => {
    const { name: part, generation, objectPreconditions } = asObject(source) ?? ({} as Record<string, Json>);
    const object = typeof part === 'string' ? bucket.get(part) : null;
    const requiredGeneration = generation ?? asObject(objectPreconditions ?? null)?.ifGenerationMatch;
    if (object === null) throw noSuchObject(bucketName, String(part));
    if (requiredGeneration !== undefined) {
      preconditions(new URLSearchParams({ ifGenerationMatch: String(requiredGeneration) }), object);
    }
    return object;
  });
  const { name: _, ...facts } = factsIn(document.destination ?? null);
  const acl = {
    ...aclIn(bucket, document.destination ?? null),
    ...predefinedAcl(bucket, query.get('destinationPredefinedAcl')),
  };
  const components = sources.reduce((sum, { facts: of }) => sum + Math.max(1, of.components), 0);
  const contents = joinContents(sources.map((source) => source.contents));
  return json(resource(bucket, bucket.put(name, contents, { ...facts, ...acl, components })));
}
