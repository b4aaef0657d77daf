/** Parents and an order of a skeleton's vertices; loops, several components and damage. */
import type { Tree } from '../../../src/geometry/skeletons/tree';
import { checkTree, orderTree } from '../../../src/geometry/skeletons/tree-order';
import { random } from '../../../workbench/random';
import { randomTree } from '../support/trees';

const tree = (vertices: number[], edges: number[]): Tree => ({
  vertices: Float64Array.from(vertices),
  edges: Uint32Array.from(edges),
});

test('edges in no direction hang from their first vertex', () => {
  const { parents, roots, order } = orderTree(tree([0, 0, 0, 1, 0, 0, 2, 0, 0, 9, 9, 9], [0, 1, 2, 1]));
  expect(roots).toEqual([1, 3]);
  expect([...parents]).toEqual([1, -1, 1, -1]);
  expect([...order]).toEqual([1, 0, 2, 3]);
});

test('a ring in which every vertex is a child has one root and one edge too many', () => {
  const { roots, parents, loops } = orderTree(tree([0, 0, 0, 1, 0, 0, 1, 1, 0], [0, 1, 1, 2, 2, 0]));
  expect([roots, loops]).toEqual([[0], 1]);
  expect([...parents].filter((parent) => parent === -1)).toHaveLength(1);
});

test.each([45, 46])(
  'mixed numbers: every parent comes before its children, as the edges say, seed %i',
  (seed) => {
    const next = random(seed);
    const bones = randomTree(next, 700, [0, 0, 0], 100);
    const numbers = Array.from({ length: 700 }, (_, i) => i);
    for (let i = 699; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
    }
    const mixed: Tree = { vertices: bones.vertices, edges: bones.edges.map((vertex) => numbers[vertex]!) };
    const { parents, order, roots, loops } = orderTree(mixed);
    expect([roots, loops]).toEqual([[numbers[0]], 0]);
    for (let at = 0; at < mixed.edges.length; at += 2)
      expect(parents[mixed.edges[at]!]).toBe(mixed.edges[at + 1]);
    const place = new Map([...order].map((vertex, at) => [vertex, at]));
    expect(place.size).toBe(700);
    expect(
      [...order].every(
        (vertex) => parents[vertex] === -1 || place.get(parents[vertex]!)! < place.get(vertex)!,
      ),
    ).toBe(true);
  },
);

test('damage is refused by the vertex that it names', () => {
  expect(() => checkTree(tree([0, 0, 0], [0, 1]))).toThrow('names vertex 1, but there are 1');
  expect(() => checkTree(tree([0, 0], []))).toThrow('its vertices or edges are cut');
  expect(() => checkTree(tree([0, 0, 0], [0]))).toThrow('its vertices or edges are cut');
  expect(() => checkTree(tree([0, Number.POSITIVE_INFINITY, 0], []))).toThrow('vertex 0 of the skeleton');
});
