/** The tree: every triangle once, in boxes that hold it, whatever the mesh; damaged meshes refused. */

import { CLOSED, MAX_STACK } from '../../../src/geometry/bvh/build';
import { type Bvh, buildBvh } from '../../../src/geometry/bvh/bvh';
import { segmentHits } from '../../../src/geometry/cast/hits';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { box, bumpySphere, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { FAMILIES } from '../support/families';

/** Walks the whole tree; returns its depth. */
function checkTree(bvh: Bvh): number {
  const seen = new Uint8Array(bvh.face.length);
  const wrong: string[] = [];
  const below = (node: number, depth: number): number => {
    if (bvh.count[node] === CLOSED) bvh.open(node);
    const span = (k: number) => [bvh.boxes[6 * node + k]!, bvh.boxes[6 * node + 3 + k]!] as const;
    const first = bvh.first[node]!;
    const many = bvh.count[node]!;
    if (many === 0) {
      for (const child of [first, first + 1]) {
        for (let k = 0; k < 3; k++) {
          const [middle, half] = span(k);
          const [inner, innerHalf] = [bvh.boxes[6 * child + k]!, bvh.boxes[6 * child + 3 + k]!];
          const room = 4 * Number.EPSILON * bvh.largest;
          if (Math.abs(inner - middle) + innerHalf > half + room) wrong.push(`box ${child} in ${node}`);
        }
      }
      return Math.max(below(first, depth + 1), below(first + 1, depth + 1));
    }
    if (many > 4) wrong.push(`leaf ${node} of ${many}`);
    for (let i = first; i < first + many; i++) {
      seen[i]!++;
      for (let j = 0; j < 9; j++) {
        const vertex = bvh.mesh.faces[3 * bvh.face[i]! + Math.floor(j / 3)]!;
        const x = bvh.corners[9 * i + j]!;
        const [middle, half] = span(j % 3);
        const room = 2 * Number.EPSILON * bvh.largest;
        const same = x === bvh.mesh.vertices[3 * vertex + (j % 3)];
        if (!same || Math.abs(x - middle) > half + room) wrong.push(`triangle ${i} in ${node}`);
      }
    }
    return depth;
  };
  const depth = bvh.count.length > 0 ? below(0, 0) : 0;
  expect(wrong).toEqual([]);
  expect(seen.every((times) => times === 1)).toBe(true);
  expect([...bvh.face].sort((a, b) => a - b)).toEqual([...bvh.face.keys()]);
  expect(depth).toBeLessThan(MAX_STACK);
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

test('a thousand triangles at one place are halved by number', () => {
  expect(checkTree(buildBvh(flat(1000, () => [7, 7, 7])))).toBeLessThanOrEqual(9);
});

test('triangles along a line are split in halves', () => {
  expect(checkTree(buildBvh(flat(4096, (i) => [i, 2, 3])))).toBeLessThanOrEqual(16);
});

test('distances that shrink by half each do not make a deep tree', () => {
  expect(checkTree(buildBvh(flat(400, (i) => [2 ** -(i % 250), i < 250 ? 0 : 1, 0])))).toBeLessThan(
    MAX_STACK,
  );
});

test('a sphere of 6,000 triangles: no deeper than 30', () => {
  const bvh = buildBvh(bumpySphere(60, 50));
  expect(checkTree(bvh)).toBeLessThan(30);
  expect(bvh.bounds[0]).toBeLessThan(bvh.bounds[3]!);
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
