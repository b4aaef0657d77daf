/**
 * The compiled query, which excludes pairs in single precision: hits are those of a double loop with the exact test over
 * all pairs, at any scale.
 */
import { buildBvh, eachCandidate } from '../../../src/geometry/bvh/bvh';
import { PAIRS, SEGMENTS } from '../../../src/geometry/bvh/native';
import { segmentHits } from '../../../src/geometry/cast/hits';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import {
  ALONG,
  APART,
  COUNTED,
  classifyMeeting,
} from '../../../src/geometry/predicates/segment-triangle-meet';
import { bumpySphere, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';

type Next = () => number;
type Point = [number, number, number];
const point = (draw: () => number): Point => [draw(), draw(), draw()];
const listOf = <T>(many: number, make: (i: number) => T): T[] =>
  Array.from({ length: many }, (_x, i) => make(i));
const whole = (next: Next, most: number): number => Math.floor(next() * (most + 1));

/** Segment, face and kind of each pair that meets. */
function byEveryPair({ vertices, faces }: Mesh, segments: Float64Array): string[] {
  const met: string[] = [];
  const corners = new Float64Array(9);
  for (let segment = 0; segment < segments.length / 6; segment++) {
    const [px, py, pz, qx, qy, qz] = segments.subarray(6 * segment, 6 * segment + 6) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let face = 0; face < faces.length / 3; face++) {
      for (let k = 0; k < 9; k++) corners[k] = vertices[3 * faces[3 * face + Math.floor(k / 3)]! + (k % 3)]!;
      const meeting = classifyMeeting(px, py, pz, qx, qy, qz, corners, 0);
      if (meeting !== APART) met.push(`${segment} ${face} ${meeting}`);
    }
  }
  return met.sort();
}

function byTree(mesh: Mesh, segments: Float64Array): string[] {
  const { segment, face, counted, along } = segmentHits(buildBvh(mesh), segments);
  return [
    ...Array.from(segment, (i, hit) => `${i} ${face[hit]} ${counted[hit] === 1 ? COUNTED : COUNTED - 1}`),
    ...Array.from(along.segment, (i, pair) => `${i} ${along.face[pair]} ${ALONG}`),
  ].sort();
}

/** Faces with corners of their own; some are copies, some have no area. */
function soup(next: Next, many: number, corner: () => Point): Mesh {
  const faces: Point[][] = [];
  for (let i = 0; i < many; i++) {
    const old = faces[whole(next, i)];
    const [a, b, c] = [corner(), corner(), corner()];
    const way = next();
    if (old && way < 0.1) faces.push([old[1]!, old[2]!, old[0]!]);
    else faces.push(way < 0.15 ? [a, a, b] : way < 0.2 ? [a, a, a] : [a, b, c]);
  }
  return meshOf(
    faces.flat(),
    listOf(many, (i) => [3 * i, 3 * i + 1, 3 * i + 2]),
  );
}

/** Segments that end at, pass through, or stop just before a corner, an edge or the inside of a face, or go anywhere. */
function aimed(mesh: Mesh, next: Next, many: number, from: () => Point): Float64Array {
  const { vertices, faces } = mesh;
  return Float64Array.from(
    listOf(many, () => {
      const face = 3 * whole(next, faces.length / 3 - 1);
      const weights = [
        [1, 0, 0],
        [next(), 1, 0],
        [next(), next(), 1],
      ][whole(next, 2)]!;
      const sum = weights.reduce((x, y) => x + y);
      const target = point(() => 0).map((_x, k) =>
        weights.reduce((x, w, i) => x + (w / sum) * vertices[3 * faces[face + i]! + k]!, 0),
      );
      const start = from();
      const way = next();
      const share = way < 0.3 ? 1 : way < 0.6 ? 2 : way < 0.7 ? 1 - 2 ** -40 : way < 0.8 ? 2 ** -30 : next();
      const end = start.map((x, k) => x + share * (target[k]! - x));
      if (way > 0.95) return [...start, ...from()];
      if (way > 0.9) return [...target, ...target];
      return way < 0.45 ? [...start, ...end] : [...end, ...start];
    }).flat(),
  );
}

/** Values that the exact test refuses become 0. */
const usable = (values: Float64Array): Float64Array => values.map((x) => (Math.abs(x) < 1e-80 ? 0 : x));
const usableMesh = ({ vertices, faces }: Mesh): Mesh => ({ vertices: usable(vertices), faces });

function compare(mesh: Mesh, segments: Float64Array): number {
  const expected = byEveryPair(mesh, segments);
  expect(byTree(mesh, segments)).toEqual(expected);
  return expected.length;
}

test.each(listOf(40, (i) => 900 + i))('one scale from 1e-75 to 1e75 (seed %i)', (seed) => {
  const next = random(seed);
  const scale = 10 ** (next() * 150 - 75);
  const corner = () => point(() => (next() - 0.5) * scale);
  const mesh = usableMesh(soup(next, 1 + whole(next, 60), corner));
  expect(compare(mesh, usable(aimed(mesh, next, 60, corner)))).toBeGreaterThan(10);
});

