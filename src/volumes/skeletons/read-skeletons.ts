/** Reads precomputed skeletons: the binary format of viewers, cloud-volume and the skeleton service. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, type Json } from '../../core/json';
import type { Tree } from '../../geometry/skeletons/tree';
import type { Work } from '../../http/work';
import { dataView } from '../objects/bytes';
import {
  damagedFileError,
  decompress,
  readRequest,
  replyBytes,
  type StoreFolder,
  type StoreResolver,
  subfolder,
} from '../objects/objects';
import {
  applyTransform,
  checkKeys,
  type Info,
  kindOf,
  readInfo,
  readTransform,
  volumeInfo,
} from '../precomputed/info';
import { readSharded } from '../precomputed/sharded';
import { readSharding, type Sharding } from '../precomputed/sharding';

export const SKELETONS = 'neuroglancer_skeletons';

/** Byte limit of a skeleton: one of 45,000 nodes takes 3 MB. */
const MOST_BYTES = 512e6;
const EXPECTED = 300_000;
const AT_ONCE = 64;

export interface Attribute {
  id: string;
  type: NumberType;
  components: number;
}

type NumberType = 'float32' | 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32';

const READERS: Record<NumberType, [bytes: number, read: (data: DataView, at: number) => number]> = {
  float32: [4, (data, at) => data.getFloat32(at, true)],
  int8: [1, (data, at) => data.getInt8(at)],
  uint8: [1, (data, at) => data.getUint8(at)],
  int16: [2, (data, at) => data.getInt16(at, true)],
  uint16: [2, (data, at) => data.getUint16(at, true)],
  int32: [4, (data, at) => data.getInt32(at, true)],
  uint32: [4, (data, at) => data.getUint32(at, true)],
};

export interface SkeletonInfo {
  place: StoreFolder;
  /** The transform from stored units to nm. */
  transform: number[];
  attributes: Attribute[];
  sharding: Sharding | null;
}

/** A tree in nm, with radii in nm, and its stored attributes by name; the components of a vertex are adjacent. */
export interface StoredSkeleton extends Tree {
  attributes: Record<string, Float64Array>;
}

export function skeletonInfo({ place: folder, json }: Info): SkeletonInfo {
  const what = `the skeleton info of ${folder.url}`;
  checkKeys(json, ['vertex_attributes', 'sharding'], what);
  const attributes = json.vertex_attributes ?? [];
  const sharding = json.sharding ?? null;
  if (!Array.isArray(attributes)) throw damagedFileError(what, 'vertex_attributes is not a list');
  const attributeInfos = attributes.map((one) => readAttribute(one, what));
  if (new Set(attributeInfos.map(({ id }) => id)).size < attributeInfos.length) {
    throw damagedFileError(what, 'it names an attribute twice');
  }
  return {
    place: folder,
    transform: readTransform(json, what),
    attributes: attributeInfos,
    sharding: sharding === null ? null : readSharding(asObject(sharding), what),
  };
}

function readAttribute(json: Json, what: string): Attribute {
  const { id, data_type: type, num_components: components } = asObject(json) ?? {};
  if (typeof id !== 'string' || typeof type !== 'string' || !Object.hasOwn(READERS, type)) {
    throw damagedFileError(what, 'an attribute has no name or a type that is not known');
  }
  const count = components ?? 1;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 1000) {
    throw damagedFileError(what, `the attribute ${id} has no count of components`);
  }
  return { id, type: type as NumberType, components: count };
}

/** Opens the skeletons of a volume, or a folder of skeletons. Throws NONE if the volume has no skeletons. */
export function* openSkeletons(storeFolder: StoreFolder, reach?: StoreResolver): Work<SkeletonInfo> {
  const info = yield* readInfo(storeFolder, reach);
  if (info === null)
    throw new TtError('NONE', `there are no skeletons at ${storeFolder.url}: it has no info file`);
  if (kindOf(info) === SKELETONS) return skeletonInfo(info);
  const volume = volumeInfo(info);
  if (volume.skeletons === '') throw new TtError('NONE', `the volume ${storeFolder.url} has no skeletons`);
  const folder = subfolder(volume.place, volume.skeletons);
  const inner = yield* readInfo(folder, reach);
  return skeletonInfo(inner ?? { place: folder, json: {} });
}

