/** Meshes of a chunked graph: its meshing service names the fragments of a segment, and a bucket contains them. */
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, type Json, parseJson } from '../../core/json';
import type { Vec3 } from '../../core/points';
import { utf8 } from '../../core/utf8';
import type { Mesh } from '../../geometry/mesh/mesh';
import { dropUnused, mergePositions, weld } from '../../geometry/mesh/weld';
import type { Work } from '../../http/work';
import {
  type ByteRange,
  damagedFileError,
  decompress,
  nameWithin,
  readRanges,
  replyBytes,
  type StoreFolder,
  type StoreResolver,
  subfolder,
  throwRefused,
  tooLargeError,
} from '../objects/objects';
import { type VolumeInfo, vector } from '../precomputed/info';
import { joinMeshes, type MeshKernels, readFragment } from './fragments';
import { fragmentNames, missingMeshError, wholeFragments } from './legacy-mesh';

const MOST_MANIFEST = 64e6;
const MOST_BYTES = 1e9;
const MOST_FRAGMENT = 256e6;
/** Limit of encoded fragment bytes in memory at once. */
const WAVE = 32e6;

/** Matches `https://host/segmentation/table/t` and older forms of it. */
const GRAPH = /^(https?:\/\/[^/]+)\/segmentation\/(?:table|1\.0|api\/v1\/table|api\/v1)\/([^/]+)\/?$/;

export const isGraph = (url: string): boolean => GRAPH.test(url);

/** The address of a graph's table at the meshing service. */
export function meshingUrl(url: string): string {
  const found = GRAPH.exec(url);
  if (!found) throw new TtError('INPUT', `${url.slice(0, 120)} is not the address of a chunked graph`);
  return `${found[1]}/meshing/api/v1/table/${found[2]}`;
}

/** The location of a fragment below the mesh folder: a byte range of a shard file, or an object. */
export type FragmentLocation = { range: ByteRange } | { object: string };

/** The location that a fragment's name in a manifest means. Names may begin with the node's id, as `~id:`. */
export function fragmentLocation(name: string, folder: StoreFolder): FragmentLocation {
  const plain = nameWithin(folder, /^~[0-9]+:(.*)$/.exec(name)?.[1] ?? name);
  const inShard = /^~([0-9]+)\/([A-Za-z0-9_-]+\.shard):([0-9]+):([0-9]+)$/.exec(plain);
  if (inShard) {
    const [, layer, file, start, size] = inShard;
    const first = digitsValue(start);
    const end = first + digitsValue(size);
    if (!Number.isSafeInteger(end))
      throw damagedFileError('a mesh manifest', `"${name.slice(0, 80)}" lies beyond any file`);
    return { range: { path: `initial/${layer}/${file}`, start: first, end } };
  }
  if (plain.startsWith('~') || plain.includes('/') || /^[0-9]+:[0-9]+:[^:]*\.shard/.test(plain)) {
    throw damagedFileError('a mesh manifest', `"${name.slice(0, 80)}" names no place`);
  }
  return { object: plain };
}

export interface GrapheneMeshes {
  /** The mesh folder in the bucket. */
  folder: StoreFolder;
  /** Subfolders for fragments that are single objects, the more likely one first; '' is the mesh folder itself. */
  own: [string, string];
  /** Spacing of the grid on which all vertices lie, in nm; 0 without a grid. */
  grid: number;
  /**
   * Extent of the graph's smallest chunks and one corner of a chunk, in nm; null if the info file does not state it.
   */
  chunks: { size: Vec3; origin: Vec3 } | null;
}

export function grapheneMeshes(info: VolumeInfo, reach: StoreResolver): GrapheneMeshes {
  if (info.mesh === '') throw new TtError('NONE', `${info.place.url} has no meshes`);
  const meta = asObject(info.json.mesh_metadata) ?? {};
  const unshardedDir = meta.unsharded_mesh_dir;
  const dynamic = typeof unshardedDir === 'string' && unshardedDir !== '' ? unshardedDir : 'dynamic';
  const sharded = info.json.sharded_mesh === true || unshardedDir !== undefined;
  const grid = meta.uniform_draco_grid_size;
  return {
    folder: subfolder(reach(info.dataDir), info.mesh),
    own: sharded ? [dynamic, ''] : ['', dynamic],
    grid: typeof grid === 'number' && grid > 0 ? grid : 0,
    chunks: chunksOf(info),
  };
}

