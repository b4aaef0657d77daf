/**
 * Tests whether and where a segment meets a triangle: fast, and without rounding in any decision.
 *
 * It gives two answers at once. *Met*: the closed segment and the closed triangle have exactly one common point;
 * corners, edges and ends belong to them. *Counted*: they still meet after an infinitesimal move of the segment along
 * x, a smaller one along y, and a still smaller one along z (simulation of simplicity, Edelsbrunner and Mücke 1990).
 * The moved segment passes through no edge and ends on no face. On a closed surface, the number of counted triangles is
 * therefore odd if the segment goes from one side to the other, and even if it only touches.
 */
import { nearestDouble } from '../../core/exact';
import type { Vec3 } from '../../core/points';
import { segmentTriangle, touchesInPlane } from './segment-triangle';
import { crossSign, ORIENT_BOUND, orient } from './segment-triangle-signs';

const { abs } = Math;

/** No common point, or a triangle without area. */
export const APART = 0;
/** Met in one point, but not counted. */
export const TOUCHED = 1;
/** Met in one point, and counted. */
export const COUNTED = 2;
/** The segment lies in the triangle's plane and touches it there; not counted. */
export const ALONG = 3;

/** Largest relative error of a parameter that is computed with doubles. */
const FINE = 1e-12;

/**
 * Returns APART, TOUCHED, COUNTED or ALONG for the segment from p to q and the triangle whose nine coordinates start at
 * `at`. Every coordinate must be 0, or between SMALLEST and LARGEST in absolute value.
 */
export function classifyMeeting(
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
  corners: Float64Array,
  at: number,
): number {
  const ax = corners[at]!;
  const ay = corners[at + 1]!;
  const az = corners[at + 2]!;
  const bx = corners[at + 3]!;
  const by = corners[at + 4]!;
  const bz = corners[at + 5]!;
  const cx = corners[at + 6]!;
  const cy = corners[at + 7]!;
  const cz = corners[at + 8]!;
  // Computes both sides with the determinant of `orient`, relative to a and not to the segment's end, so that they
  // share its minors.
  const sx = bx - ax;
  const sy = by - ay;
  const sz = bz - az;
  const tx = cx - ax;
  const ty = cy - ay;
  const tz = cz - az;
  const xy = sx * ty;
  const yx = tx * sy;
  const yz = sy * tz;
  const zy = ty * sz;
  const zx = sz * tx;
  const xz = tz * sx;
  const nx = yz - zy;
  const ny = zx - xz;
  const nz = xy - yx;
  const rx = abs(yz) + abs(zy);
  const ry = abs(zx) + abs(xz);
  const rz = abs(xy) + abs(yx);
  let sideP = (ax - px) * nx + (ay - py) * ny + (az - pz) * nz;
  let sideQ = (ax - qx) * nx + (ay - qy) * ny + (az - qz) * nz;
  const boundP = ORIENT_BOUND * (abs(ax - px) * rx + abs(ay - py) * ry + abs(az - pz) * rz);
  const boundQ = ORIENT_BOUND * (abs(ax - qx) * rx + abs(ay - qy) * ry + abs(az - qz) * rz);
  if ((sideP > boundP && sideQ > boundQ) || (sideP < -boundP && sideQ < -boundQ)) return APART;
  if (abs(sideP) <= boundP) sideP = orient(ax, ay, az, bx, by, bz, cx, cy, cz, px, py, pz);
  if (abs(sideQ) <= boundQ) sideQ = orient(ax, ay, az, bx, by, bz, cx, cy, cz, qx, qy, qz);
  if ((sideP > 0 && sideQ > 0) || (sideP < 0 && sideQ < 0)) return APART;
  if (sideP === 0 && sideQ === 0) return along(px, py, pz, qx, qy, qz, corners, at) ? ALONG : APART;
  const turn = sideP > sideQ ? 1 : -1;
  const ab = turn * orient(ax, ay, az, bx, by, bz, qx, qy, qz, px, py, pz);
  if (ab < 0) return APART;
  const bc = turn * orient(bx, by, bz, cx, cy, cz, qx, qy, qz, px, py, pz);
  if (bc < 0) return APART;
  const ca = turn * orient(cx, cy, cz, ax, ay, az, qx, qy, qz, px, py, pz);
  if (ca < 0) return APART;
  // Ties are decided for the moved segment.
  if (sideP === 0 || sideQ === 0) {
    // The plane's value at p + e is the value at p minus normal · e.
    const shiftedSign = -crossSign(ax, ay, az, bx, by, bz, ax, ay, az, cx, cy, cz);
    if ((sideP === 0 ? shiftedSign : Math.sign(sideP)) === (sideQ === 0 ? shiftedSign : Math.sign(sideQ)))
      return TOUCHED;
  }
  // An edge's value decreases by (edge × segment) · e. This is not zero, because the segment is not parallel to the
  // plane.
  if (ab === 0 && turn * crossSign(ax, ay, az, bx, by, bz, px, py, pz, qx, qy, qz) > 0) return TOUCHED;
  if (bc === 0 && turn * crossSign(bx, by, bz, cx, cy, cz, px, py, pz, qx, qy, qz) > 0) return TOUCHED;
  if (ca === 0 && turn * crossSign(cx, cy, cz, ax, ay, az, px, py, pz, qx, qy, qz) > 0) return TOUCHED;
  return COUNTED;
}

