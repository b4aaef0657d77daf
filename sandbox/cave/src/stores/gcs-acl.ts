/** Access lists of single objects: who of all people may read them. Buckets with uniform access have none. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject } from '../../../../src/core/json';
import type { Bucket, StoredObject } from './bucket';
import { documentOf, json, need, notFound, type StoreCall, StoreRefusal } from './gcs-api';

export const uniformRefusal = (): StoreRefusal =>
  new StoreRefusal(
    400,
    'Cannot use ACL API to update object policy when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
    'invalid',
  );

const entry = (bucket: Bucket, object: StoredObject): Record<string, unknown> => ({
  kind: 'storage#objectAccessControl',
  bucket: bucket.name,
  object: object.name,
  generation: String(object.generation),
  entity: 'allUsers',
  role: 'READER',
});

/** GET, POST, DELETE of b/<bucket>/o/<object>/acl[/<entity>]. */
export function objectAcl(bucket: Bucket, name: string, call: StoreCall): WireReply {
  need(call.caller, 'update', bucket);
  const object = bucket.get(name);
  if (object === null) throw notFound(bucket.name, name);
  if (bucket.uniform) throw uniformRefusal();
  const entity = call.parts[5];
  if (call.method === 'POST' && entity === undefined) {
    const given = asObject(documentOf(call.request.body)) ?? {};
    if (given.entity !== 'allUsers' || given.role !== 'READER') {
      throw new StoreRefusal(400, 'The sandbox knows the entity allUsers with the role READER.', 'invalid');
    }
    bucket.patch(object, { open: true });
    return json(entry(bucket, object));
  }
  if (call.method === 'GET' && entity === undefined) {
    const items = object.facts.open ? [entry(bucket, object)] : [];
    return json({ kind: 'storage#objectAccessControls', items });
  }
  if (entity !== 'allUsers' || !object.facts.open) {
    throw new StoreRefusal(404, `No such ACL entry: ${entity ?? ''}`, 'notFound');
  }
  if (call.method === 'GET') return json(entry(bucket, object));
  if (call.method !== 'DELETE') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
  bucket.patch(object, { open: false });
  return { status: 204, headers: [], body: new Uint8Array(0) };
}
