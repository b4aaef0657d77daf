/** Kinds of meshes and segments with real ties, near ties and extreme values. */
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { box, bumpySphere, joinMeshesOf, meshOf } from '../../../workbench/geometry/meshes';

export interface Scene {
  mesh: Mesh;
  /** Six numbers per segment. */
  segments: Float64Array;
}

type Next = () => number;
type Point = [number, number, number];

const whole = (next: Next, most: number): number => Math.floor(next() * (most + 1));
const point = (draw: () => number): Point => [draw(), draw(), draw()];
const listOf = <T>(many: number, make: (i: number) => T): T[] =>
  Array.from({ length: many }, (_x, i) => make(i));

/** Triangles with their own vertices; some are rotated copies of earlier ones. */
function soup(next: Next, many: number, corner: () => Point): Mesh {
  const faces: Point[][] = [];
  for (let i = 0; i < many; i++) {
    const old = i > 0 && next() < 0.15 ? faces[whole(next, i - 1)]! : null;
    faces.push(old === null ? listOf(3, corner) : [old[1]!, old[2]!, old[0]!]);
  }
  return meshOf(
    faces.flat(),
    listOf(many, (i) => [3 * i, 3 * i + 1, 3 * i + 2]),
  );
}

const segmentsOf = (many: number, ends: () => Point[]): Float64Array =>
  Float64Array.from(listOf(many, ends).flat(2));

/** A point on the mesh, by random weights of a face's corners: a corner, a point on an edge, or an inner point. */
function onMesh({ vertices, faces }: Mesh, next: Next): Point {
  const face = 3 * whole(next, faces.length / 3 - 1);
  const kind = whole(next, 2);
  const weights = kind === 0 ? [1, 0, 0] : kind === 1 ? [next(), 1, 0] : [next(), next(), 1];
  const sum = weights.reduce((x, y) => x + y);
  return [0, 1, 2].map((k) =>
    weights.reduce((x, w, i) => x + (w / sum) * vertices[3 * faces[face + ((i + kind) % 3)]! + k]!, 0),
  ) as Point;
}

/** A segment through a point on the mesh, to it, or from it. */
function aimSegments(mesh: Mesh, next: Next, from: () => Point): Point[] {
  const [start, target] = [from(), onMesh(mesh, next)];
  const way = next();
  if (way < 0.3) return [start, target];
  if (way < 0.6) return [target, start];
  return [start, target.map((x, k) => 2 * x - start[k]!) as Point];
}

/** Boxes on a lattice: closed, with shared walls, edges and corners. */
function blocks(next: Next, size: number): Mesh {
  return joinMeshesOf(
    ...listOf(2, () => {
      const low = point(() => whole(next, size - 1));
      return box(low, low.map((x) => x + 1 + whole(next, 1)) as Point);
    }),
  );
}

const shiftMesh = (mesh: Mesh, by: Point, scale: Point): Mesh => ({
  vertices: mesh.vertices.map((x, i) => x * scale[i % 3]! + by[i % 3]!),
  faces: mesh.faces,
});
const shiftedEnds = (segments: Float64Array, by: Point, scale: Point): Float64Array =>
  segments.map((x, i) => x * scale[i % 3]! + by[i % 3]!);

function lattice(most: number, faces: number) {
  return (next: Next, many: number): Scene => ({
    mesh: soup(next, faces, () => point(() => whole(next, most))),
    segments: segmentsOf(many, () => listOf(2, () => point(() => whole(next, most + 2) - 1))),
  });
}

function blockScene(step: number, by: Point, scale: Point) {
  return (next: Next, many: number): Scene => ({
    mesh: shiftMesh(blocks(next, 4), by, scale),
    segments: shiftedEnds(
      segmentsOf(many, () => listOf(2, () => point(() => whole(next, 6 / step) * step - 0.5 * (step % 1)))),
      by,
      scale,
    ),
  });
}

function floats(faces: number, corner: (next: Next) => Point) {
  return (next: Next, many: number): Scene => {
    const mesh = soup(next, faces, () => corner(next));
    return { mesh, segments: segmentsOf(many, () => aimSegments(mesh, next, () => corner(next))) };
  };
}

export interface Family {
  name: string;
  /** Scenes of 200 casts; more of those with whole numbers, because they are fast to judge. */
  scenes: number;
  /** A scene of `many` segments. */
  make(next: Next, many: number): Scene;
}

export const FAMILIES: Family[] = [
  { name: 'lattice of 3, faces of any shape', scenes: 82, make: lattice(2, 10) },
  { name: 'lattice of 5', scenes: 82, make: lattice(4, 12) },
  { name: 'boxes on a lattice', scenes: 82, make: blockScene(1, [0, 0, 0], [1, 1, 1]) },
  { name: 'boxes, ends on half steps', scenes: 82, make: blockScene(0.5, [0, 0, 0], [1, 1, 1]) },
  {
    name: 'boxes of voxels far from the origin',
    scenes: 82,
    make: blockScene(0.5, [575250, 780750, 180765], [4, 4, 45]),
  },
  {
    name: 'boxes on decimals, ties that rounding breaks',
    scenes: 13,
    make: blockScene(1, [0.1, 0.2, 0.7], [0.1, 0.3, 0.7]),
  },
  {
    name: 'sheets of one plane, segments in it and across',
    scenes: 13,
    make: (next, many) => ({
      mesh: soup(next, 10, () => [whole(next, 4), whole(next, 4), 0]),
      segments: segmentsOf(many, () =>
        listOf(2, () => [whole(next, 5), whole(next, 5), (whole(next, 3) % 3) % 2]),
      ),
    }),
  },
  {
    name: 'tilted planes through one line',
    scenes: 13,
    make: (next, many) => ({
      mesh: soup(next, 10, () => {
        const [x, y] = [whole(next, 4), whole(next, 4)];
        return [x, y, x + y];
      }),
      segments: segmentsOf(many, () =>
        listOf(2, () => {
          const [x, y] = [whole(next, 4), whole(next, 4)];
          return [x, y, x + y + (next() < 0.4 ? 0 : whole(next, 2) - 1)];
        }),
      ),
    }),
  },
  {
    name: 'any doubles, aimed at corners and edges',
    scenes: 13,
    make: floats(12, (next) => point(() => 3e5 + next() * 1e5)),
  },
  {
    name: 'single-precision corners',
    scenes: 13,
    make: floats(12, (next) => point(() => Math.fround(1e5 + next() * 2e4))),
  },
  {
    name: 'needles',
    scenes: 13,
    make: floats(12, (next) => [
      5e5 + next() * 1e5,
      4e5 + next() * 1e-3,
      3e5 + (next() < 0.5 ? 0 : next() * 1e-6),
    ]),
  },
  {
    name: 'sizes from 2^-30 to 2^30',
    scenes: 13,
    make: floats(12, (next) => point(() => (next() - 0.5) * 2 ** (whole(next, 60) - 30))),
  },
  {
    name: 'bumpy sphere, aimed and at random',
    scenes: 13,
    make: (next, many) => {
      const mesh = bumpySphere(9, 5);
      const start = () => [5e5, 4e5, 3e5].map((x) => x + (next() - 0.5) * 5e5) as Point;
      return {
        mesh,
        segments: segmentsOf(many, () =>
          next() < 0.5 ? [start(), start()] : aimSegments(mesh, next, start),
        ),
      };
    },
  },
];