function chunksOf({ json, scales, place: folder }: VolumeInfo): GrapheneMeshes['chunks'] {
  const graph = asObject(json.graph);
  const mip = graph?.cv_mip ?? 0;
  const scale = typeof mip === 'number' ? scales[mip] : undefined;
  if (graph?.chunk_size === undefined || scale === undefined) return null;
  const voxels = vector(graph.chunk_size, `the info of ${folder.url}`, 'chunk_size', (n) => n > 0);
  const start = json.chunks_start_at_voxel_offset === true ? scale.offset : [0, 0, 0];
  const nm = (list: readonly number[]): Vec3 => list.map((n, k) => n * scale.resolution[k]!) as Vec3;
  return { size: nm(voxels), origin: nm(start) };
}

/** The mesh in nm: all fragments of a segment, with border vertices merged. */
export function* readGrapheneMesh(
  info: VolumeInfo,
  id: Id,
  kernels: MeshKernels,
  reach: StoreResolver,
): Work<Mesh> {
  const what = `the mesh of ${id}`;
  const meshes = grapheneMeshes(info, reach);
  const names = yield* manifestOf(info.place, id);
  if (names.length === 0) throw missingMeshError(id, info.place);
  const places = names.map((name) => fragmentLocation(name, meshes.folder));
  const objects = places.flatMap((folder) => ('object' in folder ? [folder.object] : []));
  const ranges = places.flatMap((folder) => ('range' in folder ? [folder.range] : []));
  const whole = yield* ownObjects(meshes, objects, kernels, what);
  const parts = yield* stretches(meshes.folder, ranges, kernels, what);
  const all = [...whole, ...parts];
  const missing = all.filter((part) => part === null).length;
  if (missing > 0) {
    throw new TtError(
      'PENDING',
      `${missing} of ${all.length} pieces of the mesh of ${id} are not there yet. Try again in some minutes`,
    );
  }
  return joinedUp(joinMeshes(all as Mesh[], what), meshes);
}

/**
 * Joins fragments at chunk borders. Inside a chunk, two sheets may touch at a point of the coarse grid and must stay
 * separate. Without a grid, all vertices at the same position are merged.
 */
function joinedUp(mesh: Mesh, { grid, chunks }: GrapheneMeshes): Mesh {
  if (grid === 0) return weld(mesh);
  onGrid(mesh, grid);
  if (chunks === null) return weld(mesh);
  const { size, origin } = chunks;
  const atBorder = (value: number, k: number): boolean => {
    const within = (((value - origin[k]!) % size[k]!) + size[k]!) % size[k]!;
    return Math.min(within, size[k]! - within) <= grid / 2;
  };
  return weldSome(mesh, (i) => [0, 1, 2].some((k) => atBorder(mesh.vertices[3 * i + k]!, k)));
}

/** Merges vertices at the same position if `may` holds for them. All vertices keep their order. */
function weldSome({ vertices, faces }: Mesh, may: (vertex: number) => boolean): Mesh {
  const count = vertices.length / 3;
  const some: number[] = [];
  for (let i = 0; i < count; i++) if (may(i)) some.push(i);
  const places = Float64Array.from(
    { length: 3 * some.length },
    (_none, n) => vertices[3 * some[Math.floor(n / 3)]! + (n % 3)]!,
  );
  const { index } = mergePositions(places);
  const first = new Map<number, number>();
  const to = Uint32Array.from({ length: count }, (_none, i) => i);
  some.forEach((vertex, n) => {
    const original = first.get(index[n]!);
    if (original === undefined) first.set(index[n]!, vertex);
    else to[vertex] = original;
  });
  return dropUnused({ vertices, faces: faces.map((vertex) => to[vertex]!) });
}

