/** Exact signs: thousands of hard cases a predicate against whole numbers. */
import { crossSign, minorSign, orient } from '../../../src/geometry/predicates/segment-triangle-signs';
import { random } from '../../../workbench/random';
import { det, type Whole3, wholes } from '../support/judge';

type Next = () => number;
type Twelve = [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
type Eight = [number, number, number, number, number, number, number, number];

const signOf = (x: bigint): number => (x > 0n ? 1 : x < 0n ? -1 : 0);
/** 2 ** -52 of a number up or down, or nothing. */
const nudge = (next: Next, x: number): number => x * (1 + (Math.floor(next() * 3) - 1) * 2 ** -52);

/** Coordinates that make ties and near ties. */
const KINDS: [string, (next: Next) => number][] = [
  ['lattice of 4', (next) => Math.floor(next() * 4)],
  ['voxels far away', (next) => 575_250 + 45 * Math.floor(next() * 5)],
  ['decimals', (next) => Math.floor(next() * 5) * 0.1],
  ['nearly one number', (next) => nudge(next, 0.7)],
  ['nearly a lattice', (next) => nudge(next, 1 + Math.floor(next() * 3))],
  ['single precision', (next) => Math.fround(1e5 + Math.floor(next() * 4) * 0.01)],
  ['sizes from 1e-80 to 1e80', (next) => (next() < 0.2 ? 0 : 10 ** Math.floor(next() * 159 - 79))],
  ['beyond whole doubles', (next) => 2 ** 53 + 2 * Math.floor(next() * 4)],
];

const less = (x: Whole3, y: Whole3): Whole3 => [x[0] - y[0], x[1] - y[1], x[2] - y[2]];
const three = (list: readonly bigint[], i: number): Whole3 => [
  list[3 * i]!,
  list[3 * i + 1]!,
  list[3 * i + 2]!,
];

test.each(KINDS)('orient, seed 90, 1,500 of %s', (_name, draw) => {
  const next = random(90);
  const seen = new Set<number>();
  const wrong: string[] = [];
  for (let i = 0; i < 1500; i++) {
    const points = Array.from({ length: 12 }, () => draw(next)) as Twelve;
    if (i % 2 === 0) {
      // d as near to the plane of a, b and c as rounding lets it be.
      const [u, v] = [next(), next()];
      for (let k = 0; k < 3; k++) {
        points[9 + k] = points[k]! + u * (points[3 + k]! - points[k]!) + v * (points[6 + k]! - points[k]!);
        if (Math.abs(points[9 + k]!) < 1e-80) points[9 + k] = 0;
      }
    }
    const { wholes: all } = wholes(Float64Array.from(points));
    const d = three(all, 3);
    const expected = signOf(det(less(three(all, 0), d), less(three(all, 1), d), less(three(all, 2), d)));
    if (Math.sign(orient(...points)) !== expected) wrong.push(points.join());
    seen.add(expected);
  }
  expect(wrong).toEqual([]);
  expect(seen.size).toBeGreaterThan(1);
});

test.each(KINDS)('minorSign, seed 91, 1,500 of %s', (_name, draw) => {
  const next = random(91);
  const seen = new Set<number>();
  const wrong: string[] = [];
  for (let i = 0; i < 1500; i++) {
    const points = Array.from({ length: 8 }, () => draw(next)) as Eight;
    if (i % 2 === 0) {
      // q - p as nearly along b - a as rounding lets it be.
      const by = next();
      points[6] = points[4] + by * (points[2] - points[0]);
      points[7] = points[5] + by * (points[3] - points[1]);
      for (const k of [6, 7]) if (Math.abs(points[k]!) < 1e-80) points[k] = 0;
    }
    const [ax, ay, bx, by, px, py, qx, qy] = wholes(Float64Array.from(points)).wholes as unknown as bigint[];
    const expected = signOf((bx! - ax!) * (qy! - py!) - (by! - ay!) * (qx! - px!));
    if (minorSign(...points) !== expected) wrong.push(points.join());
    seen.add(expected);
  }
  expect(wrong).toEqual([]);
  expect(seen.size).toBeGreaterThan(1);
});

test('crossSign, seed 92: 2,000 products on a lattice, the first component that is not 0', () => {
  const next = random(92);
  const first = [0, 0, 0, 0];
  for (let i = 0; i < 2000; i++) {
    const points = Array.from({ length: 12 }, () => Math.floor(next() * 3)) as Twelve;
    const [u, v] = [0, 6].map((at) => [0, 1, 2].map((k) => points[at + 3 + k]! - points[at + k]!)) as [
      number[],
      number[],
    ];
    const product = [0, 1, 2].map(
      (k) => u[(k + 1) % 3]! * v[(k + 2) % 3]! - u[(k + 2) % 3]! * v[(k + 1) % 3]!,
    );
    const place = product.findIndex((x) => x !== 0);
    first[place < 0 ? 3 : place]!++;
    expect(crossSign(...points) + 0).toBe(place < 0 ? 0 : Math.sign(product[place]!));
  }
  expect(first.every((many) => many > 50)).toBe(true);
});
