/** ACLs of single objects: they say whether the public may read an object. Buckets with uniform access have none. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../../src/core/json';
import type { Bucket } from '../bucket';
import type { StoredObject } from '../object';
import { documentOf, json, need, noSuchObject, ofGeneration, type StoreCall, StoreRefusal } from './api';

const uniformRefusal = (): StoreRefusal =>
  new StoreRefusal(
    400,
    'Cannot use ACL API to update object policy when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
    'invalid',
  );

const PREDEFINED = [
  'authenticatedRead',
  'bucketOwnerFullControl',
  'bucketOwnerRead',
  'private',
  'projectPrivate',
  'publicRead',
];

/** The effect of a predefined ACL in the query. */
export function predefinedAcl(bucket: Bucket, acl: string | null): { open?: boolean } {
  if (acl === null) return {};
  if (!PREDEFINED.includes(acl)) {
    throw new StoreRefusal(400, `Invalid value for predefinedAcl: '${acl.slice(0, 60)}'`, 'invalid');
  }
  if (bucket.uniform) throw uniformRefusal();
  return { open: acl === 'publicRead' };
}

/** The effect of the list `acl` in a metadata document. */
export function aclIn(bucket: Bucket, document: Json): { open?: boolean } {
  const acl = asObject(document)?.acl;
  if (!Array.isArray(acl)) return {};
  if (bucket.uniform) throw uniformRefusal();
  return { open: acl.some((entry) => asObject(entry)?.entity === 'allUsers') };
}

const OWNER = 'user-ada@sandbox.test';

const entryOf = (
  bucket: Bucket,
  object: StoredObject,
  entity: string,
  role: string,
): Record<string, unknown> => ({
  kind: 'storage#objectAccessControl',
  bucket: bucket.name,
  object: object.name,
  generation: String(object.generation),
  entity,
  role,
});

const publicEntry = (bucket: Bucket, object: StoredObject) => entryOf(bucket, object, 'allUsers', 'READER');

/** The object's complete ACL. */
export const aclOf = (bucket: Bucket, object: StoredObject): Record<string, unknown>[] => [
  entryOf(bucket, object, OWNER, 'OWNER'),
  ...(object.facts.open ? [publicEntry(bucket, object)] : []),
];

/** GET, POST, PUT and DELETE of b/<bucket>/o/<object>/acl[/<entity>]. */
export function objectAcl(bucket: Bucket, name: string, call: StoreCall): WireReply {
  const { method, parts, request, caller } = call;
  need(caller, 'update', bucket);
  const object = ofGeneration(bucket.get(name), call.query);
  if (object === null) throw noSuchObject(bucket.name, name);
  if (bucket.uniform) throw uniformRefusal();
  const entity = parts[5];
  const writes = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (writes && (method === 'POST') === (entity === undefined)) {
    const body = asObject(documentOf(request.body)) ?? {};
    if ((entity ?? body.entity) !== 'allUsers' || body.role !== 'READER') {
      throw new StoreRefusal(400, 'The sandbox knows the entity allUsers with the role READER.', 'invalid');
    }
    bucket.patch(object, { open: true });
    return json(publicEntry(bucket, object));
  }
  const all = aclOf(bucket, object);
  if (method === 'GET' && entity === undefined) {
    return json({ kind: 'storage#objectAccessControls', items: all });
  }
  const found = all.find((entry) => entry.entity === entity);
  if (found === undefined) throw new StoreRefusal(404, `No such ACL entry: ${entity ?? ''}`, 'notFound');
  if (method === 'GET') return json(found);
  if (method !== 'DELETE') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
  if (entity !== 'allUsers') throw new StoreRefusal(400, 'The owner keeps its rights.', 'invalid');
  bucket.patch(object, { open: false });
  return { status: 204, headers: [], body: new Uint8Array(0) };
}