/** The names of a segment's fragments. */
export function* manifestOf(graph: StoreFolder, id: Id): Work<string[]> {
  const what = `the mesh manifest of ${id}`;
  const [reply] = yield [
    {
      method: 'GET',
      url: `${meshingUrl(graph.url)}/manifest/${id}:0?verify=1`,
      ...(graph.headers ? { headers: graph.headers } : {}),
      ...(graph.confirm ? { confirm: graph.confirm } : {}),
      idempotent: true,
      route: what,
      expectedBytes: 1e6,
    },
  ];
  throwRefused(graph, reply!, what);
  if (reply!.status === 403)
    throw new TtError('PERMISSION', `${what}: your account may not see this graph’s meshes`);
  if (reply!.status === 400) throw new TtError('UNKNOWN', `${id} is no segment of this graph`);
  const bytes = decompress(replyBytes(reply!, what), what, MOST_MANIFEST);
  if (bytes === null) throw missingMeshError(id, graph);
  let json: Json;
  try {
    json = parseJson(utf8(bytes));
  } catch {
    throw damagedFileError(what, 'it is not JSON');
  }
  return fragmentNames(asObject(json), what);
}

/**
 * Reads fragments that are single objects. Info files do not always say which folder contains them: those missing in
 * one folder are read from the other.
 */
function* ownObjects(
  { folder, own }: GrapheneMeshes,
  names: readonly string[],
  kernels: MeshKernels,
  what: string,
): Work<(Mesh | null)[]> {
  const [likely, other] = own.map((name) => (name === '' ? folder : subfolder(folder, name))) as [
    StoreFolder,
    StoreFolder,
  ];
  const found = yield* wholeFragments(likely, names, kernels, what);
  const missingIndexes = names.map((_name, i) => i).filter((i) => found[i] === null);
  const again = yield* wholeFragments(
    other,
    missingIndexes.map((i) => names[i]!),
    kernels,
    what,
  );
  for (const [n, i] of missingIndexes.entries()) found[i] = again[n]!;
  return found;
}

function* stretches(
  folder: StoreFolder,
  ranges: readonly ByteRange[],
  kernels: MeshKernels,
  what: string,
): Work<(Mesh | null)[]> {
  const sizes = ranges.map(({ start, end }) => end - start);
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) throw tooLargeError(what, MOST_BYTES);
  const parts: (Mesh | null)[] = [];
  // Ranges that are neighbours in a file are read in the same wave, whatever their order in the manifest.
  const order = ranges
    .map((_range, i) => i)
    .sort((a, b) => {
      const [p, q] = [ranges[a]!, ranges[b]!];
      return p.path < q.path ? -1 : p.path > q.path ? 1 : p.start - q.start;
    });
  for (let at = 0; at < order.length; ) {
    let [end, bytes] = [at, 0];
    while (end < order.length && (end === at || bytes + sizes[order[end]!]! <= WAVE))
      bytes += sizes[order[end++]!]!;
    const wave = order.slice(at, end);
    const found = yield* readRanges(
      folder,
      wave.map((i) => ranges[i]!),
      what,
    );
    wave.forEach((i, n) => {
      const { path, start } = ranges[i]!;
      const one = `fragment ${path}:${start}`;
      const plain = decompress(found[n] ?? null, one, MOST_FRAGMENT);
      parts[i] = plain && readFragment(plain, kernels, one);
    });
    at = end;
  }
  return parts;
}

/**
 * Moves the vertices onto the grid, in place. Single precision puts coordinates slightly off the grid, and differently
 * in neighbouring fragments.
 */
function onGrid({ vertices }: Mesh, grid: number): void {
  const near = grid / 100;
  for (let i = 0; i < vertices.length; i++) {
    const nearestGridValue = Math.round(vertices[i]! / grid) * grid;
    if (Math.abs(vertices[i]! - nearestGridValue) < near) vertices[i] = nearestGridValue;
  }
}
