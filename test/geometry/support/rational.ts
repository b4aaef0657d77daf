/** The judge of the exact geometry: whole-number arithmetic without rounding. */

/** Doubles as whole numbers, all scaled by one power of two. */
export function wholes(values: ArrayLike<number>): bigint[] {
  let shift = 0;
  for (const value of Array.from(values)) while (!Number.isInteger(value * 2 ** shift)) shift++;
  return Array.from(values, (value) => scale(value, shift));
}

function scale(value: number, shift: number): bigint {
  // In two steps, because 2^shift alone may exceed a double's range.
  const half = Math.floor(shift / 2);
  return BigInt(value * 2 ** half * 2 ** (shift - half));
}

export type Point = readonly [bigint, bigint, bigint];

export function pointsOf(values: ArrayLike<number>): Point[] {
  const all = wholes(values);
  return Array.from({ length: all.length / 3 }, (_, i) => [all[3 * i]!, all[3 * i + 1]!, all[3 * i + 2]!]);
}

const minus = (p: Point, q: Point): Point => [p[0] - q[0], p[1] - q[1], p[2] - q[2]];

function det3(a: Point, b: Point, c: Point): bigint {
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    a[1] * (b[0] * c[2] - b[2] * c[0]) +
    a[2] * (b[0] * c[1] - b[1] * c[0])
  );
}

/** Six times the volume; positive if d lies below a, b, c, which are counter-clockwise seen from above. */
export function orient(a: Point, b: Point, c: Point, d: Point): bigint {
  return det3(minus(a, d), minus(b, d), minus(c, d));
}

/** Positive if e lies inside the sphere through a, b, c, d, whose `orient` is positive. */
export function insphere(a: Point, b: Point, c: Point, d: Point, e: Point): bigint {
  const [p, q, r, s] = [minus(a, e), minus(b, e), minus(c, e), minus(d, e)];
  const lift = (v: Point): bigint => v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
  // Expands along the column of squares; the first row's sign is minus.
  return (
    -lift(p) * det3(q, r, s) + lift(q) * det3(p, r, s) - lift(r) * det3(p, q, s) + lift(s) * det3(p, q, r)
  );
}

export const sign = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0);