/**
 * The parameter of the point at which a segment meets a triangle: 0 at p to 1 at q, with an error of at most 4e-12 of
 * the distances to both ends.
 */
export function parameter(
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
  corners: Float64Array,
  at: number,
): number {
  const sideP = plane(px, py, pz, corners, at);
  const fineP = ORIENT_BOUND * permanent <= FINE * abs(sideP);
  const sideQ = plane(qx, qy, qz, corners, at);
  if (fineP && ORIENT_BOUND * permanent <= FINE * abs(sideQ)) return sideP / (sideP - sideQ) + 0;
  const { line, triangle } = asPoints(px, py, pz, qx, qy, qz, corners, at);
  const meeting = segmentTriangle(line, triangle);
  return meeting.kind === 'point' ? nearestDouble(meeting.t) : Number.NaN;
}

/** Sum of the absolute values of the products in the last determinant of `plane`. */
let permanent = 0;

function plane(px: number, py: number, pz: number, corners: Float64Array, at: number): number {
  const ax = corners[at]! - px;
  const ay = corners[at + 1]! - py;
  const az = corners[at + 2]! - pz;
  const bx = corners[at + 3]! - px;
  const by = corners[at + 4]! - py;
  const bz = corners[at + 5]! - pz;
  const cx = corners[at + 6]! - px;
  const cy = corners[at + 7]! - py;
  const cz = corners[at + 8]! - pz;
  permanent =
    (abs(bx * cy) + abs(cx * by)) * abs(az) +
    (abs(cx * ay) + abs(ax * cy)) * abs(bz) +
    (abs(ax * by) + abs(bx * ay)) * abs(cz);
  return az * (bx * cy - cx * by) + bz * (cx * ay - ax * cy) + cz * (ax * by - bx * ay);
}

function along(
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
  corners: Float64Array,
  at: number,
): boolean {
  if (beyond(px, qx, corners, at) || beyond(py, qy, corners, at + 1) || beyond(pz, qz, corners, at + 2))
    return false;
  const { line, triangle } = asPoints(px, py, pz, qx, qy, qz, corners, at);
  return touchesInPlane(line, triangle);
}

/** True if segment and triangle have nothing in common on one axis. */
function beyond(p: number, q: number, corners: Float64Array, at: number): boolean {
  const [a, b, c] = [corners[at]!, corners[at + 3]!, corners[at + 6]!];
  return (
    (p < a && p < b && p < c && q < a && q < b && q < c) ||
    (p > a && p > b && p > c && q > a && q > b && q > c)
  );
}

function asPoints(
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
  corners: Float64Array,
  at: number,
): { line: Vec3[]; triangle: Vec3[] } {
  const corner = (k: number): Vec3 => [corners[at + k]!, corners[at + k + 1]!, corners[at + k + 2]!];
  return {
    line: [
      [px, py, pz],
      [qx, qy, qz],
    ],
    triangle: [corner(0), corner(3), corner(6)],
  };
}
