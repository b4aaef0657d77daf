// On which side of a plane, and inside which sphere, exactly: Shewchuk's determinants with his first error bound;
// what that does not decide is decided exactly. Points are addresses of three doubles.
import { difference, product, signOf, sum } from './exact';

const EPSILON: f64 = 1.1102230246251565e-16;
const ORIENT_BOUND: f64 = (7 + 56 * EPSILON) * EPSILON;
const SPHERE_BOUND: f64 = (16 + 224 * EPSILON) * EPSILON;
// Below it a sum of products of whole numbers has not been rounded anywhere.
const WHOLE: f64 = 4503599627370496;

// Bounds that hold for all points of the set at once; and whether all coordinates are whole.
let orientAll: f64 = 0;
let sphereAll: f64 = 0;
let whole: bool = false;

// How many signs needed exact arithmetic.
export let hard: i32 = 0;

// x, y, z: the size of the box around all the points.
export function setExtent(x: f64, y: f64, z: f64, areWhole: bool): void {
  orientAll = 1.0001 * ORIENT_BOUND * 6 * x * y * z;
  sphereAll = 1.0001 * SPHERE_BOUND * 24 * x * y * z * (x * x + y * y + z * z);
  whole = areWhole;
  hard = 0;
}

// The sign of a determinant of `orient` beyond this bound is right, for any points of the set.
@inline
export function orientBound(): f64 {
  return orientAll;
}

@inline
function X(p: usize): f64 {
  return load<f64>(p);
}
@inline
function Y(p: usize): f64 {
  return load<f64>(p, 8);
}
@inline
function Z(p: usize): f64 {
  return load<f64>(p, 16);
}

// Positive where d lies below the plane of a, b, c, which seen from above go counter-clockwise; 0 in the plane.
export function orient(a: usize, b: usize, c: usize, d: usize): i32 {
  const dx = X(d), dy = Y(d), dz = Z(d);
  const adx = X(a) - dx, ady = Y(a) - dy, adz = Z(a) - dz;
  const bdx = X(b) - dx, bdy = Y(b) - dy, bdz = Z(b) - dz;
  const cdx = X(c) - dx, cdy = Y(c) - dy, cdz = Z(c) - dz;
  const det = adz * (bdx * cdy - cdx * bdy) + bdz * (cdx * ady - adx * cdy) + cdz * (adx * bdy - bdx * ady);
  if (det > orientAll) return 1;
  if (det < -orientAll) return -1;
  const permanent =
    abs(adz) * (abs(bdx * cdy) + abs(cdx * bdy)) +
    abs(bdz) * (abs(cdx * ady) + abs(adx * cdy)) +
    abs(cdz) * (abs(adx * bdy) + abs(bdx * ady));
  const bound = ORIENT_BOUND * permanent;
  if (det > bound) return 1;
  if (det < -bound) return -1;
  if (whole && permanent < WHOLE) return det > 0 ? 1 : det < 0 ? -1 : 0;
  return orientExact(a, b, c, d);
}

// x, y or z of two points.
@inline
export function pair(p: usize, q: usize, axis: usize): v128 {
  return v128.load_lane<f64>(q + axis, v128.load64_zero(p + axis), 1);
}
@inline
function swapped(v: v128): v128 {
  return v128.shuffle<f64>(v, v, 1, 0);
}

// Positive where e lies inside the sphere through a, b, c, d, for which orient(a, b, c, d) is positive.
export function insphere(a: usize, b: usize, c: usize, d: usize, e: usize): i32 {
  const det = sphereDeterminant(a, b, c, d, e);
  if (abs(det) > sphereAll) return det > 0 ? 1 : -1;
  return insphereSlow(a, b, c, d, e);
}

// Whether insphere is positive, without a branch where this is clear.
@inline
export function inSphere(a: usize, b: usize, c: usize, d: usize, e: usize): bool {
  const det = sphereDeterminant(a, b, c, d, e);
  if (!(abs(det) > sphereAll)) return insphereSlow(a, b, c, d, e) > 0;
  return det > 0;
}

