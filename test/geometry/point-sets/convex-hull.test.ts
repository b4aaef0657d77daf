import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { convexHull } from '../../../src/geometry/point-sets/convex-hull';
import { random } from '../../../workbench/random';
import { describeWith, publishedJson, publishedText } from '../../support/shared-data';
import { cloud, FAMILIES, scattered } from '../support/clouds';
import { publishedBytes, publishedMesh } from '../support/published';
import { orient, type Point, pointsOf } from '../support/rational';

/** What is wrong with the hull, judged without rounding. */
function faults(given: Float64Array, hull: Mesh): string[] {
  const found: string[] = [];
  const all = pointsOf(Float64Array.of(...hull.vertices, ...given));
  const corners = all.slice(0, hull.vertices.length / 3);
  const points = all.slice(corners.length);
  const { closed, components, eulerCharacteristic, edgeManifold } = reportMesh(hull);
  if (!closed || !edgeManifold) found.push('it is not closed');
  if (components !== 1 || eulerCharacteristic !== 2) found.push('it is no sphere');
  const names = new Set(points.map(String));
  if (corners.some((corner) => !names.has(String(corner)))) found.push('a corner was not given');
  if (new Set(corners.map(String)).size !== corners.length) found.push('a corner comes twice');
  const planes: [Point, Point, Point][] = [];
  for (let at = 0; at < hull.faces.length; at += 3) {
    planes.push([0, 1, 2].map((i) => corners[hull.faces[at + i]!]!) as [Point, Point, Point]);
  }
  let volume = 0n;
  for (const [a, b, c] of planes) {
    volume += orient(a, b, c, corners[0]!);
    if (points.some((point) => orient(a, b, c, point) < 0n)) found.push('a point lies outside');
  }
  if (volume <= 0n) found.push('its faces do not wind outward');
  // A corner has three planes through it that share no line.
  corners.forEach((corner, i) => {
    const normals = planes.filter(([a, b, c]) => orient(a, b, c, corner) === 0n).map(normal);
    const spans = normals.some((p, j) =>
      normals.some((q, k) => k > j && normals.some((r, l) => l > k && orient(p, q, r, ORIGIN) !== 0n)),
    );
    if (!spans) found.push(`corner ${i} lies within an edge or a facet`);
  });
  return found;
}

const ORIGIN: Point = [0n, 0n, 0n];

function normal([a, b, c]: [Point, Point, Point]): Point {
  const [u, v] = [b, c].map((p) => [p[0] - a[0], p[1] - a[1], p[2] - a[2]]) as [bigint[], bigint[]];
  const part = (i: number, j: number): bigint => u[i]! * v[j]! - u[j]! * v[i]!;
  return [part(1, 2), part(2, 0), part(0, 1)];
}

describe.each(Object.keys(FAMILIES))('%s', (family) => {
  test.each([8001, 8002])('holds all its points and has no corner too many, seed %i', (seed) => {
    const draw = random(seed);
    let result = 0;
    for (let i = 0; i < 25; i++) {
      const points = FAMILIES[family]!(draw);
      let hull: Mesh;
      try {
        hull = convexHull(points);
      } catch (error) {
        expect(String(error)).toMatch(/needs 4 points that do not lie in one plane/);
        const p = pointsOf(points);
        // All in the plane, or on the line, of those that come first.
        const b = p.find((point) => String(point) !== String(p[0])) ?? p[0]!;
        for (const c of p) for (const d of p) expect(orient(p[0]!, b, c, d)).toBe(0n);
        continue;
      }
      expect([i, faults(points, hull)]).toEqual([i, []]);
      result++;
    }
    expect(result).toBeGreaterThan(5);
  });
});

test('a lattice has eight corners and twelve faces', () => {
  for (const step of [1, 500, 500.1]) {
    const points = cloud(1000, (i) =>
      [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100)].map((v) => v * step),
    );
    const { vertices, faces } = convexHull(points);
    expect([vertices.length / 3, faces.length / 3]).toEqual([8, 12]);
    expect([...vertices.subarray(0, 6)]).toEqual([0, 0, 0, 9 * step, 0, 0]);
  }
});

test('points on a sphere are all corners', () => {
  const draw = random(31);
  const points = cloud(3000, () => {
    const v = [draw() - 0.5, draw() - 0.5, draw() - 0.5];
    return v.map((value) => (value / Math.hypot(...v)) * 1e6);
  });
  const hull = convexHull(points);
  expect(hull.vertices).toEqual(points);
  expect(reportMesh(hull)).toMatchObject({ faces: 5996, closed: true, windsOutward: true });
});

