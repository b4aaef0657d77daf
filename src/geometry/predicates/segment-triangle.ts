/**
 * Finds where a segment meets a triangle, decided without rounding (with the determinants of Möller and Trumbore 1997).
 * Both ends of the segment and the triangle's edges and corners belong to them.
 */
import { type Fraction, onOneScale, sign } from '../../core/exact';
import type { Vec3 } from '../../core/points';

export type SegmentTriangle =
  | { kind: 'none' }
  /** `t` goes from 0 at the segment's start to 1 at its end. */
  | { kind: 'point'; at: [Fraction, Fraction, Fraction]; t: Fraction }
  /** In the triangle's plane, with no common point or with more than one. */
  | { kind: 'along' }
  | { kind: 'degenerate'; what: 'line' | 'triangle' };

type Big3 = readonly [bigint, bigint, bigint];
type Big2 = readonly [bigint, bigint];

const NONE: SegmentTriangle = { kind: 'none' };

export function segmentTriangle(line: readonly Vec3[], triangle: readonly Vec3[]): SegmentTriangle {
  const { integers, shift } = onOneScale([...line, ...triangle].flat());
  const point = (i: number): Big3 => [integers[3 * i]!, integers[3 * i + 1]!, integers[3 * i + 2]!];
  const [from, to, a, b, c] = [point(0), point(1), point(2), point(3), point(4)];
  const direction = minus(to, from);
  if (isZero(direction)) return { kind: 'degenerate', what: 'line' };
  const [ab, ac] = [minus(b, a), minus(c, a)];
  const normal = cross(ab, ac);
  if (isZero(normal)) return { kind: 'degenerate', what: 'triangle' };

  const det = -dot(direction, normal);
  const side = dot(minus(from, a), normal);
  if (sign(det) === 0) {
    return sign(side) === 0 && inPlane(from, to, [a, b, c], normal) ? { kind: 'along' } : NONE;
  }
  // With s = sign(det): 0 ≤ t ≤ 1, u ≥ 0, v ≥ 0, u + v ≤ 1, each multiplied by |det|.
  const turn = sign(det) < 0 ? -BigInt(1) : BigInt(1);
  const size = det * turn;
  const moment = cross(minus(from, a), direction);
  const t = side * turn;
  const u = dot(ac, moment) * turn;
  const v = -dot(ab, moment) * turn;
  if (sign(t) < 0 || t > size || sign(u) < 0 || sign(v) < 0 || u + v > size) return NONE;
  const bottom = size << BigInt(shift);
  const at = from.map((x, k) => ({ top: x * size + t * direction[k]!, bottom })) as [
    Fraction,
    Fraction,
    Fraction,
  ];
  return { kind: 'point', at, t: { top: t, bottom: size } };
}

/**
 * True if a segment in the triangle's plane has a point in common with it. A segment without length counts as a point;
 * a triangle without area contains nothing.
 */
export function touchesInPlane(line: readonly Vec3[], triangle: readonly Vec3[]): boolean {
  const { integers } = onOneScale([...line, ...triangle].flat());
  const point = (i: number): Big3 => [integers[3 * i]!, integers[3 * i + 1]!, integers[3 * i + 2]!];
  const [from, to, a, b, c] = [point(0), point(1), point(2), point(3), point(4)];
  const normal = cross(minus(b, a), minus(c, a));
  return !isZero(normal) && inPlane(from, to, [a, b, c], normal);
}

/**
 * For a segment in the triangle's plane: projects both along an axis that is not parallel to the plane, and tests
 * whether they touch.
 */
function inPlane(from: Big3, to: Big3, triangle: readonly Big3[], normal: Big3): boolean {
  const axis = [0, 1, 2].find((k) => sign(normal[k]!) !== 0)!;
  const flat = (p: Big3): Big2 => p.filter((_x, k) => k !== axis) as unknown as Big2;
  const [p, q] = [flat(from), flat(to)];
  const corners = triangle.map(flat);
  if (inside(p, corners)) return true;
  return (
    !isZero(minus(to, from)) && corners.some((corner, i) => crosses(p, q, corner, corners[(i + 1) % 3]!))
  );
}

function inside(p: Big2, corners: readonly Big2[]): boolean {
  const turns = corners.map((corner, i) => sign(area(corner, corners[(i + 1) % 3]!, p)));
  return turns.every((turn) => turn >= 0) || turns.every((turn) => turn <= 0);
}

function crosses(p: Big2, q: Big2, a: Big2, b: Big2): boolean {
  const [pa, pb] = [sign(area(p, q, a)), sign(area(p, q, b))];
  const [ap, aq] = [sign(area(a, b, p)), sign(area(a, b, q))];
  if (pa === 0 && pb === 0) return [0, 1].every((k) => overlap(p[k]!, q[k]!, a[k]!, b[k]!));
  return pa * pb <= 0 && ap * aq <= 0;
}

const overlap = (p: bigint, q: bigint, a: bigint, b: bigint): boolean =>
  (p < q ? p : q) <= (a > b ? a : b) && (a < b ? a : b) <= (p > q ? p : q);

/** Twice the signed area of a triangle. */
const area = (a: Big2, b: Big2, c: Big2): bigint =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const minus = (a: Big3, b: Big3): Big3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Big3, b: Big3): bigint => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Big3, b: Big3): Big3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const isZero = (a: Big3): boolean => a.every((x) => sign(x) === 0);
