/** Buckets in the JSON API: lists, creates and deletes them, and tells the caller's rights in one. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject } from '../../../../../src/core/json';
import type { Bucket } from '../bucket';
import { documentOf, findBucket, type GcsWorld, json, need, type StoreCall, StoreRefusal } from './api';

const BUCKET_NAME = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;
const OBJECT_RIGHTS = ['get', 'list', 'create', 'delete', 'update'] as const;

function resource(bucket: Bucket): Record<string, unknown> {
  return {
    kind: 'storage#bucket',
    id: bucket.name,
    name: bucket.name,
    location: bucket.location,
    storageClass: 'STANDARD',
    metageneration: '1',
    timeCreated: new Date(bucket.created).toISOString(),
    updated: new Date(bucket.created).toISOString(),
    iamConfiguration: {
      uniformBucketLevelAccess: { enabled: bucket.uniform },
      publicAccessPrevention: 'inherited',
    },
  };
}

/** /b without a name: lists the caller's buckets, or creates one. */
export function gcsBuckets(world: GcsWorld, { method, caller, query, request }: StoreCall): WireReply {
  if (caller === 'anybody' || caller === 'nobody') {
    const words = caller === 'nobody' ? 'Invalid Credentials' : 'Login Required.';
    throw new StoreRefusal(401, words, caller === 'nobody' ? 'authError' : 'required', 'Authorization');
  }
  if (!query.get('project')) throw new StoreRefusal(400, 'Required parameter: project', 'required');
  if (caller === 'unscoped' || (caller === 'reader' && method !== 'GET')) {
    throw new StoreRefusal(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions');
  }
  if (method === 'GET') {
    const prefix = query.get('prefix') ?? '';
    const own = [...world.buckets.values()].filter(
      (bucket) => !bucket.foreign && !bucket.fixed && bucket.name.startsWith(prefix),
    );
    return json({ kind: 'storage#buckets', items: own.map(resource) });
  }
  if (method !== 'POST') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
  const document = asObject(documentOf(request.body)) ?? {};
  const name = typeof document.name === 'string' ? document.name : '';
  if (!BUCKET_NAME.test(name)) throw new StoreRefusal(400, `Invalid bucket name: '${name}'`, 'invalid');
  const existing = world.buckets.get(name);
  if (existing !== undefined) {
    const words = existing.foreign
      ? 'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.'
      : 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new StoreRefusal(409, words, 'conflict');
  }
  const access = asObject(asObject(document.iamConfiguration ?? null)?.uniformBucketLevelAccess ?? null);
  const location = typeof document.location === 'string' ? document.location.toUpperCase() : 'US';
  return json(resource(world.create(name, { uniform: access?.enabled === true, location, open: false })));
}

/** /b/<bucket> and its subresources, such as its policy. */
export function oneBucket(world: GcsWorld, call: StoreCall): WireReply {
  const { method, parts, caller } = call;
  const [, name = '', part, verb] = parts;
  const bucket = findBucket(world.buckets, name);
  if (part === 'iam') return verb === undefined ? policy(bucket, call) : permissions(bucket, call);
  if (part !== undefined) throw new StoreRefusal(404, 'Not Found', 'notFound');
  if (method === 'GET') {
    if (!bucket.listed || caller === 'nobody') need(caller, 'get', bucket, null, 'buckets');
    return json(resource(bucket));
  }
  if (method !== 'DELETE') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
  need(caller, 'delete', bucket, null, 'buckets');
  if (bucket.size > 0)
    throw new StoreRefusal(409, 'The bucket you tried to delete is not empty.', 'conflict');
  world.remove(bucket);
  return { status: 204, headers: [], body: new Uint8Array(0) };
}

/** The roles of the bucket's policy that exist in the sandbox. */
function policy(bucket: Bucket, { method, caller }: StoreCall): WireReply {
  need(caller, 'getIamPolicy', bucket, null, 'buckets');
  if (method !== 'GET') throw new StoreRefusal(405, 'Method Not Allowed', 'methodNotAllowed');
  const everybody = bucket.listed ? 'roles/storage.objectViewer' : 'roles/storage.legacyObjectReader';
  const bindings = [
    { role: 'roles/storage.admin', members: ['projectOwner:sandbox'] },
    ...(bucket.open ? [{ role: everybody, members: ['allUsers'] }] : []),
  ];
  return json({
    kind: 'storage#policy',
    resourceId: `projects/_/buckets/${bucket.name}`,
    version: 1,
    bindings,
  });
}

/** The rights in the query that the caller has. */
function permissions(bucket: Bucket, { query, caller }: StoreCall): WireReply {
  const permissions = query.getAll('permissions');
  if (permissions.length === 0) throw new StoreRefusal(400, 'Required parameter: permissions', 'required');
  const heldPermissions = permissions.filter((permission) => {
    const right = OBJECT_RIGHTS.find((name) => permission === `storage.objects.${name}`);
    if (right === undefined) return false;
    try {
      need(caller, right, bucket, null);
      return true;
    } catch (error) {
      // The right to read exists, although no object was named.
      if (error instanceof StoreRefusal && error.status !== 400) return right === 'get' && bucket.open;
      throw error;
    }
  });
  const some = heldPermissions.length === 0 ? {} : { permissions: heldPermissions };
  return json({ kind: 'storage#testIamPermissionsResponse', ...some });
}
