/** Cable inside a closed mesh: published pairs, and edges that run in the surface. */
import { buildBvh } from '../../../src/geometry/bvh/bvh';
import { segmentHits } from '../../../src/geometry/cast/hits';
import { edgeSegments, insideLength } from '../../../src/geometry/cast/inside-length';
import { box, bumpySphere, joinMeshesOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { open, type Pair, pairs } from '../support/pairs';
import { lengthInBox } from '../support/plain';
import { randomTree } from '../support/trees';

const measured = pairs.filter((pair) => pair.cable_length_inside !== undefined);

describeWith(pairs.length === 0 ? null : pairs)('published pairs', () => {
  test('four have a length inside', () => expect(measured).toHaveLength(4));

  test.each(measured.map((pair): [string, Pair] => [pair.name, pair]))('%s: cable inside', (_name, pair) => {
    const { mesh, tree } = open(pair);
    const found = insideLength(buildBvh(mesh), tree);
    expect(Math.abs(found.inside / pair.cable_length_inside! - 1)).toBeLessThan(1e-9);
    expect(Math.abs(found.total / pair.cable_length_total! - 1)).toBeLessThan(1e-9);
  });
});

const tree = (vertices: number[][], edges: number[][]) => ({
  vertices: Float64Array.from(vertices.flat()),
  edges: Uint32Array.from(edges.flat()),
});

test('through a box, into it, and from wall to wall', () => {
  const bvh = buildBvh(box([0, 0, 0], [2, 2, 2]));
  const found = insideLength(
    bvh,
    tree(
      [
        [-1, 1, 1],
        [5, 1, 1],
        [1, 1, 1],
        [1, 1, 7],
        [0, 0.5, 1.5],
        [2, 0.5, 1.5],
      ],
      [
        [0, 1],
        [3, 2],
        [4, 5],
        [0, 0],
      ],
    ),
  );
  expect([...found.edges].map((length) => length.toFixed(12))).toEqual(
    [2, 1, 2, 0].map((x) => x.toFixed(12)),
  );
  expect(found.inside).toBeCloseTo(5, 12);
  expect(found.total).toBe(14);
  expect([...found.vertices]).toEqual([0, 0, 1, 0, 1, 0]);
});

test('edges in the walls: the low ones are inside, the high ones are not', () => {
  const bvh = buildBvh(box([0, 0, 0], [2, 2, 2]));
  const wall = (z: number) =>
    tree(
      [
        [-1, 1, z],
        [3, 1, z],
      ],
      [[0, 1]],
    );
  expect(insideLength(bvh, wall(0)).inside).toBe(2);
  expect(insideLength(bvh, wall(2)).inside).toBe(0);
  const edge = (x: number, y: number) =>
    tree(
      [
        [x, y, -1],
        [x, y, 3],
      ],
      [[0, 1]],
    );
  expect([insideLength(bvh, edge(0, 0)).inside, insideLength(bvh, edge(2, 0)).inside]).toEqual([2, 0]);
});

test('seed 41: over 600 edges parity leads from one end’s state to the other’s, ends on the surface included', () => {
  const next = random(41);
  const mesh = bumpySphere(24, 11);
  const corners = mesh.vertices.length / 3;
  const vertices: number[][] = [];
  for (let i = 0; i < 1200; i++) {
    const corner = 3 * Math.floor(next() * corners);
    vertices.push(
      i % 3 === 0
        ? [...mesh.vertices.subarray(corner, corner + 3)]
        : [5e5, 4e5, 3e5].map((x) => x + (next() - 0.5) * 6e5),
    );
  }
  const bones = tree(
    vertices,
    Array.from({ length: 600 }, (_x, i) => [2 * i, 2 * i + 1]),
  );
  const bvh = buildBvh(mesh);
  const { vertices: holds } = insideLength(bvh, bones);
  const { segment, counted } = segmentHits(bvh, edgeSegments(bones));
  const parity = new Uint8Array(600);
  for (let hit = 0; hit < segment.length; hit++) parity[segment[hit]!]! ^= counted[hit]!;
  expect([...parity]).toEqual(Array.from({ length: 600 }, (_x, i) => holds[2 * i]! ^ holds[2 * i + 1]!));
  expect(parity.includes(1) && holds.includes(1)).toBe(true);
});

test('an edge that names a missing vertex is refused', () => {
  const bvh = buildBvh(box([0, 0, 0], [1, 1, 1]));
  expect(() => insideLength(bvh, tree([[0, 0, 0]], [[0, 1]]))).toThrow(
    'edge 1 of the skeleton names vertex 2',
  );
});

test.each([61, 62])(
  'seed %i: a skeleton of 2,000 edges through three boxes, each edge clipped to them',
  (seed) => {
    const next = random(seed);
    const boxes = [
      [-400, -300, -200, 100, 350, 250],
      [200, -500, -500, 600, 600, 600],
      [-900, 500, -300, 150, 900, 300],
    ] as const;
    const low = (i: number) => boxes[i]!.slice(0, 3) as [number, number, number];
    const high = (i: number) => boxes[i]!.slice(3) as [number, number, number];
    const bones = randomTree(next, 2001, [0, 0, 0], 90);
    // Between whole numbers: no end and no edge lies on a wall.
    const placed = { ...bones, vertices: bones.vertices.map((value) => value + 0.25) };
    const bvh = buildBvh(joinMeshesOf(box(low(0), high(0)), box(low(1), high(1)), box(low(2), high(2))));
    const found = insideLength(bvh, placed);
    const at = (vertex: number) =>
      [...placed.vertices.subarray(3 * vertex, 3 * vertex + 3)] as [number, number, number];
    let [within, total] = [0, 0];
    for (let edge = 0; edge < 2000; edge++) {
      const [from, to] = [at(placed.edges[2 * edge]!), at(placed.edges[2 * edge + 1]!)];
      const part = [0, 1, 2].reduce((sum, i) => sum + lengthInBox(from, to, low(i), high(i)), 0);
      expect(Math.abs(found.edges[edge]! - part)).toBeLessThan(1e-9);
      within += part;
      total += Math.hypot(...from.map((value, axis) => value - to[axis]!));
    }
    expect(found.inside).toBeCloseTo(within, 6);
    expect(found.total).toBeCloseTo(total, 6);
    expect(within / total).toBeGreaterThan(0.05);
  },
);