test('50,000 points: none lies outside', () => {
  const points = scattered(random(32), 50_000, 100_000);
  const hull = convexHull(points);
  const { faces, vertices } = hull;
  // Differences below 2^17 and sums of products of three of them are whole and below 2^53: no rounding.
  let outside = 0;
  for (let at = 0; at < faces.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((i) => vertices.subarray(faces[at + i]! * 3, faces[at + i]! * 3 + 3)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [ux, uy, uz] = [b[0]! - a[0]!, b[1]! - a[1]!, b[2]! - a[2]!];
    const [vx, vy, vz] = [c[0]! - a[0]!, c[1]! - a[1]!, c[2]! - a[2]!];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (let p = 0; p < points.length; p += 3) {
      const height =
        nx * (points[p]! - a[0]!) + ny * (points[p + 1]! - a[1]!) + nz * (points[p + 2]! - a[2]!);
      if (height > 0) outside++;
    }
  }
  expect(outside).toBe(0);
});

test.each([
  ['none', [], /a convex hull needs 4 points .* there are only 0/],
  ['one', [1, 2, 3], /there is only 1/],
  ['four times one', [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], /and these lie on one line/],
  ['on a line', [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 7, 7, 7], /and these lie on one line/],
  ['in a plane', [0, 0, 5, 1, 0, 5, 0, 1, 5, 1, 1, 5, 3, 7, 5], /and these lie in one plane/],
  ['not all numbers', [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, NaN, 1], /coordinate y of point 4 is no number/],
])('%s: refused in words', (_, points, words) => {
  expect(() => convexHull(Float64Array.from(points))).toThrow(words);
});

interface HullTruth {
  name: string;
  source: string;
  points: number;
  hull_vertices: number;
  volume: number;
  area: number;
}

/** The points that truth.json names in words, in nm. */
function sourcePoints(source: string): Float64Array {
  const [file, what] = source.split(', ') as [string, string];
  if (!/\.(csv|tsv)$/.test(file)) return annotationPoints(publishedBytes(file));
  const lines = publishedText(file)!.trim().split(/\r?\n/);
  const apart = file.endsWith('.tsv') ? '\t' : ',';
  const header = lines[0]!.split(apart);
  const prefixes: [RegExp, (axis: string) => string][] = [
    [/^ctr/, (axis) => `ctr_pt_position_${axis}`],
    [/^positions/, (axis) => `pos_${axis}`],
    [/^somata/, (axis) => `soma_${axis}`],
    [/^flip/, (axis) => `${axis}_flip`],
    [/^mirr/, (axis) => `${axis}_mirr`],
    [/./, (axis) => axis],
  ];
  const rest = source.slice(file.length + 2);
  const [, nameOf] = prefixes.find(([pattern]) => pattern.test(what))!;
  const columns = ['x', 'y', 'z'].map((axis) => header.indexOf(nameOf(axis)));
  const scale = rest.includes('(4, 4, 40)') ? [4, 4, 40] : rest.includes('x 8') ? [8, 8, 8] : [1, 1, 1];
  const kind = /^type (\w+)/.exec(what)?.[1];
  const rows = lines.slice(1).map((line) => line.split(apart));
  const kept = kind ? rows.filter((row) => row[header.indexOf('type')] === kind) : rows;
  return cloud(kept.length, (i) => columns.map((column, axis) => Number(kept[i]![column]) * scale[axis]!));
}

/** Annotations of a chunk: their number, three float32 and an int32 each, then their ids. */
function annotationPoints(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return cloud(view.getUint32(0, true), (i) => [0, 4, 8].map((at) => view.getFloat32(8 + 16 * i + at, true)));
}

const truth = publishedJson('truth.json') as {
  hulls: HullTruth[];
  meshes: Record<string, { convex_hull: HullTruth }>;
} | null;

function compare(points: Float64Array, expected: HullTruth): void {
  expect(points.length / 3).toBe(expected.points);
  const hull = convexHull(points);
  const report = reportMesh(hull);
  expect(report).toMatchObject({ closed: true, windsOutward: true, vertices: expected.hull_vertices });
  expect(report.signedVolume / expected.volume).toBeCloseTo(1, 9);
  expect(report.area / expected.area).toBeCloseTo(1, 9);
}

describeWith(truth)('the hulls of published points', () => {
  test.each((truth?.hulls ?? []).map((each) => [each.name, each] as const))('%s', (_, expected) => {
    compare(sourcePoints(expected.source), expected);
  });
  test.each(Object.entries(truth?.meshes ?? {}))('%s', (name, { convex_hull }) => {
    compare(publishedMesh(name).vertices, convex_hull);
  });
});

/** Corners of a solid, with closed forms of volume and area for an edge or half-axis of length 1. */
const SOLIDS: [name: string, corners: number[][], volume: number, area: number, faces: number][] = [
  ['octahedron', permutations([1, 0, 0]), 4 / 3, 4 * Math.sqrt(3), 8],
  ['cube', permutations([1, 1, 1]), 8, 24, 12],
  ['cuboctahedron', permutations([1, 1, 0]), 20 / 3, 12 + 4 * Math.sqrt(3), 20],
  ['truncated octahedron', permutations([2, 1, 0]), 32, 12 + 24 * Math.sqrt(3), 44],
];

/** All orders and signs of three numbers, each once. */
function permutations([a, b, c]: [number, number, number]): number[][] {
  const orders = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ];
  const all = orders.flatMap((order) =>
    Array.from({ length: 8 }, (_, i) => order.map((value, axis) => ((i >> axis) & 1 ? -value : value) + 0)),
  );
  return [...new Map(all.map((point) => [String(point), point])).values()];
}

test.each(SOLIDS)(
  'seed 91: an %s with 3,000 points within: corners, volume and area',
  (_, corners, volume, area, faces) => {
    const draw = random(91);
    const size = 12_000;
    const inner = (): number[] => {
      // A mean of corners with random weights lies within; shrunk, it is no corner.
      const weights = corners.map(() => draw() ** 3);
      const sum = weights.reduce((a, b) => a + b, 0);
      return [0, 1, 2].map(
        (axis) => (0.999 * corners.reduce((at, corner, i) => at + corner[axis]! * weights[i]!, 0)) / sum,
      );
    };
    const points = cloud(3000 + corners.length, (i) =>
      (i % 100 === 7 && i / 100 < corners.length ? corners[(i - 7) / 100]! : inner()).map((x) => x * size),
    );
    const given = Float64Array.of(...points, ...corners.flat().map((x) => x * size));
    const report = reportMesh(convexHull(given));
    expect(report).toMatchObject({ closed: true, windsOutward: true, vertices: corners.length, faces });
    expect(report.signedVolume / (volume * size ** 3)).toBeCloseTo(1, 12);
    expect(report.area / (area * size ** 2)).toBeCloseTo(1, 12);
  },
);