/** Skeletons by id, in nm; missing ones are absent. */
export function* readSkeletons(info: SkeletonInfo, ids: readonly Id[]): Work<Map<Id, StoredSkeleton>> {
  const found = new Map<Id, StoredSkeleton>();
  if (info.sharding) {
    const values = yield* readSharded(info.place, info.sharding, ids.map(BigInt), 'skeletons', MOST_BYTES);
    for (const id of ids) {
      const bytes = values.get(BigInt(id));
      if (bytes && bytes.length > 0) found.set(id, readSkeleton(bytes, info, `the skeleton of ${id}`));
    }
    return found;
  }
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const wave = ids.slice(at, at + AT_ONCE);
    const replies = yield wave.map((id) => readRequest(info.place, id, `the skeleton of ${id}`, EXPECTED));
    wave.forEach((id, i) => {
      const what = `the skeleton of ${id}`;
      const bytes = decompress(replyBytes(replies[i]!, what), what, MOST_BYTES);
      if (bytes !== null) found.set(id, readSkeleton(bytes, info, what));
    });
  }
  return found;
}

/** Reads one skeleton. Throws if the bytes do not hold what their header says. */
export function readSkeleton(
  bytes: Uint8Array,
  { transform, attributes }: Pick<SkeletonInfo, 'transform' | 'attributes'>,
  what: string,
): StoredSkeleton {
  if (bytes.length < 8) throw damagedFileError(what, `${bytes.length} bytes are no skeleton`);
  const data = dataView(bytes);
  const points = data.getUint32(0, true);
  const lines = data.getUint32(4, true);
  if (points === 0) throw damagedFileError(what, 'it has no vertex');
  const bare = 8 + 12 * points + 8 * lines;
  const perPoint = attributes.reduce((sum, { type, components }) => sum + READERS[type][0] * components, 0);
  const full = bare + points * perPoint;
  if (bytes.length !== full && bytes.length !== bare) {
    throw damagedFileError(
      what,
      `${bytes.length} bytes where ${points} vertices and ${lines} edges need ${full}`,
    );
  }
  const vertices = Float64Array.from({ length: 3 * points }, (_none, i) => data.getFloat32(8 + 4 * i, true));
  const edges = Uint32Array.from({ length: 2 * lines }, (_none, i) =>
    data.getUint32(8 + 12 * points + 4 * i, true),
  );
  for (const value of vertices)
    if (!Number.isFinite(value)) throw damagedFileError(what, 'a coordinate is not a number');
  for (const vertex of edges)
    if (vertex >= points) throw damagedFileError(what, `an edge names vertex ${vertex} of ${points}`);
  const read: Record<string, Float64Array> = {};
  let at = bare;
  for (const { id, type, components } of bytes.length === bare ? [] : attributes) {
    const [size, one] = READERS[type];
    const start = at;
    read[id] = Float64Array.from({ length: points * components }, (_none, i) => one(data, start + size * i));
    at += size * points * components;
  }
  return {
    vertices: applyTransform(vertices, transform),
    edges,
    ...knownAttribute(read, points, transform),
    attributes: read,
  };
}

/** Names that writers use for the attribute with SWC codes. */
const TYPES = ['vertex_types', 'node_type', 'compartment'];

function knownAttribute(
  attributes: Record<string, Float64Array>,
  points: number,
  transform: readonly number[],
): Pick<Tree, 'radius' | 'types'> {
  const radii = attributes.radius?.length === points ? attributes.radius : undefined;
  const types = TYPES.map((name) => attributes[name]).find((values) => values?.length === points);
  const scale = meanScale(transform);
  return {
    ...(radii ? { radius: radii.map((r) => (r < 0 ? -1 : r * scale)) } : {}),
    ...(types ? { types: Uint8Array.from(types, (code) => (code >= 0 && code <= 255 ? code : 0)) } : {}),
  };
}

/** The factor for radii: a radius has no direction, so it is the cube root of the transform's change of volume. */
function meanScale([a, b, c, , d, e, f, , g, h, i]: readonly number[]): number {
  const volume = a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
  return Math.cbrt(Math.abs(volume));
}
