/** The bucket in which the service stores skeletons, and the short-lived token to read it. */
import { gzipSync } from 'node:zlib';
import { Root } from '../graph/nodes';
import { jsonText, type ReplyValue } from '../http/reply';
import { type State, stackByName } from '../state';
import { meta } from './formats';
import { type Hdf5Dataset, hdf5 } from './hdf5';
import { labelsOf } from './labels';
import { skeletonOf } from './skeleton';

export const SKELETON_BUCKET = 'cave-skeletons';
const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_only';
const HOUR = 3_600_000;

const nameOf = (datastack: string, version: number | string, rid: string): string =>
  `${datastack}/${version}/skeleton__v${version}__rid-${rid}__ds-${datastack}__res-1x1x1__cs-True__cr-7500.h5.gz`;

/** The reply of the token's route. The expiry time is UTC, without a time zone in the text. */
export function skeletonBucket(datastack: string, version: number, now: number): ReplyValue {
  const scope = Buffer.from(SCOPE).toString('base64url');
  return {
    token: `ya29.skeletons.${String(now).padStart(24, '0')}.${scope}`,
    token_type: 'Bearer',
    expiry: new Date(now + HOUR).toISOString().slice(0, -1),
    bucket: SKELETON_BUCKET,
    path_template: nameOf(datastack, version, '{rid}'),
  };
}

/** The object of an existing skeleton, else null. Only version 4 is stored. */
export function skeletonObject(state: State, name: string): Uint8Array | null {
  const [, datastack = '', rid = ''] = /^([^/]+)\/4\/skeleton__v4__rid-([0-9]+)__/.exec(name) ?? [];
  const stack = stackByName(state, datastack);
  if (stack === undefined || name !== nameOf(datastack, 4, rid)) return null;
  const root = state.skeletons.check(stack, rid);
  if (!(root instanceof Root) || !state.skeletons.has(stack, root)) return null;
  const skeleton = skeletonOf(stack.graph, root);
  const labels = labelsOf(stack, skeleton);
  const properties: Record<string, Hdf5Dataset> = {
    radius: { text: `[${skeleton.radius.map(floatText).join(', ')}]` },
  };
  if (labels.compartment !== null) properties.compartment = { text: `[${labels.compartment.join(', ')}]` };
  const whole = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt);
  const file = hdf5({
    vertices: { numbers: Float64Array.from(skeleton.vertices.flat()), columns: 3 },
    edges: { numbers: whole(skeleton.edges.flat()), columns: 2 },
    meta: { fixed: jsonText(meta(skeleton, { datastack, version: 4, labels, nan: false })) },
    mesh_to_skel_map: { numbers: whole(skeleton.vertexOf) },
    lvl2_ids: { numbers: BigUint64Array.from(skeleton.level2, BigInt) },
    vertex_properties: properties,
    root: { numbers: whole([labels.root]), scalar: true },
  });
  return gzipSync(file, { level: 1 });
}

/** A float in Python's notation. */
const floatText = (n: number): string => (Number.isInteger(n) ? `${n}.0` : String(n));
