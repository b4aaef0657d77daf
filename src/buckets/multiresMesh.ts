/** Multi-resolution meshes (neuroglancer_multilod_draco): levels of nodes, each a Draco mesh of whole numbers. */
import type { Id } from '../core/ids';
import { asObject } from '../core/json';
import type { Work } from '../exchange/work';
import type { Mesh } from '../geometry/mesh/mesh';
import { weld } from '../geometry/mesh/weld';
import { concatenated, dracoOf, type MeshKernels, MOST_FACES } from './fragments';
import { type Info, readTransform, transformed } from './info';
import { noMesh } from './legacyMesh';
import { chooseLevel, type Manifest, type Node, readManifest } from './multiresManifest';
import { damaged, type Place, readObject, readRanges, tooBig } from './objects';
import { locate, readValue } from './sharded';
import { readSharding, type Sharding } from './shardSpec';

const MOST_MANIFEST = 64e6;
const MOST_BYTES = 1e9;
/** Bytes of fragments in memory at once, beside the meshes made of them. */
const WAVE = 32e6;

export interface MultiresInfo {
  place: Place;
  bits: number;
  transform: number[];
  sharding: Sharding | null;
}

export function multiresInfo({ place, json }: Info): MultiresInfo {
  const what = `the mesh info of ${place.url}`;
  const bits = json.vertex_quantization_bits;
  if (bits !== 10 && bits !== 16) throw damaged(what, 'vertex_quantization_bits is not 10 or 16');
  const sharding = json.sharding ?? null;
  return {
    place,
    bits,
    transform: readTransform(json.transform, what),
    sharding: sharding === null ? null : readSharding(asObject(sharding), what),
  };
}

/** A manifest, and where the fragments' bytes begin. */
export interface Placed {
  manifest: Manifest;
  path: string;
  base: number;
}

export function* multiresManifest({ place, sharding }: MultiresInfo, id: Id): Work<Placed> {
  const what = `the mesh manifest of ${id}`;
  if (sharding === null) {
    const bytes = yield* readObject(place, `${id}.index`, what, MOST_MANIFEST);
    if (bytes === null) throw noMesh(id, place);
    return { manifest: readManifest(bytes, what), path: id, base: 0 };
  }
  const range = (yield* locate(place, sharding, [BigInt(id)], `the mesh of ${id}`)).get(BigInt(id));
  if (range === undefined || range.end === range.start) throw noMesh(id, place);
  if (range.end - range.start > MOST_MANIFEST) throw tooBig(what, MOST_MANIFEST);
  const [stored] = yield* readRanges(place, [range], what);
  if (!stored) throw noMesh(id, place);
  const manifest = readManifest(readValue(sharding, stored, what, MOST_MANIFEST), what);
  // Fragments lie directly before their manifest, and no index names them.
  const base = range.start - manifest.total;
  if (base < 0) throw damaged(what, 'its fragments would begin before the file');
  return { manifest, path: range.path, base };
}

/** nm; the level as `chooseLevel` says; vertices on the borders of nodes made one. */
export function* readMultiresMesh(
  info: MultiresInfo,
  id: Id,
  kernels: MeshKernels,
  choice: { level?: number; wantedFaces?: number } = {},
): Work<Mesh> {
  const what = `the mesh of ${id}`;
  const placed = yield* multiresManifest(info, id);
  const level = chooseLevel(placed.manifest, choice);
  const parts = yield* levelNodes(info, placed, level, kernels, what);
  if (parts.length === 0) throw noMesh(id, info.place);
  const mesh = weld(concatenated(parts, what));
  return { ...mesh, vertices: transformed(mesh.vertices, info.transform) };
}

/** The nodes of a level that hold something, in stored units, in order. */
export function* levelNodes(
  info: MultiresInfo,
  { manifest, path, base }: Placed,
  level: number,
  kernels: MeshKernels,
  what: string,
): Work<Mesh[]> {
  const draco = dracoOf(kernels);
  const most = 2 ** info.bits - 1;
  const { nodes, offset } = manifest.levels[level]!;
  const filled = nodes.filter(({ start, end }) => end > start);
  if (filled.reduce((sum, { start, end }) => sum + end - start, 0) > MOST_BYTES)
    throw tooBig(what, MOST_BYTES);
  const place = ({ position }: Node, q: Float64Array): void => {
    for (let k = 0; k < 3; k++) {
      const start = manifest.origin[k]! + offset[k]!;
      const size = manifest.chunk[k]! * 2 ** level;
      for (let i = k; i < q.length; i += 3) q[i] = start + size * (position[k]! + q[i]! / most);
    }
  };
  const parts: Mesh[] = [];
  let faceCount = 0;
  for (const wave of waves(filled)) {
    const ranges = wave.map(({ start, end }) => ({ path, start: base + start, end: base + end }));
    const found = yield* readRanges(info.place, ranges, what);
    wave.forEach((node, i) => {
      const bytes = found[i];
      if (!bytes) throw damaged(what, `its fragments are not there (${path})`);
      const limits = { mostPoints: 3 * MOST_FACES, mostFaces: MOST_FACES - faceCount };
      const { positions, faces } = draco.decode(bytes, { quantized: true, ...limits });
      faceCount += faces.length / 3;
      place(node, positions);
      parts.push({ vertices: positions, faces });
    });
  }
  return parts;
}

function waves(nodes: readonly Node[]): Node[][] {
  const groups: Node[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    bytes += node.end - node.start;
    if (bytes > WAVE) {
      groups.push([]);
      bytes = node.end - node.start;
    }
    groups[groups.length - 1]!.push(node);
  }
  return groups;
}
