import { TtError } from '../../../src/core/errors';
import { readSwc, writeSwc } from '../../../src/geometry/formats/swc';
import type { Tree } from '../../../src/geometry/skeletons/tree';
import { cableLength, measureTree } from '../../../src/geometry/skeletons/tree-measures';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { ascii, damage } from '../support/bytes';
import { publishedBytes, truthOf } from '../support/published';
import { randomTree } from '../support/trees';

const SOME = `# a comment
 10 1 0 0 0 5 -1

30 3 3 4 0 2.5 20 9 9
20 3 0 4 0 -1 10
# another
7 0 1 1 1 0 -1
`;

test('gaps, two roots, a parent after its child, comments, columns to spare', () => {
  const tree = readSwc(SOME);
  expect([...tree.vertices]).toEqual([0, 0, 0, 3, 4, 0, 0, 4, 0, 1, 1, 1]);
  expect([...tree.edges]).toEqual([1, 2, 2, 0]);
  expect([...tree.radius!]).toEqual([5, 2.5, -1, 0]);
  expect([...tree.types!]).toEqual([1, 3, 3, 0]);
  expect(cableLength(tree)).toBe(7);
});

test('written: parents first, numbered from 1, unknown radii -1', () => {
  expect(writeSwc(readSwc(SOME), { comments: ['neuron 5\nof two'], decimals: 1 })).toBe(
    '# neuron 5 of two\n# id type x y z radius parent\n1 1 0.0 0.0 0.0 5.0 -1\n2 3 0.0 4.0 0.0 -1.0 1\n' +
      '3 3 3.0 4.0 0.0 2.5 2\n4 0 1.0 1.0 1.0 0.0 -1\n',
  );
  const bare: Tree = { vertices: Float64Array.of(1, 2, 3), edges: new Uint32Array(0) };
  expect(writeSwc(bare, { decimals: 0 })).toBe('# id type x y z radius parent\n1 0 1 2 3 -1 -1\n');
});

test('a loop is cut, and the file says so; an edge that stands twice is one', () => {
  const ring: Tree = {
    vertices: Float64Array.from({ length: 12 }, (_, at) => at),
    edges: Uint32Array.of(0, 1, 1, 2, 2, 0, 3, 2, 2, 3),
  };
  const text = writeSwc(ring);
  expect(text).toContain('# 2 edges that closed a loop are left out\n');
  expect(measureTree(readSwc(text))).toMatchObject({ nodes: 4, edges: 3, components: 1 });
});

test.each([
  ['', 'the file holds no row of an SWC'],
  ['# nothing\n', 'the file holds no row of an SWC'],
  ['1 0 0 0 0 1', 'line 1 of the SWC: the parent is missing'],
  ['1 0 0 0 x 1 -1', 'line 1 of the SWC: z is "x", not a finite number'],
  ['1.5 0 0 0 0 1 -1', 'line 1 of the SWC: the id is 1.5, not a whole number'],
  ['1e300 0 0 0 0 1 -1', 'the id is 1e+300, not a whole number'],
  ['1 256 0 0 0 1 -1', 'the type is 256, not a number from 0 to 255'],
  ['1 0 0 0 0 1 -1\n1 0 0 0 0 1 -1', 'line 2 of the SWC: the id 1 has stood before'],
  ['1 0 0 0 0 1 1', 'the row 1 is its own parent'],
  ['1 0 0 0 0 1 -1\n2 0 0 0 0 1 7', 'line 2 of the SWC: its parent 7 is not in the file'],
  ['1 0 0 0 0 1 2\n2 0 1 0 0 1 1', 'go round in a ring'],
  ['1 0 1e200 0 0 1 -1', 'a coordinate that cannot be, 1e+200'],
])('refused: %j', (text, words) => {
  expect(() => readSwc(text)).toThrow(words);
});

