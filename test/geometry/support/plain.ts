/** Slow and simple calculations that share no code with src/geometry, to compare its answers with. */
import type { Mesh } from '../../../src/geometry/mesh/mesh';

type Vec = [number, number, number];

const vertexOf = ({ vertices }: Mesh, vertex: number): Vec => [
  vertices[3 * vertex]!,
  vertices[3 * vertex + 1]!,
  vertices[3 * vertex + 2]!,
];
const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vec, b: Vec): Vec => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The corners of each face, as vertex numbers. */
export const facesOf = ({ faces }: Mesh): Vec[] =>
  Array.from({ length: faces.length / 3 }, (_, i) => [...faces.subarray(3 * i, 3 * i + 3)] as Vec);

export const corners = (mesh: Mesh): [Vec, Vec, Vec][] =>
  facesOf(mesh).map((face) => face.map((vertex) => vertexOf(mesh, vertex)) as [Vec, Vec, Vec]);

/**
 * Winding number of the surface `corners` around the point: the sum of the solid angles of its faces over 4π (van
 * Oosterom and Strackee 1983). Near 1 inside and near 0 outside of a closed mesh that is oriented outwards.
 */
function windingNumber(surface: readonly [Vec, Vec, Vec][], point: Vec): number {
  let angle = 0;
  for (const [p, q, r] of surface) {
    const [a, b, c] = [minus(p, point), minus(q, point), minus(r, point)];
    const [la, lb, lc] = [Math.hypot(...a), Math.hypot(...b), Math.hypot(...c)];
    const bottom = la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb;
    angle += 2 * Math.atan2(dot(a, cross(b, c)), bottom);
  }
  return angle / (4 * Math.PI);
}

/** 1 inside, 0 outside. */
export const isInside = (surface: readonly [Vec, Vec, Vec][], point: Vec): number =>
  Math.abs(windingNumber(surface, point)) > 0.5 ? 1 : 0;

export interface PlainReport {
  area: number;
  /** For whole coordinates, six times the volume is a whole number: exact. */
  signedVolume: number;
  boundaryEdges: number;
  nonManifoldEdges: number;
  inconsistentDirectedEdges: number;
  degenerateFaces: number;
  duplicateFaces: number;
  components: number;
  edges: number;
}

/** Counts with maps of texts; computes the volume of whole coordinates with whole numbers. */
export function plainReport(mesh: Mesh): PlainReport {
  const directed = new Map<string, number>();
  const edges = new Map<string, number>();
  const faces = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const parts = new Map<number, Set<number>>();
  for (const face of facesOf(mesh)) {
    add(faces, String([...face].sort((a, b) => a - b)));
    const part = new Set<number>();
    for (const [k, vertex] of face.entries()) {
      const next = face[(k + 1) % 3]!;
      if (vertex !== next) {
        add(directed, `${vertex} ${next}`);
        add(edges, `${Math.min(vertex, next)} ${Math.max(vertex, next)}`);
      }
      for (const member of parts.get(vertex) ?? [vertex]) part.add(member);
    }
    for (const member of part) parts.set(member, part);
  }
  let [area, degenerateFaces, sixfold] = [0, 0, 0n];
  for (const [a, b, c] of corners(mesh)) {
    const normal = cross(minus(b, a), minus(c, a));
    area += Math.hypot(...normal) / 2;
    if (Math.hypot(...normal) === 0) degenerateFaces++;
    const [p, q, r] = [a, b, c].map((corner) => corner.map(BigInt)) as [bigint[], bigint[], bigint[]];
    const minor = (i: number, j: number) => q[i]! * r[j]! - q[j]! * r[i]!;
    sixfold += p[0]! * minor(1, 2) + p[1]! * minor(2, 0) + p[2]! * minor(0, 1);
  }
  return {
    area,
    signedVolume: Number(sixfold) / 6,
    boundaryEdges: [...edges.values()].filter((count) => count === 1).length,
    nonManifoldEdges: [...edges.values()].filter((count) => count > 2).length,
    inconsistentDirectedEdges: [...directed].filter(
      ([key, count]) => count !== (directed.get(key.split(' ').reverse().join(' ')) ?? 0),
    ).length,
    degenerateFaces,
    duplicateFaces: [...faces.values()].reduce((sum, count) => sum + count - 1, 0),
    components: new Set(parts.values()).size,
    edges: edges.size,
  };
}

/** Length of the part of a segment inside a box (Liang and Barsky 1984). */
export function lengthInBox(from: Vec, to: Vec, low: Vec, high: Vec): number {
  let [enter, leave] = [0, 1];
  for (let axis = 0; axis < 3; axis++) {
    const step = to[axis]! - from[axis]!;
    if (step === 0 && (from[axis]! < low[axis]! || from[axis]! > high[axis]!)) return 0;
    if (step === 0) continue;
    const ends = [(low[axis]! - from[axis]!) / step, (high[axis]! - from[axis]!) / step];
    enter = Math.max(enter, Math.min(...ends));
    leave = Math.min(leave, Math.max(...ends));
  }
  return Math.max(0, leave - enter) * Math.hypot(...minus(to, from));
}

/** One pass of Laplacian smoothing with sets of neighbours. */
export function plainPass(mesh: Mesh, factor: number): Mesh {
  const neighbours = new Map<number, Set<number>>();
  for (const face of facesOf(mesh)) {
    for (const vertex of face) {
      const known = neighbours.get(vertex) ?? new Set();
      for (const other of face) if (other !== vertex) known.add(other);
      neighbours.set(vertex, known);
    }
  }
  const vertices = mesh.vertices.slice();
  for (const [vertex, near] of neighbours) {
    for (let axis = 0; axis < 3; axis++) {
      let sum = 0;
      for (const other of near) sum += mesh.vertices[3 * other + axis]!;
      const here = mesh.vertices[3 * vertex + axis]!;
      vertices[3 * vertex + axis] = here + factor * (sum / near.size - here);
    }
  }
  return { vertices, faces: mesh.faces };
}
