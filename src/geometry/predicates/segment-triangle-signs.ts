/**
 * Exact signs of determinants of differences. Doubles decide if Shewchuk's first error bound allows it, or if all
 * intermediate integers stay below 2^53; else big integers decide. Scattered points need only the first test, lattices
 * the second. A segment end on a corner gives zero at once.
 */
import { onOneScale, sign } from '../../core/exact';

const { abs } = Math;
const { isInteger } = Number;

/** For absolute values between these limits (and for 0), products of three differences stay in the range of doubles. */
export const LARGEST_EXACT = 1e80;
export const SMALLEST_EXACT = 1e-80;

const HALF_UNIT = 2 ** -53;
/** Error bound A of orient3d, Shewchuk 1997. */
export const ORIENT_BOUND = (7 + 56 * HALF_UNIT) * HALF_UNIT;
/** Two roundings in each pair of differences, one in each product, one in their difference, and a margin. */
const MINOR_BOUND = 8 * HALF_UNIT;
/** Sums of integer products up to this value are not rounded. */
const WHOLE = 2 ** 52;

/**
 * Determinant of the rows a - d, b - d, c - d; its value is rounded, its sign is exact. Above 0 if a, b, c turn
 * clockwise seen from d; 0 if the four points are coplanar.
 */
export function orient(
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  cx: number,
  cy: number,
  cz: number,
  dx: number,
  dy: number,
  dz: number,
): number {
  const adx = ax - dx;
  const ady = ay - dy;
  const adz = az - dz;
  const bdx = bx - dx;
  const bdy = by - dy;
  const bdz = bz - dz;
  const cdx = cx - dx;
  const cdy = cy - dy;
  const cdz = cz - dz;
  const bc = bdx * cdy;
  const cb = cdx * bdy;
  const ca = cdx * ady;
  const ac = adx * cdy;
  const ab = adx * bdy;
  const ba = bdx * ady;
  const value = adz * (bc - cb) + bdz * (ca - ac) + cdz * (ab - ba);
  const size =
    (abs(bc) + abs(cb)) * abs(adz) + (abs(ca) + abs(ac)) * abs(bdz) + (abs(ab) + abs(ba)) * abs(cdz);
  const bound = ORIENT_BOUND * size;
  if (value > bound || -value > bound || size === 0) return value;
  const rows = [ax, ay, az, bx, by, bz, cx, cy, cz, dx, dy, dz];
  if (size <= WHOLE && rows.every(isWhole)) return value;
  const [kx, ky, kz, lx, ly, lz, mx, my, mz, nx, ny, nz] = onOneScale(rows).integers as Twelve;
  const [rx, ry, rz] = [kx - nx, ky - ny, kz - nz];
  const [sx, sy, sz] = [lx - nx, ly - ny, lz - nz];
  const [tx, ty, tz] = [mx - nx, my - ny, mz - nz];
  return sign(rz * (sx * ty - tx * sy) + sz * (tx * ry - rx * ty) + tz * (rx * sy - sx * ry));
}

type Twelve = [
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
  bigint,
];
type Eight = [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

/** Sign of the two-dimensional cross product (b - a) × (q - p). */
export function minorSign(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
  qx: number,
  qy: number,
): number {
  const left = (bx - ax) * (qy - py);
  const right = (by - ay) * (qx - px);
  const size = abs(left) + abs(right);
  if (abs(left - right) > MINOR_BOUND * size || size === 0) return Math.sign(left - right);
  const all = [ax, ay, bx, by, px, py, qx, qy];
  if (size <= WHOLE && all.every(isWhole)) return Math.sign(left - right);
  const [a, b, c, d, p, q, r, s] = onOneScale(all).integers as Eight;
  return sign((c - a) * (s - q) - (d - b) * (r - p));
}

const isWhole = (x: number): boolean => isInteger(x) && x <= WHOLE && x >= -WHOLE;

/** Sign of the first non-zero component of (b - a) × (q - p). */
export function crossSign(
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
): number {
  return (
    minorSign(ay, az, by, bz, py, pz, qy, qz) ||
    minorSign(az, ax, bz, bx, pz, px, qz, qx) ||
    minorSign(ax, ay, bx, by, px, py, qx, qy)
  );
}
