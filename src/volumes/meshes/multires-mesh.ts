/**
 * Multi-resolution meshes (neuroglancer_multilod_draco): levels of nodes; each node is a Draco mesh with integer
 * positions.
 */
import type { Id } from '../../core/ids';
import { asObject } from '../../core/json';
import { faceCount, type Mesh } from '../../geometry/mesh/mesh';
import { weld } from '../../geometry/mesh/weld';
import type { Work } from '../../http/work';
import {
  damagedFileError,
  readObject,
  readRanges,
  type StoreFolder,
  tooLargeError,
} from '../objects/objects';
import { applyTransform, checkKeys, type Info, readTransform } from '../precomputed/info';
import { locateKeys, readValue } from '../precomputed/sharded';
import { readSharding, type Sharding } from '../precomputed/sharding';
import { dracoOf, joinMeshes, type MeshKernels, MOST_FACES } from './fragments';
import { missingMeshError } from './legacy-mesh';
import {
  chooseLevel,
  filledLevels,
  type ManifestNode,
  type MultiresManifest,
  readManifest,
} from './multires-manifest';

const MOST_MANIFEST = 64e6;
const MOST_BYTES = 1e9;
/** Limit of fragment bytes in memory at once, in addition to the decoded meshes. */
const WAVE = 32e6;

export interface MultiresInfo {
  place: StoreFolder;
  bits: number;
  transform: number[];
  sharding: Sharding | null;
}

export function multiresInfo({ place: folder, json }: Info): MultiresInfo {
  const what = `the mesh info of ${folder.url}`;
  const bits = json.vertex_quantization_bits;
  if (bits !== 10 && bits !== 16) throw damagedFileError(what, 'vertex_quantization_bits is not 10 or 16');
  checkKeys(json, ['sharding'], what);
  const sharding = json.sharding ?? null;
  return {
    place: folder,
    bits,
    transform: readTransform(json, what),
    sharding: sharding === null ? null : readSharding(asObject(sharding), what),
  };
}

/** A manifest, with the offset of its fragments in the file. */
export interface PlacedFragment {
  manifest: MultiresManifest;
  path: string;
  base: number;
}

export function* multiresManifest({ place: folder, sharding }: MultiresInfo, id: Id): Work<PlacedFragment> {
  const what = `the mesh manifest of ${id}`;
  if (sharding === null) {
    const bytes = yield* readObject(folder, `${id}.index`, what, MOST_MANIFEST);
    if (bytes === null) throw missingMeshError(id, folder);
    return { manifest: readManifest(bytes, what), path: id, base: 0 };
  }
  const range = (yield* locateKeys(folder, sharding, [BigInt(id)], `the mesh of ${id}`)).get(BigInt(id));
  if (range === undefined || range.end === range.start) throw missingMeshError(id, folder);
  if (range.end - range.start > MOST_MANIFEST) throw tooLargeError(what, MOST_MANIFEST);
  const [storedManifest] = yield* readRanges(folder, [range], what);
  if (!storedManifest) throw missingMeshError(id, folder);
  const manifest = readManifest(readValue(sharding, storedManifest, what, MOST_MANIFEST), what);
  // The fragments are stored directly before their manifest; no index contains their offsets.
  const base = range.start - manifest.total;
  if (base < 0) throw damagedFileError(what, 'its fragments would begin before the file');
  return { manifest, path: range.path, base };
}

export interface LevelChoice {
  /** 0 is the finest, -1 the coarsest. */
  level?: number;
  /**
   * Used without `level`: read the coarsest level with at least this many triangles, counted in its data; the finest if
   * none has as many.
   */
  wantedFaces?: number;
  /** Used with `wantedFaces`: prefer a coarser level to a level with more triangles than this. */
  mostFaces?: number;
  /** Receives a sentence that says which level was read. */
  remarks?: string[];
}

/** The mesh in nm, with the vertices on node borders merged. */
export function* readMultiresMesh(
  info: MultiresInfo,
  id: Id,
  kernels: MeshKernels,
  { level, wantedFaces, mostFaces = Number.POSITIVE_INFINITY, remarks = [] }: LevelChoice = {},
): Work<Mesh> {
  const what = `the mesh of ${id}`;
  const placedManifest = yield* multiresManifest(info, id);
  // Coarser levels are a fraction of the finer ones: reading them costs less than reading the headers of all nodes.
  const levels =
    level === undefined && wantedFaces !== undefined
      ? filledLevels(placedManifest.manifest).reverse()
      : [chooseLevel(placedManifest.manifest, level)];
  let choice: { level: number; faces: number; parts: Mesh[] } | null = null;
  for (const one of levels) {
    const parts = yield* levelNodes(info, placedManifest, one, kernels, what);
    const faces = parts.reduce((sum, part) => sum + faceCount(part), 0);
    if (choice && faces > mostFaces) break;
    choice = { level: one, faces, parts };
    if (faces >= (wantedFaces ?? 0)) break;
  }
  if (!choice || choice.parts.length === 0) throw missingMeshError(id, info.place);
  const mesh = weld(joinMeshes(choice.parts, what));
  const count = placedManifest.manifest.levels.length;
  if (count > 1) {
    const faces = choice.faces.toLocaleString('en-US');
    remarks.push(`level ${choice.level} of 0 (finest) to ${count - 1}, ${faces} triangles`);
  }
  return { ...mesh, vertices: applyTransform(mesh.vertices, info.transform) };
}

/** The non-empty nodes of a level, in stored units, in order. */
export function* levelNodes(
  info: MultiresInfo,
  { manifest, path, base }: PlacedFragment,
  level: number,
  kernels: MeshKernels,
  what: string,
): Work<Mesh[]> {
  const draco = dracoOf(kernels);
  const maxBytes = 2 ** info.bits - 1;
  const { nodes, offset } = manifest.levels[level]!;
  const nonEmpty = nodes.filter(({ start, end }) => end > start);
  if (nonEmpty.reduce((sum, { start, end }) => sum + end - start, 0) > MOST_BYTES)
    throw tooLargeError(what, MOST_BYTES);
  const folder = ({ position }: ManifestNode, q: Float64Array): void => {
    for (let k = 0; k < 3; k++) {
      const start = manifest.origin[k]! + offset[k]!;
      const size = manifest.chunk[k]! * 2 ** level;
      for (let i = k; i < q.length; i += 3) q[i] = start + size * (position[k]! + q[i]! / maxBytes);
    }
  };
  const parts: Mesh[] = [];
  let count = 0;
  for (const wave of waves(nonEmpty)) {
    const ranges = wave.map(({ start, end }) => ({ path, start: base + start, end: base + end }));
    const found = yield* readRanges(info.place, ranges, what);
    wave.forEach((node, i) => {
      const bytes = found[i];
      if (!bytes) throw damagedFileError(what, `its fragments are not there (${path})`);
      const limits = { mostPoints: 3 * MOST_FACES, mostFaces: MOST_FACES - count };
      const { positions, faces } = draco.decode(bytes, { quantized: true, ...limits });
      count += faces.length / 3;
      folder(node, positions);
      parts.push({ vertices: positions, faces });
    });
  }
  return parts;
}

function waves(nodes: readonly ManifestNode[]): ManifestNode[][] {
  const groups: ManifestNode[][] = [];
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
