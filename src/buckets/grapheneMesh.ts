/** Meshes of a chunked graph: its meshing service names the fragments of a segment, the bucket holds them. */
import { TtError } from '../core/errors';
import type { Id } from '../core/ids';
import { asObject, type Json, parseJson } from '../core/json';
import type { Work } from '../exchange/work';
import type { Mesh } from '../geometry/mesh';
import { weld } from '../geometry/weld';
import { concatenated, type MeshKernels, readFragment } from './fragments';
import { utf8 } from './gzip';
import type { VolumeInfo } from './info';
import { noMesh, wholeFragments } from './legacyMesh';
import {
  below,
  damaged,
  nameWithin,
  type Place,
  type Range,
  type Reach,
  readRanges,
  replyBytes,
  tooBig,
  unpacked,
} from './objects';

const MOST_MANIFEST = 64e6;
const MOST_BYTES = 1e9;
const MOST_FRAGMENT = 256e6;
/** Bytes of encoded fragments in memory at once. */
const WAVE = 32e6;

/** `https://host/segmentation/table/t`, old spellings too, as the table's address at the meshing service. */
export function meshingUrl(url: string): string {
  const found = /^(https?:\/\/[^/]+)\/segmentation\/(?:table|1\.0|api\/v1\/table|api\/v1)\/([^/]+)\/?$/.exec(
    url,
  );
  if (!found) throw new TtError('INPUT', `${url.slice(0, 120)} is not the address of a chunked graph`);
  return `${found[1]}/meshing/api/v1/table/${found[2]}`;
}

/** Where a fragment lies below the folder of the meshes; whole objects have no stretch. */
export type Where = { range: Range } | { object: string };

/**
 * The place that a fragment's name in a manifest stands for. Names may carry the node's id in front, as `~id:`.
 * `dynamic` is the folder of meshes made after an edit, '' in a table without shards.
 */
export function whereIs(name: string, folder: Place, dynamic: string): Where {
  const plain = nameWithin(folder, /^~[0-9]+:(.*)$/.exec(name)?.[1] ?? name);
  const sharded = /^~([0-9]+)\/([A-Za-z0-9_-]+\.shard):([0-9]+):([0-9]+)$/.exec(plain);
  if (sharded) {
    const [, layer, file, start, size] = sharded;
    const end = Number(start) + Number(size);
    if (!Number.isSafeInteger(end))
      throw damaged('a mesh manifest', `"${name.slice(0, 80)}" lies beyond any file`);
    return { range: { path: `initial/${layer}/${file}`, start: Number(start), end } };
  }
  if (plain.startsWith('~') || plain.includes('/') || /^[0-9]+:[0-9]+:[^:]*\.shard/.test(plain)) {
    throw damaged('a mesh manifest', `"${name.slice(0, 80)}" names no place`);
  }
  return { object: dynamic === '' ? plain : `${dynamic}/${plain}` };
}

export interface GrapheneMeshes {
  /** Folder of the meshes in the bucket. */
  folder: Place;
  /** Where meshes made after edits lie within it; '' in a table without shards. */
  dynamic: string;
  /** nm of the grid that all vertices lie on; 0 where there is none. */
  grid: number;
}

export function grapheneMeshes(info: VolumeInfo, reach: Reach): GrapheneMeshes {
  if (info.mesh === '') throw new TtError('NONE', `${info.place.url} has no meshes`);
  const meta = asObject(info.json.mesh_metadata) ?? {};
  const text = (value: Json | undefined, initial: string) =>
    typeof value === 'string' && value ? value : initial;
  const sharded = info.json.sharded_mesh === true || meta.unsharded_mesh_dir !== undefined;
  const grid = meta.uniform_draco_grid_size;
  return {
    folder: below(reach(info.dataDir), info.mesh),
    dynamic: sharded ? text(meta.unsharded_mesh_dir, 'dynamic') : '',
    grid: typeof grid === 'number' && grid > 0 ? grid : 0,
  };
}

/** nm; all fragments of a segment, border vertices made one. */
export function* readGrapheneMesh(info: VolumeInfo, id: Id, kernels: MeshKernels, reach: Reach): Work<Mesh> {
  const what = `the mesh of ${id}`;
  const meshes = grapheneMeshes(info, reach);
  const names = yield* manifestOf(info.place, id);
  if (names.length === 0) throw noMesh(id, info.place);
  const places = names.map((name) => whereIs(name, meshes.folder, meshes.dynamic));
  const objects = places.flatMap((place) => ('object' in place ? [place.object] : []));
  const ranges = places.flatMap((place) => ('range' in place ? [place.range] : []));
  const whole = yield* wholeFragments(meshes.folder, objects, kernels, what);
  const parts = yield* stretches(meshes.folder, ranges, kernels, what);
  const all = [...whole, ...parts];
  const gone = all.filter((part) => part === null).length;
  if (gone > 0) {
    throw new TtError(
      'PENDING',
      `${gone} of ${all.length} pieces of the mesh of ${id} are not there yet. Try again in some minutes`,
    );
  }
  const mesh = concatenated(all as Mesh[], what);
  return weld(meshes.grid > 0 ? onGrid(mesh, meshes.grid) : mesh);
}

/** Fragments' names of a segment. */
export function* manifestOf(graph: Place, id: Id): Work<string[]> {
  const what = `the mesh manifest of ${id}`;
  const [reply] = yield [
    {
      method: 'GET',
      url: `${meshingUrl(graph.url)}/manifest/${id}:0?verify=1`,
      ...(graph.headers ? { headers: graph.headers } : {}),
      repeatable: true,
      what,
      expects: 1e6,
    },
  ];
  if (reply!.status === 403)
    throw new TtError('PERMISSION', `${what}: your account may not see this graph’s meshes`);
  if (reply!.status === 400) throw new TtError('UNKNOWN', `${id} is no segment of this graph`);
  const bytes = unpacked(replyBytes(reply!, what), what, MOST_MANIFEST);
  if (bytes === null) throw noMesh(id, graph);
  let json: Json;
  try {
    json = parseJson(utf8(bytes));
  } catch {
    throw damaged(what, 'it is not JSON');
  }
  const names = asObject(json)?.fragments;
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw damaged(what, 'it names no fragments');
  }
  return names as string[];
}

function* stretches(
  folder: Place,
  ranges: readonly Range[],
  kernels: MeshKernels,
  what: string,
): Work<(Mesh | null)[]> {
  const sizes = ranges.map(({ start, end }) => end - start);
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) throw tooBig(what, MOST_BYTES);
  const parts: (Mesh | null)[] = [];
  // Neighbours in a file come into one wave, whatever order the manifest has them in.
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
      const plain = unpacked(found[n] ?? null, one, MOST_FRAGMENT);
      parts[i] = plain && readFragment(plain, kernels, one);
    });
    at = end;
  }
  return parts;
}

/** Single precision leaves coordinates a hair beside their grid, not the same in neighbouring fragments. */
function onGrid(mesh: Mesh, grid: number): Mesh {
  const near = grid / 100;
  for (let i = 0; i < mesh.vertices.length; i++) {
    const value = mesh.vertices[i]!;
    const snapped = Math.round(value / grid) * grid;
    if (Math.abs(value - snapped) < near) mesh.vertices[i] = snapped;
  }
  return mesh;
}
