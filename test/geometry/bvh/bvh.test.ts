/** The tree: every triangle once, in boxes that hold it, whatever the mesh; damaged meshes refused. */

import { type Bvh, buildBvh, eachCandidate, isUsableCoordinate } from '../../../src/geometry/bvh/bvh';
import { segmentHits } from '../../../src/geometry/cast/hits';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { LARGEST_EXACT, SMALLEST_EXACT } from '../../../src/geometry/predicates/segment-triangle-signs';
import { box, bumpySphere, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { childrenOf, faultsOf, isBlock } from '../support/compiled-tree';
import { FAMILIES } from '../support/families';

/** Walks the whole tree; returns its depth. */
function checkTree(bvh: Bvh): number {
  const { faults, depth } = faultsOf(bvh);
  expect(faults.slice(0, 5)).toEqual([]);
  return depth;
}

test.each(FAMILIES.map(({ name, make }, i): [string, number, typeof make] => [name, 300 + i, make]))(
  '%s (seed %d)',
  (_name, seed, make) => {
    checkTree(buildBvh(make(random(seed), 1).mesh));
  },
);

const flat = (many: number, corner: (i: number) => number[]): Mesh =>
  meshOf(
    Array.from({ length: many }, (_x, i) => [corner(i), corner(i), corner(i)]).flat(),
    Array.from({ length: many }, (_x, i) => [3 * i, 3 * i + 1, 3 * i + 2]),
  );

/** The levels of a tree of full nodes, clusters and blocks. */
const fullLevels = (triangles: number): number => Math.ceil(Math.log2(triangles / 4) / 2);

test.each([1000, 60_000])('%i triangles at one place are halved by number', (many) => {
  expect(checkTree(buildBvh(flat(many, () => [7, 7, 7])))).toBeLessThanOrEqual(fullLevels(many) + 1);
});

test('triangles along a line are split in halves', () => {
  expect(checkTree(buildBvh(flat(4096, (i) => [i, 2, 3])))).toBeLessThanOrEqual(fullLevels(4096) + 1);
});

test('distances that shrink by half each do not make a deep tree', () => {
  const mesh = flat(4000, (i) => [2 ** -(i % 250), i < 2500 ? 0 : 1, 0]);
  expect(checkTree(buildBvh(mesh))).toBeLessThan(30);
});

test('a sphere of 6,000 triangles: no deeper than 10', () => {
  const bvh = buildBvh(bumpySphere(60, 50));
  expect(checkTree(bvh)).toBeLessThanOrEqual(10);
  expect(bvh.bounds[0]).toBeLessThan(bvh.bounds[3]!);
});

/** The smallest and the largest number of triangles in a cluster are found where its blocks are. */
test('clusters hold neighbours: eight corners of a cube, 33 triangles at each', () => {
  const bvh = buildBvh(flat(264, (i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]));
  checkTree(bvh);
  const halves: number[] = [];
  const visit = (node: number): void => {
    for (const child of childrenOf(bvh, node)) {
      if (isBlock(child)) halves.push(...child.half);
      else visit(child.ref);
    }
  };
  visit(bvh.tree!.rootAt());
  expect(halves.length).toBeGreaterThanOrEqual(3 * 66);
  expect(Math.max(...halves)).toBeLessThan(1e-5);
});

const closedClusters = (bvh: Bvh): number => {
  const count = (node: number): number => {
    const children = childrenOf(bvh, node);
    if (children.length === 0) return 1;
    return children.reduce((sum, child) => sum + (isBlock(child) ? 0 : count(child.ref)), 0);
  };
  return count(bvh.tree!.rootAt());
};

test('what no walk comes to stays closed; a node opened twice stays as it is', () => {
  const mesh = bumpySphere(60, 50);
  const bvh = buildBvh(mesh);
  const all = closedClusters(bvh);
  expect(all).toBeGreaterThan(300);
  const [x, y, z] = mesh.vertices.subarray(3000, 3003) as unknown as [number, number, number];
  eachCandidate(bvh, Float64Array.of(x - 1, y, z, x + 1, y, z), () => {});
  expect(closedClusters(bvh)).toBeLessThan(all);
  expect(closedClusters(bvh)).toBeGreaterThan(all - 20);
  checkTree(bvh);
  const before = bvh.bytes.slice();
  checkTree(bvh);
  expect(bvh.bytes.every((byte, i) => byte === before[i])).toBe(true);
});

test('no faces: no nodes, and no hits', () => {
  const bvh = buildBvh({ vertices: Float64Array.of(1, 2, 3), faces: new Uint32Array(0) });
  expect(checkTree(bvh)).toBe(0);
  expect(segmentHits(bvh, Float64Array.of(0, 0, 0, 9, 9, 9)).face).toHaveLength(0);
});

test.each([
  [
    'a face without its vertex',
    meshOf([[0, 0, 0]], [[0, 0, 4_000_000_000]]),
    'face 0 names vertex 4000000000, the mesh has 1',
  ],
  [
    'not a number',
    meshOf(
      [
        [0, 0, 0],
        [1, Number.NaN, 0],
        [1, 1, 0],
      ],
      [[0, 1, 2]],
    ),
    'vertex 1 of the mesh is 1, NaN, 0',
  ],
  [
    'endless',
    meshOf(
      [
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, -Infinity],
      ],
      [[0, 1, 2]],
    ),
    'vertex 2 of the mesh is 1, 1, -Infinity',
  ],
  [
    'no length',
    meshOf(
      [
        [1e-90, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
      ],
      [[0, 1, 2]],
    ),
    'vertex 0 of the mesh is 1e-90, 0, 0',
  ],
  ['vertices not in threes', { vertices: new Float64Array(4), faces: new Uint32Array(0) }, 'come in threes'],
  ['faces not in threes', { vertices: new Float64Array(3), faces: new Uint32Array(2) }, 'come in threes'],
] as [string, Mesh, string][])('refused: %s', (_name, mesh, words) => {
  expect(() => buildBvh(mesh)).toThrow(words);
});

test('a vertex that no face uses may be anything', () => {
  const mesh = box([0, 0, 0], [1, 1, 1]);
  const vertices = Float64Array.of(...mesh.vertices, Number.NaN, 0, 0);
  expect(checkTree(buildBvh({ vertices, faces: mesh.faces }))).toBeGreaterThan(0);
});

test('coordinates are refused just where the exact predicates refuse them', () => {
  for (const [x, usable] of [
    [LARGEST_EXACT, true],
    [-LARGEST_EXACT, true],
    [SMALLEST_EXACT, true],
    [-SMALLEST_EXACT, true],
    [0, true],
    [LARGEST_EXACT * (1 + Number.EPSILON), false],
    [-SMALLEST_EXACT * (1 - Number.EPSILON), false],
  ] as const) {
    expect(isUsableCoordinate(x)).toBe(usable);
    for (let k = 0; k < 3; k++) {
      const last = [1, 1, 0].map((y, i) => (i === k ? x : y));
      const build = () => buildBvh(meshOf([[0, 0, 0], [1, 0, 0], last], [[0, 1, 2]]));
      if (usable) expect(checkTree(build())).toBe(2);
      else expect(build).toThrow('vertex 2 of the mesh is');
    }
  }
});

test('a mesh whose tree does not fit into the memory of an instance is refused', () => {
  const huge = { vertices: new Float64Array(9), faces: { length: 600_000_000 } as unknown as Uint32Array };
  expect(() => buildBvh(huge)).toThrow('200000000 faces and 3 vertices: its tree does not fit into 4 GB');
});
