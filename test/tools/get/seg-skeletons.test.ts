/** TT_SKELETON and TT_BONES: published sizes, lengths that agree, every component kept. */
import { cachedSkeletons, type Skeleton, skeletonCableLength } from '../../../src/cave/morphology/skeleton';
import type { Id } from '../../../src/core/ids';
import type { Args } from '../../../src/tools/declaration/declare';
import { segSkeletons, skeletonEdges, swcOrder } from '../../../src/tools/get/seg-skeletons';
import { random } from '../../../workbench/random';
import { memory, testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const ask = (tool: typeof skeletonEdges, id: string) =>
  cave.run(tool.answer({ id } as Args, cave.ctx())) as number[][];

// Published with the BANC examples.
test.each([
  ['720575941490813872', 1712022.370770976],
  ['720575941533316995', 2109110.992525338],
])('%s: rows and bones have the published length', (id, length) => {
  const rows = ask(segSkeletons, id);
  const ends = ask(skeletonEdges, id);
  expect(ends.length).toBe(rows.length - 1);
  const along = rows
    .filter((row) => row[6] !== -1)
    .reduce((sum, row) => {
      const parent = rows[row[6]!]!;
      return sum + Math.hypot(row[2]! - parent[2]!, row[3]! - parent[3]!, row[4]! - parent[4]!);
    }, 0);
  expect(along).toBeCloseTo(length, 6);
  const nm = [4, 4, 45];
  const across = ends.reduce(
    (sum, row) => sum + Math.hypot(...nm.map((unit, i) => (row[i]! - row[i + 3]!) * unit)),
    0,
  );
  expect(across).toBeCloseTo(length, 4);
  rows.forEach((row, n) => {
    expect(row[0]).toBe(n);
    expect(row[6]).toBeLessThan(n);
  });
});

test('the root is the first row, whatever vertex it is; it is no soma where none is known', () => {
  const id = '720575941519923628';
  const flat = cave
    .run(cachedSkeletons(cave.stack(), [id as Id], memory(), (skeleton) => skeleton, 'always'))
    .get(id as Id);
  const { root, vertices } = flat as Skeleton;
  expect([root, vertices.length]).toEqual([75, 99]);
  const rows = ask(segSkeletons, id);
  expect(rows[0]!.slice(2, 5)).toEqual(vertices[75]);
  expect(rows.filter((row) => row[6] === -1).length).toBe(1);
  expect(rows.every((row) => row[1] !== 1)).toBe(true);
  expect(rows.every((row) => Number.isFinite(row[5]))).toBe(true);
});

test('a segment without a skeleton is queued and says so; what is no segment is refused', () => {
  const { after } = cave.sandbox.edit({ kind: 'split', share: 0.7 });
  expect(() => ask(segSkeletons, after[0]!)).toThrow(/the skeleton is being made/);
  expect(() => ask(skeletonEdges, '76492475061776745')).toThrow(/is a supervoxel/);
});

test.each([1, 2, 3, 4, 5])('forests of seed %i: all vertices once, parents first, length kept', (seed) => {
  const next = random(seed);
  const count = 200;
  const vertices = Array.from({ length: count }, () => [next() * 1e5, next() * 1e5, next() * 1e5]);
  const edges: [number, number][] = [];
  for (let i = 1; i < count; i++) {
    if (next() < 0.05) continue;
    const other = Math.floor(next() * i);
    edges.push(next() < 0.5 ? [i, other] : [other, i]);
  }
  const root = Math.floor(next() * count);
  const none = new Array<number>(count).fill(0);
  const skeleton = { vertices, edges, root, radius: none, compartment: none } as Skeleton;
  const order = swcOrder(skeleton);
  expect(order[0]).toEqual({ vertex: root, parent: -1 });
  expect(new Set(order.map(({ vertex }) => vertex)).size).toBe(count);
  for (const [n, { parent }] of order.entries()) expect(parent).toBeLessThan(n);
  const rebuilt = order.flatMap(({ vertex, parent }): [number, number][] =>
    parent < 0 ? [] : [[vertex, order[parent]!.vertex]],
  );
  expect(rebuilt.length).toBe(edges.length);
  expect(skeletonCableLength({ ...skeleton, edges: rebuilt })).toBeCloseTo(skeletonCableLength(skeleton), 3);
});