/** Any tree: each vertex hangs on an earlier one, or on none; then all are mixed up. */
function anyTree(next: () => number, count: number): Tree {
  const mixed = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  const edges = mixed.flatMap((vertex, i) => {
    if (i === 0 || next() < 0.05) return [];
    return [vertex, mixed[Math.floor(next() * i)]!];
  });
  return {
    vertices: Float64Array.from({ length: count * 3 }, () => Math.round(next() * 1e9) / 1000),
    edges: Uint32Array.from(edges),
    radius: Float64Array.from({ length: count }, () => Math.round(next() * 1000) / 8),
    types: Uint8Array.from({ length: count }, () => Math.floor(next() * 8)),
  };
}

const describe = (tree: Tree) => {
  const { roots: _, ...measures } = measureTree(tree);
  return measures;
};

test.each([1, 2, 3, 4])('any tree comes back the same, and its text too, seed %i', (seed) => {
  const next = random(seed);
  for (let i = 0; i < 20; i++) {
    const tree = anyTree(next, 1 + Math.floor(next() * 300));
    const text = writeSwc(tree);
    const back = readSwc(text);
    expect({ ...describe(back), cableLength: 0 }).toEqual({ ...describe(tree), cableLength: 0 });
    expect(back.edges.every((vertex, at) => at % 2 === 1 || vertex > back.edges[at + 1]!)).toBe(true);
    expect(writeSwc(back)).toBe(text);
  }
});

test.each([5, 6])('400 damaged files: a tree that is whole or a refusal in words, seed %i', (seed) => {
  const next = random(seed);
  const bytes = ascii(writeSwc(anyTree(next, 60)));
  for (let i = 0; i < 400; i++) {
    try {
      const tree = readSwc(damage(bytes, next));
      expect(Number.isFinite(measureTree(tree).cableLength)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(TtError);
      expect((error as TtError).code).toBe('INPUT');
    }
  }
});

test('thirty thousand vertices in one line: no recursion', () => {
  const count = 30_000;
  const chain: Tree = {
    vertices: Float64Array.from({ length: count * 3 }, (_, at) => (at % 3 === 0 ? at / 3 : 0)),
    edges: Uint32Array.from({ length: 2 * (count - 1) }, (_, at) =>
      at % 2 === 0 ? at / 2 + 1 : (at - 1) / 2,
    ),
  };
  expect(measureTree(readSwc(writeSwc(chain)))).toMatchObject({ longestPath: count - 1, leaves: 1 });
});

describeWith(truthOf('skeletons'))('published skeletons', () => {
  test.each((truthOf('skeletons') ?? []).map(([name]) => name))('%s comes back', (name) => {
    const tree = readSwc(publishedBytes(name));
    const back = readSwc(writeSwc(tree));
    for (const part of ['vertices', 'edges', 'radius', 'types'] as const) {
      expect([
        part,
        Buffer.compare(Buffer.from(back[part]!.buffer), Buffer.from(tree[part]!.buffer)),
      ]).toEqual([part, 0]);
    }
  });
});

test.each([7, 8])('a file of 3,000 rows, parents first, comes back to the last bit, seed %i', (seed) => {
  const { vertices, edges, radius, types } = randomTree(random(seed), 3000, [18_000, 22_000, 9000], 40);
  // Written here, not by the writer that is tested: three decimals, as programs of the field write.
  const rows = Array.from({ length: 3000 }, (_, i) => {
    const [x, y, z] = [...vertices.subarray(3 * i, 3 * i + 3)].map((value) => (value / 8).toFixed(3));
    return `${i + 1} ${types![i]} ${x} ${y} ${z} ${radius![i]} ${i === 0 ? -1 : edges[2 * i - 1]! + 1}`;
  });
  const tree = readSwc(`# made\n${rows.join('\n')}\n`);
  expect([...tree.vertices]).toEqual([...vertices].map((value) => value / 8));
  expect(tree.edges).toEqual(edges);
  expect([...tree.types!]).toEqual([...types!]);
  const back = readSwc(writeSwc(tree));
  for (const part of ['vertices', 'edges', 'radius', 'types'] as const)
    expect([part, back[part]]).toEqual([part, tree[part]]);
});