// Two lanes: the terms of a and c, or of b and d, side by side.
@inline
function sphereDeterminant(a: usize, b: usize, c: usize, d: usize, e: usize): f64 {
  const ex = v128.load64_splat(e), ey = v128.load64_splat(e, 8), ez = v128.load64_splat(e, 16);
  const xac = f64x2.sub(pair(a, c, 0), ex), xbd = f64x2.sub(pair(b, d, 0), ex);
  const yac = f64x2.sub(pair(a, c, 8), ey), ybd = f64x2.sub(pair(b, d, 8), ey);
  const zac = f64x2.sub(pair(a, c, 16), ez), zbd = f64x2.sub(pair(b, d, 16), ez);
  const xca = swapped(xac), yca = swapped(yac), zca = swapped(zac), zdb = swapped(zbd);
  const ab_cd = f64x2.sub(f64x2.mul(xac, ybd), f64x2.mul(xbd, yac));
  const bc_da = f64x2.sub(f64x2.mul(xbd, yca), f64x2.mul(xca, ybd));
  const ac = f64x2.mul(xac, yca), bd = f64x2.mul(xbd, swapped(ybd));
  // ac and -ac; bd and -bd.
  const acca = f64x2.sub(ac, swapped(ac)), bddb = f64x2.sub(bd, swapped(bd));
  const lift_ac = f64x2.add(f64x2.add(f64x2.mul(xac, xac), f64x2.mul(yac, yac)), f64x2.mul(zac, zac));
  const lift_bd = f64x2.add(f64x2.add(f64x2.mul(xbd, xbd), f64x2.mul(ybd, ybd)), f64x2.mul(zbd, zbd));
  // What d's and b's lifts are weighted with, and c's and a's.
  const of_db = f64x2.add(f64x2.sub(f64x2.mul(zac, bc_da), f64x2.mul(zbd, acca)), f64x2.mul(zca, ab_cd));
  const of_ca = f64x2.add(f64x2.add(f64x2.mul(zdb, ab_cd), f64x2.mul(zac, bddb)), f64x2.mul(zbd, swapped(bc_da)));
  const terms = f64x2.sub(f64x2.mul(swapped(lift_bd), of_db), f64x2.mul(swapped(lift_ac), of_ca));
  return f64x2.extract_lane(terms, 0) + f64x2.extract_lane(terms, 1);
}

// Its sign, with the bound for these five points.
function insphereSlow(a: usize, b: usize, c: usize, d: usize, e: usize): i32 {
  const ex = X(e), ey = Y(e), ez = Z(e);
  const aex = X(a) - ex, aey = Y(a) - ey, aez = Z(a) - ez;
  const bex = X(b) - ex, bey = Y(b) - ey, bez = Z(b) - ez;
  const cex = X(c) - ex, cey = Y(c) - ey, cez = Z(c) - ez;
  const dex = X(d) - ex, dey = Y(d) - ey, dez = Z(d) - ez;
  const aebe = aex * bey, beae = bex * aey;
  const bece = bex * cey, cebe = cex * bey;
  const cede = cex * dey, dece = dex * cey;
  const deae = dex * aey, aede = aex * dey;
  const aece = aex * cey, ceae = cex * aey;
  const bede = bex * dey, debe = dex * bey;
  const ab = aebe - beae, bc = bece - cebe, cd = cede - dece, da = deae - aede, ac = aece - ceae, bd = bede - debe;
  const alift = aex * aex + aey * aey + aez * aez;
  const blift = bex * bex + bey * bey + bez * bez;
  const clift = cex * cex + cey * cey + cez * cez;
  const dlift = dex * dex + dey * dey + dez * dez;
  const det =
    dlift * (aez * bc - bez * ac + cez * ab) -
    clift * (dez * ab + aez * bd + bez * da) +
    (blift * (cez * da + dez * ac + aez * cd) - alift * (bez * cd - cez * bd + dez * bc));
  const az = abs(aez), bz = abs(bez), cz = abs(cez), dz = abs(dez);
  const pab = abs(aebe) + abs(beae), pbc = abs(bece) + abs(cebe), pcd = abs(cede) + abs(dece);
  const pda = abs(deae) + abs(aede), pac = abs(aece) + abs(ceae), pbd = abs(bede) + abs(debe);
  const permanent =
    (pcd * bz + pbd * cz + pbc * dz) * alift +
    (pda * cz + pac * dz + pcd * az) * blift +
    (pab * dz + pbd * az + pda * bz) * clift +
    (pbc * az + pac * bz + pab * cz) * dlift;
  const bound = SPHERE_BOUND * permanent;
  if (det > bound) return 1;
  if (det < -bound) return -1;
  if (whole && permanent < WHOLE) return det > 0 ? 1 : det < 0 ? -1 : 0;
  return insphereExact(a, b, c, d, e);
}

// Differences of four points to the last: three expansions of at most 2 components each; their lengths beside.
const DIFF = memory.data(12 * 2 * 8, 8);
const DIFF_N = memory.data(12 * 4, 4);
// Minors of x and y of two points: ab bc cd da ac bd, at most 16 components each.
const MINOR = memory.data(6 * 16 * 8, 8);
const MINOR_N = memory.data(6 * 4, 4);
const P1 = memory.data(64 * 8, 8);
const P2 = memory.data(64 * 8, 8);
const VOLUME = memory.data(192 * 8, 8);
const PARTIAL = memory.data(192 * 8, 8);
const LIFT = memory.data(24 * 8, 8);
const LIFT_PART = memory.data(24 * 8, 8);
const TERM = memory.data(9216 * 8, 8);
const TOTAL = memory.data(4 * 9216 * 8, 8);
const SUBTOTAL = memory.data(4 * 9216 * 8, 8);

