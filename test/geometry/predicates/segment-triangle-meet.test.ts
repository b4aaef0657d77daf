/** Segment and triangle by filtered signs: hard cases against the judge, and against the exact formula of the sheet. */
import { nearestDouble } from '../../../src/core/exact';
import type { Vec3 } from '../../../src/core/points';
import { segmentTriangle } from '../../../src/geometry/predicates/segment-triangle';
import {
  ALONG,
  APART,
  COUNTED,
  classifyMeeting,
  parameter,
  TOUCHED,
} from '../../../src/geometry/predicates/segment-triangle-meet';
import { random } from '../../../workbench/random';
import { judge, type Whole3, wholes } from '../support/judge';

type Six = [number, number, number, number, number, number];

const KINDS: [string, (next: () => number) => number][] = [
  ['lattice of 3', (next) => Math.floor(next() * 3)],
  ['lattice of 6', (next) => Math.floor(next() * 6)],
  ['voxels', (next) => 180_750 + 45 * Math.floor(next() * 4)],
  ['decimals', (next) => Math.floor(next() * 4) * 0.1],
  ['any doubles', (next) => next() * 1e5],
];

test.each(KINDS)('seed 93: 2,000 of %s, as the judge and as the formula have them', (_name, draw) => {
  const next = random(93);
  const seen = new Map<number, number>();
  const wrong: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const corners = Float64Array.from({ length: 9 }, () => draw(next));
    const ends = Array.from({ length: 6 }, () => draw(next)) as Six;
    if (i % 2 === 0) {
      // Aimed at a corner or a place on an edge.
      const along = i % 4 === 0 ? 0 : next();
      for (let k = 0; k < 3; k++) {
        ends[3 + k] = corners[k]! + along * (corners[3 + k]! - corners[k]!);
        if (i % 3 === 0) ends[3 + k] = 2 * ends[3 + k]! - ends[k]!;
      }
    }
    const got = classifyMeeting(...ends, corners, 0);
    seen.set(got, (seen.get(got) ?? 0) + 1);

    const { wholes: all, bits } = wholes(Float64Array.of(...ends, ...corners));
    const [p, q, a, b, c] = [0, 3, 6, 9, 12].map((at) => all.slice(at, at + 3) as unknown as Whole3);
    const verdict = judge(p!, q!, [a!, b!, c!], bits);
    const kind = got === APART ? 'apart' : got === ALONG ? 'along' : 'point';
    let right = kind === verdict.kind && (got === COUNTED) === verdict.counted;

    const points = [...ends, ...corners];
    const vec = (at: number): Vec3 => points.slice(at, at + 3) as Vec3;
    const exact = segmentTriangle([vec(0), vec(3)], [vec(6), vec(9), vec(12)]);
    if (exact.kind === 'point') {
      const t = nearestDouble(exact.t);
      right &&= kind === 'point' && Math.abs(parameter(...ends, corners, 0) - t) <= 4e-12 * t + 2 ** -52;
    } else if (exact.kind !== 'degenerate') right &&= kind === (exact.kind === 'along' ? 'along' : 'apart');
    if (!right) wrong.push(points.join());
  }
  expect(wrong).toEqual([]);
  expect(seen.get(COUNTED)! > 20 && seen.get(TOUCHED)! + seen.get(APART)! > 20).toBe(true);
});

test('a grazing hit has its t to the last digits', () => {
  // The plane rises by 1 in 2^20, the segment runs level through it at one third.
  const corners = Float64Array.of(0, -9, 0, 2 ** 22, -9, 4, 0, 9, 0);
  const z = 1 + 2 ** -20 / 3;
  const t = (z * 2 ** 20 - 2 ** 20) / 1;
  expect(parameter(2 ** 20, 0, z, 2 ** 20 + 1, 0, z, corners, 0)).toBe(t);
});
