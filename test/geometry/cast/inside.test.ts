/** Inside and outside: published pairs, boxes whose walls hold points, openings refused. */
import { buildBvh } from '../../../src/geometry/bvh/bvh';
import { pointsInside } from '../../../src/geometry/cast/inside';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { box, bumpySphere, joinMeshesOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { open, type Pair, pairs } from '../support/pairs';
import { corners, isInside } from '../support/plain';
import { randomTree } from '../support/trees';

const bounding = pairs.filter((pair) => pair.nodes_inside !== undefined);

describeWith(pairs.length === 0 ? null : pairs)('published pairs', () => {
  test('six bound a volume', () => expect(bounding).toHaveLength(6));

  test.each(bounding.map((pair): [string, Pair] => [pair.name, pair]))('%s: nodes inside', (_name, pair) => {
    const { mesh, tree } = open(pair);
    const holds = pointsInside(buildBvh(mesh), tree.vertices);
    expect(holds.reduce((sum, x) => sum + x, 0)).toBe(pair.nodes_inside);
  });

  test('a neuron’s mesh that is not closed is refused in words', () => {
    const pair = pairs.find(({ name }) => name === '722817260-own-mesh')!;
    const { mesh, tree } = open(pair);
    expect(() => pointsInside(buildBvh(mesh), tree.vertices)).toThrow(
      /no inside: [0-9]+ of its [0-9]+ edges/,
    );
  });
});

const points = (...list: number[][]): Float64Array => Float64Array.from(list.flat());
const held = (mesh: Mesh, ...list: number[][]): number[] => [
  ...pointsInside(buildBvh(mesh), points(...list)),
];

test('a box holds its middle, and of its wall the side of the lowest x, y and z', () => {
  const mesh = box([0, 0, 0], [2, 2, 2]);
  expect(held(mesh, [1, 1, 1], [3, 1, 1], [-1, 1, 1], [1, 1, 5])).toEqual([1, 0, 0, 0]);
  expect(held(mesh, [0, 1, 1], [1, 0, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1])).toEqual([1, 1, 1, 1, 1]);
  expect(held(mesh, [2, 1, 1], [1, 2, 1], [1, 1, 2], [2, 2, 2], [0, 0, 2], [2, 0, 0])).toEqual([
    0, 0, 0, 0, 0, 0,
  ]);
});

test('27 boxes that share walls hold every point of the lattice and its halves once', () => {
  const cells: Mesh[] = [];
  for (let i = 0; i < 27; i++) {
    const low = [i % 3, Math.floor(i / 3) % 3, Math.floor(i / 9)] as [number, number, number];
    cells.push(box(low, [low[0] + 1, low[1] + 1, low[2] + 1]));
  }
  const lattice: number[][] = [];
  for (let i = 0; i < 512; i++) {
    lattice.push([(i % 8) / 2 - 0.5, (Math.floor(i / 8) % 8) / 2 - 0.5, Math.floor(i / 64) / 2 - 0.5]);
  }
  const owners = new Array<number>(512).fill(0);
  for (const cell of cells) for (const [i, x] of held(cell, ...lattice).entries()) owners[i]! += x;
  expect(owners).toEqual(lattice.map((p) => (p.every((x) => x >= 0 && x < 3) ? 1 : 0)));
});

test('a hole is a hole however it winds, and its surface belongs to one side', () => {
  const outer = box([0, 0, 0], [4, 4, 4]);
  const inner = box([1, 1, 1], [2, 2, 2]);
  const turned = { vertices: inner.vertices, faces: inner.faces.slice().reverse() };
  for (const hole of [inner, turned]) {
    expect(held(joinMeshesOf(outer, hole), [1.5, 1.5, 1.5], [3, 3, 3], [1, 1.5, 1.5], [2, 1.5, 1.5])).toEqual(
      [0, 1, 0, 1],
    );
  }
});

test('vertices doubled along a seam do not open a surface, a missing face does', () => {
  const mesh = box([0, 0, 0], [2, 2, 2]);
  const soup: Mesh = {
    vertices: Float64Array.from(
      [...mesh.faces].flatMap((v) => [...mesh.vertices.subarray(3 * v, 3 * v + 3)]),
    ),
    faces: mesh.faces.map((_v, i) => i),
  };
  expect(held(soup, [1, 1, 1], [1, 1, 3])).toEqual([1, 0]);
  const open = { vertices: mesh.vertices, faces: mesh.faces.slice(3) };
  expect(() => held(open, [1, 1, 1])).toThrow('3 of its 18 edges have an odd number of faces');
});

test('an empty mesh holds nothing; points come in threes and are places', () => {
  const none = { vertices: new Float64Array(0), faces: new Uint32Array(0) };
  expect(held(none, [0, 0, 0])).toEqual([0]);
  const bvh = buildBvh(box([0, 0, 0], [1, 1, 1]));
  expect(pointsInside(bvh, new Float64Array(0))).toHaveLength(0);
  expect(() => pointsInside(bvh, new Float64Array(4))).toThrow('4 numbers, a point is three');
  expect(() => pointsInside(bvh, points([0, Number.NaN, 0]))).toThrow('y of its first end: NaN');
});

test.each([71, 72])(
  'seed %i: the vertices of a skeleton about a bumpy sphere, as solid angles have them',
  (seed) => {
    const mesh = bumpySphere(36, 23);
    const { vertices } = randomTree(random(seed), 800, [5e5, 4e5, 3e5], 40_000);
    const holds = pointsInside(buildBvh(mesh), vertices);
    const surface = corners(mesh);
    const expected = Array.from({ length: 800 }, (_, i) =>
      isInside(surface, [...vertices.subarray(3 * i, 3 * i + 3)] as [number, number, number]),
    );
    expect([...holds]).toEqual(expected);
    const count = expected.reduce((sum, x) => sum + x, 0);
    expect(count > 40 && count < 760).toBe(true);
  },
);

test('a mesh that is not closed is refused with the number of its open edges', () => {
  const sphere = bumpySphere(12, 7);
  const open = { ...sphere, faces: sphere.faces.slice(6) };
  expect(() => pointsInside(buildBvh(open), Float64Array.of(0, 0, 0))).toThrow(
    /no inside: [1-9][0-9]* of its [0-9]+ edges/,
  );
});