@inline
function diffAt(i: i32): usize {
  return DIFF + (<usize>i << 4);
}
@inline
function diffLength(i: i32): i32 {
  return load<i32>(DIFF_N + (<usize>i << 2));
}

function setDifferences(index: i32, p: usize, from: usize): void {
  for (let axis = 0; axis < 3; axis++) {
    const i = 3 * index + axis;
    const n = difference(load<f64>(p + (<usize>axis << 3)), load<f64>(from + (<usize>axis << 3)), diffAt(i));
    store<i32>(DIFF_N + (<usize>i << 2), n);
  }
}

// px · qy - qx · py, for the points p and q of DIFF, as minor `index`.
function setMinor(index: i32, p: i32, q: i32): void {
  const x1 = 3 * p, y1 = 3 * p + 1, x2 = 3 * q, y2 = 3 * q + 1;
  const n1 = product(diffAt(x1), diffLength(x1), diffAt(y2), diffLength(y2), P1);
  const n2 = product(diffAt(x2), diffLength(x2), diffAt(y1), diffLength(y1), P2);
  store<i32>(MINOR_N + (<usize>index << 2), sum(P1, n1, P2, n2, -1, MINOR + (<usize>index << 7)));
}

// Adds sign · z of point p · minor to PARTIAL, which it leaves in VOLUME; n: how many PARTIAL has.
function addTerm(n: i32, p: i32, minor: i32, sign: f64): i32 {
  const z = 3 * p + 2;
  const at = MINOR + (<usize>minor << 7);
  const n1 = product(at, load<i32>(MINOR_N + (<usize>minor << 2)), diffAt(z), diffLength(z), P1);
  memory.copy(PARTIAL, VOLUME, <usize>n << 3);
  return sum(PARTIAL, n, P1, n1, sign, VOLUME);
}

function orientExact(a: usize, b: usize, c: usize, d: usize): i32 {
  hard++;
  setDifferences(0, a, d);
  setDifferences(1, b, d);
  setDifferences(2, c, d);
  setMinor(0, 0, 1);
  setMinor(1, 1, 2);
  setMinor(4, 0, 2);
  let n = addTerm(0, 0, 1, 1);
  n = addTerm(n, 1, 4, -1);
  n = addTerm(n, 2, 0, 1);
  return signOf(VOLUME, n);
}

// Adds sign · |point p|² · VOLUME to TOTAL.
function addLifted(total: i32, volume: i32, p: i32, sign: f64): i32 {
  let n: i32 = 0;
  for (let axis = 0; axis < 3; axis++) {
    const i = 3 * p + axis;
    const square = product(diffAt(i), diffLength(i), diffAt(i), diffLength(i), P1);
    memory.copy(LIFT_PART, LIFT, <usize>n << 3);
    n = sum(LIFT_PART, n, P1, square, 1, LIFT);
  }
  const term = product(VOLUME, volume, LIFT, n, TERM);
  memory.copy(SUBTOTAL, TOTAL, <usize>total << 3);
  return sum(SUBTOTAL, total, TERM, term, sign, TOTAL);
}

function insphereExact(a: usize, b: usize, c: usize, d: usize, e: usize): i32 {
  hard++;
  setDifferences(0, a, e);
  setDifferences(1, b, e);
  setDifferences(2, c, e);
  setDifferences(3, d, e);
  setMinor(0, 0, 1);
  setMinor(1, 1, 2);
  setMinor(2, 2, 3);
  setMinor(3, 3, 0);
  setMinor(4, 0, 2);
  setMinor(5, 1, 3);
  // abc, weighted by d; then dab by c, cda by b, bcd by a.
  let n = addTerm(addTerm(addTerm(0, 0, 1, 1), 1, 4, -1), 2, 0, 1);
  let total = addLifted(0, n, 3, 1);
  n = addTerm(addTerm(addTerm(0, 3, 0, 1), 0, 5, 1), 1, 3, 1);
  total = addLifted(total, n, 2, -1);
  n = addTerm(addTerm(addTerm(0, 2, 3, 1), 3, 4, 1), 0, 2, 1);
  total = addLifted(total, n, 1, 1);
  n = addTerm(addTerm(addTerm(0, 1, 2, 1), 2, 5, -1), 3, 1, 1);
  total = addLifted(total, n, 0, -1);
  return signOf(TOTAL, total);
}

// Whether a, b, c lie on one line.
export function collinear(a: usize, b: usize, c: usize): bool {
  setDifferences(0, b, a);
  setDifferences(1, c, a);
  for (let axis = 0; axis < 3; axis++) {
    const next = (axis + 1) % 3;
    const n1 = product(diffAt(axis), diffLength(axis), diffAt(3 + next), diffLength(3 + next), P1);
    const n2 = product(diffAt(next), diffLength(next), diffAt(3 + axis), diffLength(3 + axis), P2);
    if (sum(P1, n1, P2, n2, -1, VOLUME) > 0) return false;
  }
  return true;
}
