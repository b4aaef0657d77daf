/** Pictures of skeletons: what is black, what is white, and the bar. */
import type { Skeleton } from '../../../src/cave/morphology/skeleton';
import { drawSkeleton } from '../../../src/tools/heavy/draw-skeleton';

const skeleton = (more: Partial<Skeleton>): Skeleton => {
  const vertices = more.vertices ?? [];
  return {
    vertices,
    edges: [],
    root: 0,
    soma: null,
    radius: vertices.map(() => 0),
    compartment: vertices.map(() => 0),
    ...more,
  };
};

const darkest = ({ shades, width }: ReturnType<typeof drawSkeleton>, x: number, y: number): number => {
  let dark = 255;
  for (let j = y - 1; j <= y + 1; j++)
    for (let i = x - 1; i <= x + 1; i++) dark = Math.min(dark, shades[j * width + i]!);
  return dark;
};

test('a cross: its arms are black, between them is white, y goes down', () => {
  const picture = drawSkeleton(
    skeleton({
      vertices: [
        [0, 0, 7],
        [72_000, 0, 9],
        [36_000, 0, 0],
        [36_000, 72_000, 5],
      ],
      edges: [
        [0, 2],
        [2, 1],
        [2, 3],
      ],
    }),
  );
  // 720 pixels for 72 µm, 40 of margin: 10 pixels a µm.
  expect([picture.width, picture.height]).toEqual([800, 800]);
  for (const x of [40, 200, 400, 600, 760]) expect(darkest(picture, x, 40)).toBeLessThan(80);
  for (const y of [100, 400, 760]) expect(darkest(picture, 400, y)).toBeLessThan(80);
  for (const [x, y] of [
    [200, 300],
    [600, 300],
    [20, 40],
    [780, 40],
  ] as const)
    expect(darkest(picture, x, y)).toBe(255);
  // A quarter of 800 pixels is 20 µm.
  expect(picture.barUm).toBe(20);
  expect(picture.shades[780 * 800 + 120]).toBe(0);
  expect(darkest(picture, 230, 780)).toBe(255);
});

test('as thick as the neuron, a soma as a dot, a lone vertex as a point', () => {
  const picture = drawSkeleton(
    skeleton({
      vertices: [
        [0, 0, 0],
        [72_000, 0, 0],
        [36_000, 36_000, 0],
      ],
      edges: [[0, 1]],
      radius: [1000, 1000, 0],
      soma: [0, 36_000, 0],
    }),
  );
  const column = (x: number) =>
    Array.from({ length: 700 }, (_none, y) => picture.shades[y * 800 + x]!).filter((shade) => shade < 128)
      .length;
  // 2 µm thick.
  expect(column(300)).toBeGreaterThanOrEqual(19);
  expect(column(300)).toBeLessThanOrEqual(22);
  expect(darkest(picture, 40, 580)).toBe(0);
  expect(darkest(picture, 400, 580)).toBeLessThan(128);
});

test.each([
  ['no vertex', []],
  ['one vertex', [[5, 5, 5]]],
  [
    'two at one place',
    [
      [5, 5, 5],
      [5, 5, 5],
    ],
  ],
] as [string, [number, number, number][]][])('%s makes a picture, too', (_name, vertices) => {
  const { shades, barUm } = drawSkeleton(
    skeleton({ vertices, edges: vertices.length === 2 ? [[0, 1]] : [] }),
  );
  expect(barUm).toBe(0.2);
  const middle = shades[400 * 800 + 400]!;
  if (vertices.length === 0) expect(middle).toBe(255);
  else expect(middle).toBeLessThan(128);
});
