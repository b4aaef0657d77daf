/**
 * Signs of determinants of differences, exact: from doubles where Shewchuk's first error bound allows it, from doubles
 * also where whole numbers stay below 2^53 on the way, and from big integers otherwise. Scattered points need the first
 * only, lattices the second; an end on a corner gives zero at once.
 */
import { onOneScale, sign } from '../../core/exact';

const { abs } = Math;
const { isInteger } = Number;

/** Between these sizes (and at 0) no product of three differences leaves the doubles. */
export const LARGEST_EXACT = 1e80;
export const SMALLEST_EXACT = 1e-80;

const HALF_UNIT = 2 ** -53;
/** Shewchuk 1997, error bound A of orient3d. */
export const ORIENT_BOUND = (7 + 56 * HALF_UNIT) * HALF_UNIT;
/** Two roundings in each difference pair, one in each product, one in their difference, and a margin. */
const MINOR_BOUND = 8 * HALF_UNIT;
/** Sums of whole products up to this have not been rounded. */
const WHOLE = 2 ** 52;

/**
 * Determinant of the rows a - d, b - d, c - d, rounded, but of the right sign: above 0 where a, b, c turn clockwise
 * seen from d, 0 where the four lie in one plane.
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

/** Sign of (b - a) × (q - p) in the plane. */
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

/** Sign of the first component of (b - a) × (q - p) that is not 0. */
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
