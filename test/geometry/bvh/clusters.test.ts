/** Clusters: every triangle once, neighbours together, none too large. */
import { CLUSTER_TRIANGLES, clustersOf } from '../../../src/geometry/bvh/clusters';
import { random } from '../../../workbench/random';

/** Triangles of no size at places. */
function clusters(places: readonly number[][]): number[][] {
  const axes = [0, 1, 2].map((k) => places.map((place) => place[k]!));
  const bounds = [...axes.map((xs) => Math.min(...xs)), ...axes.map((xs) => Math.max(...xs))];
  const { order, keys, starts } = clustersOf(
    Float64Array.from(places.flat()),
    Uint32Array.from(places.flatMap((_place, i) => [i, i, i])),
    Float64Array.from(bounds),
  );
  expect([...order].sort((a, b) => a - b)).toEqual([...places.keys()]);
  expect([...keys].every((key, i) => i === 0 || key >= keys[i - 1]!)).toBe(true);
  expect([starts[0], starts[starts.length - 1]]).toEqual([0, places.length]);
  return Array.from({ length: starts.length - 1 }, (_x, i) => [
    ...order.subarray(starts[i]!, starts[i + 1]!),
  ]);
}

test('seed 55: 5,000 places, each once, no cluster too large or empty', () => {
  const next = random(55);
  const found = clusters(
    Array.from({ length: 5000 }, () => [next() * 9e5, next() * 5e5, next() * 1e5 - 7e4]),
  );
  expect(found.every((list) => list.length > 0 && list.length <= CLUSTER_TRIANGLES)).toBe(true);
  expect(found.length).toBeLessThan(800);
});

test('eight corners of a cube, more places each than a cluster holds: none holds two corners', () => {
  const places = Array.from({ length: 16 * CLUSTER_TRIANGLES }, (_x, i) => [
    i & 1,
    (i >> 1) & 1,
    (i >> 2) & 1,
  ]);
  const found = clusters(places);
  expect(found.map((list) => new Set(list.map((i) => i % 8)).size)).toEqual(new Array(16).fill(1));
});

test('too many in one cell are cut by number, beside one far away', () => {
  const found = clusters([[1e9, 0, 0], ...Array.from({ length: 50 }, (_x, i) => [i, 0, 0])]);
  expect(found.every((list) => list.length <= CLUSTER_TRIANGLES)).toBe(true);
  expect(found.find((list) => list.includes(0))).toEqual([0]);
});

test('one place, and none', () => {
  expect(clusters([[3, 4, 5]])).toEqual([[0]]);
  expect(clusters(new Array<number[]>(50).fill([3, 4, 5])).map((list) => list.length)).toEqual([
    12, 13, 12, 13,
  ]);
  expect([...clustersOf(new Float64Array(0), new Uint32Array(0), new Float64Array(6)).starts]).toEqual([0]);
});
