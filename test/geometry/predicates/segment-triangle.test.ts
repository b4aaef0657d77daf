/** Line and triangle against an exact reference that works another way, and the cases on the edge. */
import { nearestDouble } from '../../../src/core/exact';
import type { Vec3 } from '../../../src/core/points';
import { segmentTriangle } from '../../../src/geometry/predicates/segment-triangle';
import { random } from '../../../workbench/random';
import { hit, Q } from '../../tools/calc/rational';

const TRIANGLE: Vec3[] = [
  [0, 0, 0],
  [4, 0, 0],
  [0, 4, 0],
];
const at = (x: number, y: number): Vec3[] => [
  [x, y, 1],
  [x, y, -1],
];

/** Small integers meet edges and corners often; the other kinds are voxels, decimals and wide ranges. */
const KINDS: ((next: () => number) => number)[] = [
  (next) => Math.floor(next() * 5) - 2,
  (next) => Math.floor(next() * 300_000),
  (next) => Math.round(next() * 1e6) / 1000,
  (next) => (next() - 0.5) * 2 ** Math.floor(next() * 60 - 30),
];

test('seed 2024: 10,000 lines and triangles, each as the exact reference has it', () => {
  const next = random(2024);
  let hits = 0;
  const wrong: string[] = [];
  for (let i = 0; i < 10_000; i++) {
    const draw = KINDS[i % KINDS.length]!;
    const point = (): Vec3 => [draw(next), draw(next), draw(next)];
    const triangle = [point(), point(), point()];
    const line = [point(), point()];
    if (i % 8 >= 4) {
      // Aimed at a point of the triangle, or of its edge, so that many hit.
      const [u, v] = [next(), i % 3 === 0 ? 0 : next()];
      const [s, t] = u + v > 1 ? [1 - u, 1 - v] : [u, v];
      const [a, b, c] = triangle as [Vec3, Vec3, Vec3];
      line[1] = a.map((x, k) => 2 * (x + s * (b[k]! - x) + t * (c[k]! - x)) - line[0]![k]!) as Vec3;
    }
    const expected = hit(line, triangle);
    const met = segmentTriangle(line, triangle);
    if (expected !== null) hits++;
    const right =
      met.kind === 'point'
        ? expected !== null && met.at.every(({ top, bottom }, k) => new Q(top, bottom).equals(expected[k]!))
        : expected === null;
    if (!right) wrong.push(JSON.stringify({ i, line, triangle }));
  }
  expect(wrong).toEqual([]);
  expect(hits).toBeGreaterThan(2500);
});

test.each([
  ['the inside', at(1, 1)],
  ['an edge', at(2, 2)],
  ['a corner', at(4, 0)],
  [
    'the line’s end',
    [
      [1, 1, 0],
      [1, 1, 5],
    ],
  ],
  [
    'the line’s other end',
    [
      [1, 1, -5],
      [1, 1, 0],
    ],
  ],
] as [string, Vec3[]][])('%s belongs to it', (_name, line) => {
  const met = segmentTriangle(line, TRIANGLE);
  expect(met.kind === 'point' ? met.at.map(nearestDouble) : met).toEqual([line[0]![0], line[0]![1], 0]);
});

test.each([
  ['beside an edge by the last bit', at(2, 2 + 2 ** -51)],
  [
    'short of the plane',
    [
      [1, 1, 5],
      [1, 1, 2 ** -1074],
    ],
  ],
  [
    'parallel',
    [
      [0, 0, 1],
      [1, 1, 1],
    ],
  ],
  [
    'in the plane, beside',
    [
      [5, 5, 0],
      [9, 5, 0],
    ],
  ],
  [
    'in the plane, on the line of an edge, beyond it',
    [
      [5, 0, 0],
      [9, 0, 0],
    ],
  ],
] as [string, Vec3[]][])('%s: no hit', (_name, line) =>
  expect(segmentTriangle(line, TRIANGLE)).toEqual({ kind: 'none' }),
);

test.each([
  [
    'inside',
    [
      [1, 1, 0],
      [1.5, 1, 0],
    ],
  ],
  [
    'through',
    [
      [-1, 1, 0],
      [9, 1, 0],
    ],
  ],
  [
    'along an edge',
    [
      [-1, 0, 0],
      [2, 0, 0],
    ],
  ],
  [
    'touching a corner',
    [
      [4, -1, 0],
      [4, 1, 0],
    ],
  ],
] as [string, Vec3[]][])('in the plane, %s', (_name, line) => {
  for (const turn of [0, 1, 2]) {
    const turnPoint = (p: Vec3): Vec3 => [p[turn % 3]!, p[(turn + 1) % 3]!, p[(turn + 2) % 3]!];
    expect(segmentTriangle(line.map(turnPoint), TRIANGLE.map(turnPoint))).toEqual({ kind: 'along' });
  }
});

test('lines and triangles that are none', () => {
  expect(
    segmentTriangle(
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      TRIANGLE,
    ),
  ).toEqual({ kind: 'degenerate', what: 'line' });
  expect(
    segmentTriangle(at(1, 1), [
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0],
    ]),
  ).toEqual({ kind: 'degenerate', what: 'triangle' });
});
