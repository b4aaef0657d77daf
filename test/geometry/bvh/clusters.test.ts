/** Clusters: every triangle once, four at most, neighbours together. */
import { clustersOf, MAX_LEAF_TRIANGLES } from '../../../src/geometry/bvh/clusters';
import { random } from '../../../workbench/random';

/** Boxes of no size at places, and the box of them all. */
function at(places: readonly number[][]): [Float64Array, Float64Array] {
  const bounds = [0, 1, 2].map((k) => places.map((place) => place[k]!));
  return [
    Float64Array.from(places.flatMap((place) => [...place, ...place])),
    Float64Array.from([...bounds.map((x) => Math.min(...x)), ...bounds.map((x) => Math.max(...x))]),
  ];
}

function clusters(places: readonly number[][]): number[][] {
  const { order, starts } = clustersOf(...at(places));
  expect([...order].sort((a, b) => a - b)).toEqual([...places.keys()]);
  expect([starts[0], starts[starts.length - 1]]).toEqual([0, places.length]);
  return Array.from({ length: starts.length - 1 }, (_x, i) => [
    ...order.subarray(starts[i]!, starts[i + 1]!),
  ]);
}

test('seed 55: 5,000 places, each once, none in a cluster of more than four or of none', () => {
  const next = random(55);
  const found = clusters(
    Array.from({ length: 5000 }, () => [next() * 9e5, next() * 5e5, next() * 1e5 - 7e4]),
  );
  expect(found.every((list) => list.length > 0 && list.length <= MAX_LEAF_TRIANGLES)).toBe(true);
  expect(found.length).toBeLessThan(3500);
});

test('eight corners of a cube, four places each: a cluster a corner', () => {
  const places = Array.from({ length: 32 }, (_x, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]);
  const found = clusters(places);
  expect(found.map((list) => new Set(list.map((i) => i % 8)).size)).toEqual(new Array(8).fill(1));
});

test('too many in one cell stay alone, beside one far away', () => {
  const found = clusters([[1e9, 0, 0], ...Array.from({ length: 50 }, (_x, i) => [i, 0, 0])]);
  expect(found).toHaveLength(51);
});

test('one place, and none', () => {
  expect(clusters([[3, 4, 5]])).toEqual([[0]]);
  expect(clusters(new Array<number[]>(7).fill([3, 4, 5]))).toHaveLength(7);
  expect([...clustersOf(new Float64Array(0), new Float64Array(6)).starts]).toEqual([0]);
});
