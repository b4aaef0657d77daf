/** Meshes that cannot meet, which need no union: their groups, and the test that a mesh is one simple solid. */
import { boundsOf } from '../mesh/bounds';
import { flip } from '../mesh/flip';
import type { Mesh } from '../mesh/mesh';
import { DisjointSets } from '../numeric/disjoint-sets';

/** A volume below this part of its box's may be rounding. */
const LEAST_VOLUME = 1e-9;
/** In place of an edge that waits for its second face: there is none, or it has both. */
const NONE = 0xffffffff;
const MATCHED = 0xfffffffe;

/**
 * Groups of meshes whose boxes touch or overlap, directly or through others: no mesh of a group meets one of another.
 * Each group has the positions of its meshes in the list, in order; every mesh has vertices.
 */
export function groupsThatMayMeet(meshes: readonly Mesh[]): number[][] {
  const boxes = meshes.map(({ vertices }) => boundsOf(vertices)!);
  const sets = new DisjointSets(meshes.length);
  const order = boxes.map((_box, i) => i).sort((a, b) => boxes[a]!.min[0] - boxes[b]!.min[0]);
  // Boxes that begin before this one, and may reach it along x.
  let open: number[] = [];
  for (const i of order) {
    const box = boxes[i]!;
    open = open.filter((other) => boxes[other]!.max[0] >= box.min[0]);
    for (const other of open) {
      const { min, max } = boxes[other]!;
      if ([1, 2].every((axis) => min[axis]! <= box.max[axis]! && max[axis]! >= box.min[axis]!)) {
        sets.union(i, other);
      }
    }
    open.push(i);
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < meshes.length; i++) {
    const root = sets.find(i);
    const group = groups.get(root);
    if (group) group.push(i);
    else groups.set(root, [i]);
  }
  return [...groups.values()];
}

/**
 * The mesh with its faces outward, if it is one piece in which every edge has two faces of opposite directions; null
 * for any other mesh, and for one that hardly encloses a volume.
 */
export function asSimpleSolid(mesh: Mesh): Mesh | null {
  const box = boundsOf(mesh.vertices);
  if (!box || !isOnePiece(mesh)) return null;
  const volume = signedVolume(mesh, box.min);
  const most = [0, 1, 2].reduce((product, axis) => product * (box.max[axis]! - box.min[axis]!), 1);
  if (!(Math.abs(volume) > LEAST_VOLUME * most)) return null;
  return volume > 0 ? mesh : flip(mesh);
}

function isOnePiece({ vertices, faces }: Mesh): boolean {
  const count = vertices.length / 3;
  // The directed edges of the faces, in the order of their lower vertex.
  const ends = new Uint32Array(count + 1);
  for (let at = 0; at < faces.length; at++) ends[Math.min(faces[at]!, next(faces, at))]!++;
  for (let vertex = 0, sum = 0; vertex <= count; vertex++) {
    sum += ends[vertex]!;
    ends[vertex] = sum;
  }
  const edges = new Uint32Array(faces.length);
  for (let at = 0; at < faces.length; at++) edges[--ends[Math.min(faces[at]!, next(faces, at))]!] = at;
  const pieces = new DisjointSets(faces.length / 3);
  let joints = 0;
  const waiting = new Uint32Array(count).fill(NONE);
  for (let low = 0, i = 0; low < count; low++) {
    const begin = i;
    for (const end = ends[low + 1]!; i < end; i++) {
      const edge = edges[i]!;
      const high = Math.max(faces[edge]!, next(faces, edge));
      const twin = waiting[high]!;
      if (twin === NONE) {
        waiting[high] = edge;
        continue;
      }
      // A third face, or two of one direction.
      if (twin === MATCHED || faces[twin] === faces[edge]) return false;
      waiting[high] = MATCHED;
      if (pieces.union(Math.floor(edge / 3), Math.floor(twin / 3))) joints++;
    }
    for (let k = begin; k < i; k++) {
      const high = Math.max(faces[edges[k]!]!, next(faces, edges[k]!));
      if (waiting[high] !== MATCHED && waiting[high] !== NONE) return false;
      waiting[high] = NONE;
    }
  }
  return joints === faces.length / 3 - 1;
}

/** The vertex after this corner of its face. */
const next = (faces: Uint32Array, at: number): number => faces[at % 3 === 2 ? at - 2 : at + 1]!;

/** By the divergence theorem, from a place near the mesh. */
function signedVolume({ vertices, faces }: Mesh, [x, y, z]: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < faces.length; at += 3) {
    const a = 3 * faces[at]!;
    const b = 3 * faces[at + 1]!;
    const c = 3 * faces[at + 2]!;
    const ax = vertices[a]! - x!;
    const ay = vertices[a + 1]! - y!;
    const az = vertices[a + 2]! - z!;
    const bx = vertices[b]! - x!;
    const by = vertices[b + 1]! - y!;
    const bz = vertices[b + 2]! - z!;
    const cx = vertices[c]! - x!;
    const cy = vertices[c + 1]! - y!;
    const cz = vertices[c + 2]! - z!;
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return sum / 6;
}
