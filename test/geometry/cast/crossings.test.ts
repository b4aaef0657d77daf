/** Crossings: every published pair, and the cases where hits are one point or several. */
import { buildBvh } from '../../../src/geometry/bvh/bvh';
import { crossings } from '../../../src/geometry/cast/crossings';
import { segmentHits } from '../../../src/geometry/cast/hits';
import { edgeSegments } from '../../../src/geometry/cast/inside-length';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { box, bumpySphere, joinMeshesOf, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { judge, type Whole3 } from '../support/judge';
import { open, type Pair, pairs } from '../support/pairs';
import { randomTree } from '../support/trees';

describeWith(pairs.length === 0 ? null : pairs)('published pairs', () => {
  test('there are eight', () => expect(pairs).toHaveLength(8));

  test.each(pairs.map((pair): [string, Pair] => [pair.name, pair]))('%s: all of it', (_name, pair) => {
    const { mesh, tree, ids } = open(pair);
    const segments = edgeSegments(tree);
    const bvh = buildBvh(mesh);
    const hits = segmentHits(bvh, segments);
    const met = crossings(bvh, segments);
    expect(segments.length / 6).toBe(pair.edges);
    expect(hits.face).toHaveLength(pair.crossings);
    expect(hits.along.face).toHaveLength(0);
    expect(new Set(hits.segment).size).toBe(pair.crossing_edges);
    expect(met.t).toHaveLength(pair.distinct_points_to_6_decimals);

    const ours = new Map<string, { t: number; point: number[] }>();
    for (let i = 0; i < met.t.length; i++) {
      const edge = met.segment[i]!;
      for (const face of met.faces.subarray(met.faceStart[i]!, met.faceStart[i + 1]!)) {
        const nodes = [tree.edges[2 * edge]!, tree.edges[2 * edge + 1]!].map((vertex) => ids[vertex]!);
        ours.set([...nodes, face].join(' '), {
          t: met.t[i]!,
          point: [...met.points.subarray(3 * i, 3 * i + 3)],
        });
      }
    }
    expect(ours.size).toBe(pair.intersections.length);
    let worst = 0;
    for (const [child, parent, face, t, ...point] of pair.intersections) {
      const mine = ours.get([child, parent, face].join(' '));
      expect(mine).toBeDefined();
      worst = Math.max(worst, Math.abs(mine!.t - t) / t);
      for (let k = 0; k < 3; k++) worst = Math.max(worst, Math.abs(mine!.point[k]! / point[k]! - 1));
    }
    expect(worst).toBeLessThan(1e-9);
  });
});

const cross = (mesh: Mesh, ...segments: number[]) => {
  const met = crossings(buildBvh(mesh), Float64Array.from(segments));
  const each = [...met.t.keys()];
  return {
    t: [...met.t],
    points: each.map((i) => [...met.points.subarray(3 * i, 3 * i + 3)]),
    through: [...met.through],
    faces: each.map((i) => [...met.faces.subarray(met.faceStart[i]!, met.faceStart[i + 1]!)]),
    segments: [...met.segment],
  };
};
const CUBE = box([0, 0, 0], [2, 2, 2]);

test('through the diagonals of two walls: two points of two faces each', () => {
  const { points, faces, through } = cross(CUBE, 1, 1, -1, 1, 1, 3);
  expect(points).toEqual([
    [1, 1, 0],
    [1, 1, 2],
  ]);
  expect(faces.map((list) => list.length)).toEqual([2, 2]);
  expect(through).toEqual([1, 1]);
});

test('along a diagonal of the cube: two corners, each through', () => {
  const { points, faces, through } = cross(CUBE, -1, -1, -1, 3, 3, 3);
  expect(points).toEqual([
    [0, 0, 0],
    [2, 2, 2],
  ]);
  expect(faces.flat().length).toBeGreaterThan(6);
  expect(through).toEqual([1, 1]);
});

test('an edge or a corner that is only touched is met, not gone through', () => {
  const edge = cross(CUBE, -1, 1, 1, 1, -1, 1);
  expect([edge.points, edge.through]).toEqual([[[0, 0, 1]], [0]]);
  const corner = cross(CUBE, 1, -1, 2.5, -1, 1, 1.5);
  expect([corner.points, corner.through]).toEqual([[[0, 0, 2]], [0]]);
});

test('copies of a face are one point, twice is not through; a sheet beside it by one bit is another', () => {
  const sheet = (z: number) =>
    meshOf(
      [
        [0, 0, z],
        [4, 0, z],
        [0, 4, z],
      ],
      [[0, 1, 2]],
    );
  const twice = cross(joinMeshesOf(sheet(1), sheet(1)), 1, 1, 0, 1, 1, 4);
  expect([twice.t, twice.through, twice.faces]).toEqual([[0.25], [0], [[0, 1]]]);
  const beside = cross(joinMeshesOf(sheet(1), sheet(1 + 2 ** -52), sheet(1)), 1, 1, 0, 1, 1, 4);
  expect([beside.faces, beside.through]).toEqual([
    [[0, 2], [1]],
    [0, 1],
  ]);
});

test('ends on the surface are met exactly where they are', () => {
  const { points, t } = cross(CUBE, 0.1, 0.7, 2, 0.3, 0.6, 0);
  expect(t).toEqual([0, 1]);
  expect(points).toEqual([
    [0.1, 0.7, 2],
    [0.3, 0.6, 0],
  ]);
});

test('segments keep their numbers; those that meet nothing have no point', () => {
  expect(cross(CUBE, 5, 5, 5, 6, 6, 6, 1, 0.5, -1, 1, 0.5, 1, 9, 9, 9, 8, 8, 8).segments).toEqual([1]);
  expect(cross(CUBE).t).toEqual([]);
});

test.each([81, 82])(
  'seed %i: a skeleton through a bumpy sphere, every face judged in whole numbers',
  (seed) => {
    const sphere = bumpySphere(30, 19);
    const mesh: Mesh = { vertices: sphere.vertices.map(Math.round), faces: sphere.faces };
    const tree = randomTree(random(seed), 400, [5e5, 4e5, 4.6e5], 60_000);
    const segments = edgeSegments(tree);
    const found = crossings(buildBvh(mesh), segments);
    const whole = (list: Float64Array, at: number): Whole3 =>
      [...list.subarray(at, at + 3)].map(BigInt) as unknown as Whole3;
    let at = 0;
    let met = 0;
    for (let edge = 0; edge < 399; edge++) {
      const [p, q] = [whole(segments, 6 * edge), whole(segments, 6 * edge + 3)];
      const points = new Map<string, { t: number; faces: number[]; counted: number }>();
      for (let face = 0; face < mesh.faces.length / 3; face++) {
        const triangle = [0, 1, 2].map((k) => whole(mesh.vertices, 3 * mesh.faces[3 * face + k]!));
        const verdict = judge(p, q, triangle, 21);
        if (verdict.kind !== 'point') continue;
        const t = Number(verdict.top) / Number(verdict.bottom);
        const key = t.toPrecision(13);
        const point = points.get(key) ?? { t, faces: [], counted: 0 };
        point.faces.push(face);
        point.counted ^= verdict.counted ? 1 : 0;
        points.set(key, point);
      }
      for (const { t, faces, counted } of [...points.values()].sort((a, b) => a.t - b.t)) {
        expect(found.segment[at]).toBe(edge);
        expect(Math.abs(found.t[at]! - t)).toBeLessThan(1e-11);
        expect(found.through[at]).toBe(counted);
        expect([...found.faces.subarray(found.faceStart[at]!, found.faceStart[at + 1]!)]).toEqual(faces);
        for (let k = 0; k < 3; k++) {
          const [from, to] = [segments[6 * edge + k]!, segments[6 * edge + 3 + k]!];
          expect(Math.abs(found.points[3 * at + k]! - (from + t * (to - from)))).toBeLessThan(1e-5);
        }
        at++;
        met++;
      }
    }
    expect(found.t).toHaveLength(met);
    expect(met).toBeGreaterThan(20);
  },
);