test.each(listOf(20, (i) => 950 + i))(
  'faces small against their mesh, and mesh far away (seed %i)',
  (seed) => {
    const next = random(seed);
    const [size, extent, offset] = [1, 10 ** (next() * 12), 10 ** (next() * 14)];
    let centre: Point = [0, 0, 0];
    const corner = () => point(() => 0).map((_x, k) => offset + centre[k]! + next() * size) as Point;
    let drawn = 0;
    const mesh = soup(next, 150, () => {
      if (drawn++ % 30 === 0) centre = point(() => (next() - 0.5) * extent);
      return corner();
    });
    expect(compare(mesh, aimed(mesh, next, 60, corner))).toBeGreaterThan(10);
  },
);

test.each(listOf(20, (i) => 970 + i))('sizes from 1e-80 to 1e80 in one mesh (seed %i)', (seed) => {
  const next = random(seed);
  const corner = () => point(() => (next() - 0.5) * 10 ** (next() * 159 - 79));
  const mesh = usableMesh(soup(next, 40, corner));
  expect(compare(mesh, usable(aimed(mesh, next, 30, corner)))).toBeGreaterThan(3);
});

test.each(listOf(20, (i) => 990 + i))(
  'segments up to 1e40 times as long as the mesh, through it and beside it (seed %i)',
  (seed) => {
    const next = random(seed);
    const corner = () => point(() => 100 + next());
    const mesh = soup(next, 50, corner);
    const far = () => point(() => (next() - 0.5) * 10 ** (next() * 40));
    expect(compare(mesh, aimed(mesh, next, 60, far))).toBeGreaterThan(5);
  },
);

test.each(listOf(20, (i) => 1010 + i))('lattices: through edges and corners, in planes (seed %i)', (seed) => {
  const next = random(seed);
  const far = seed % 2 === 0 ? 0 : 2 ** 40;
  const corner = () => point(() => far + whole(next, 3));
  const mesh = soup(next, 80, corner);
  const segments = Float64Array.from(listOf(80, () => [...corner(), ...corner()]).flat());
  expect(compare(mesh, segments)).toBeGreaterThan(100);
});

test.each([1030, 1031, 1032])(
  'a walk of 3,000 bones along a sphere, with jumps: in batches and groups (seed %i)',
  (seed) => {
    const next = random(seed);
    const mesh = bumpySphere(16, 12);
    let at: number[] = [];
    const segments = Float64Array.from(
      listOf(3000, (i) => {
        const step = 3e4 * 10 ** (-3 * next());
        if (i % 17 === 0) {
          const vertex = 3 * whole(next, mesh.vertices.length / 3 - 1);
          at = [0, 1, 2].map((k) => mesh.vertices[vertex + k]! + (next() - 0.5) * step);
        }
        const from = at;
        at = at.map((x) => x + (next() - 0.5) * step);
        return [...from, ...at];
      }).flat(),
    );
    expect(segments.length / 6).toBeGreaterThan(2 * SEGMENTS);
    expect(compare(mesh, segments)).toBeGreaterThan(100);
  },
);

test('more pairs than are handed back at a time: none is lost, none comes twice', () => {
  const many = 300;
  const mesh = meshOf(
    listOf(many, (z): Point[] => [
      [0, 0, z],
      [1, 0, z],
      [0, 1, z],
    ]).flat(),
    listOf(many, (i) => [3 * i, 3 * i + 1, 3 * i + 2]),
  );
  const segments = Float64Array.from(listOf(50, (i) => [0.1, 0.1, -1, 0.1 + i / 100, 0.1, many]).flat());
  const seen: string[] = [];
  eachCandidate(buildBvh(mesh), segments, (segment, face) => seen.push(`${segment} ${face}`));
  expect(seen.length).toBeGreaterThan(2 * PAIRS);
  expect(new Set(seen).size).toBe(50 * many);
  expect(seen.length).toBe(50 * many);
  expect(seen.map((pair) => Number(pair.split(' ')[0]))).toEqual(
    listOf(50 * many, (i) => Math.floor(i / many)),
  );
});

test('single precision excludes nearly all pairs that do not meet (seed 1040)', () => {
  const next = random(1040);
  const mesh = bumpySphere(60, 50);
  const { bounds } = buildBvh(mesh);
  const place = () => [0, 1, 2].map((k) => bounds[k]! + next() * (bounds[k + 3]! - bounds[k]!));
  const segments = Float64Array.from(listOf(3000, () => [...place(), ...place()]).flat());
  let candidates = 0;
  const bvh = buildBvh(mesh);
  eachCandidate(bvh, segments, () => candidates++);
  const { face, along } = segmentHits(bvh, segments);
  expect(face.length).toBeGreaterThan(1000);
  expect(candidates - face.length - along.face.length).toBeLessThan(0.02 * face.length);
});

test('one face, and none', () => {
  const mesh = meshOf(
    [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
    ],
    [[0, 1, 2]],
  );
  expect(byTree(mesh, Float64Array.of(0.1, 0.1, -1, 0.1, 0.1, 1))).toEqual([`0 0 ${COUNTED}`]);
  const none = { vertices: mesh.vertices, faces: new Uint32Array(0) };
  expect(byTree(none, Float64Array.of(0.1, 0.1, -1, 0.1, 0.1, 1))).toEqual([]);
});
