// The convex hull by quickhull (Barber, Dobkin, Huhdanpaa 1996), its decisions exact: a face that the new point sees,
// or in whose plane it lies, is replaced, so that no vertex is left within an edge or a facet.
//
// A point is the address of x, y, z and of two words beside them: 24, next in the list of its face; 28, the new face
// whose edge begins here. A face is an address, a multiple of 8:
//    0  three vertices, counter-clockwise seen from outside
//   12  three links: the neighbour across edge i, from vertex i to the next, plus which of its own edges it is
//   24  mark: 2 · round + 1 replaced in this round, 2 · round seen and kept
//   28  the points that see it: one of them, leading to the next
//   32  next in the list of the replaced, of the new or of the free
//   36  whether it waits to be treated; 76 the next that waits
//   40  normal
//   64  how far the farthest of its points lies, times the length of the normal; 72 that point
import { DONE, grow, IN_A_PLANE, ON_A_LINE, TOO_MANY } from './memory';
import { collinear, orient, orientBound, setExtent } from './predicates';

const POINT: usize = 32;
const SIZE: usize = 80;
const GONE: u32 = 0xffffffff;

let points: usize = 0;
let pointsEnd: usize = 0;
let first: usize = 0;
let end: usize = 0;
let room: usize = 0;
let free: usize = 0;
let waiting: usize = 0;
let made: usize = 0;
let packedAt: usize = 0;

@inline
function vertex(face: usize, i: usize): usize {
  return load<u32>(face + (i << 2));
}
@inline
function link(face: usize, i: usize): usize {
  return load<u32>(face + (i << 2), 12);
}
@inline
function setLink(face: usize, i: usize, to: usize): void {
  store<u32>(face + (i << 2), <u32>to, 12);
}
@inline
function mark(face: usize): u32 {
  return load<u32>(face, 24);
}
@inline
function setMark(face: usize, value: u32): void {
  store<u32>(face, value, 24);
}
@inline
function next(face: usize): usize {
  return load<u32>(face, 32);
}
@inline
function setNext(face: usize, to: usize): void {
  store<u32>(face, <u32>to, 32);
}

// Room for `n` points of 32 bytes, or 0.
export function beginHull(n: i32): usize {
  points = (__heap_base + 15) & ~7;
  pointsEnd = points + <usize>n * POINT;
  first = pointsEnd;
  end = first;
  room = first;
  free = 0;
  waiting = 0;
  return grow(pointsEnd) ? points : 0;
}

// A face of three points, with its plane; 0 where memory ends.
function take(a: usize, b: usize, c: usize): usize {
  let face = free;
  if (face != 0) {
    free = next(face);
  } else {
    if (end + SIZE > room) {
      const to = end + max<usize>((end - first) >> 1, 1 << 16);
      if (to < end || !grow(to)) return 0;
      room = to;
    }
    face = end;
    end += SIZE;
  }
  store<u32>(face, <u32>a);
  store<u32>(face, <u32>b, 4);
  store<u32>(face, <u32>c, 8);
  store<u32>(face, 0, 24);
  store<u32>(face, 0, 28);
  store<u32>(face, 0, 36);
  const ux = load<f64>(b) - load<f64>(a), uy = load<f64>(b, 8) - load<f64>(a, 8), uz = load<f64>(b, 16) - load<f64>(a, 16);
  const vx = load<f64>(c) - load<f64>(a), vy = load<f64>(c, 8) - load<f64>(a, 8), vz = load<f64>(c, 16) - load<f64>(a, 16);
  store<f64>(face, uy * vz - uz * vy, 40);
  store<f64>(face, uz * vx - ux * vz, 48);
  store<f64>(face, ux * vy - uy * vx, 56);
  store<f64>(face, -Infinity, 64);
  return face;
}

// How far p lies outside, times the length of the normal: the sum that `orient` bounds, its rows in another order.
@inline
function height(face: usize, p: usize): f64 {
  const a = vertex(face, 0);
  return (
    load<f64>(face, 40) * (load<f64>(p) - load<f64>(a)) +
    load<f64>(face, 48) * (load<f64>(p, 8) - load<f64>(a, 8)) +
    load<f64>(face, 56) * (load<f64>(p, 16) - load<f64>(a, 16))
  );
}

// 1 where p lies outside the face, 0 in its plane, -1 inside; `h` is its height.
@inline
function sideOf(face: usize, p: usize, h: f64): i32 {
  if (h > orientBound()) return 1;
  if (h < -orientBound()) return -1;
  return -orient(vertex(face, 0), vertex(face, 1), vertex(face, 2), p);
}

@inline
function sees(face: usize, p: usize): bool {
  const h = height(face, p);
  if (sideOf(face, p, h) <= 0) return false;
  store<u32>(p, load<u32>(face, 28), 24);
  store<u32>(face, <u32>p, 28);
  if (h > load<f64>(face, 64)) {
    store<f64>(face, h, 64);
    store<u32>(face, <u32>p, 72);
  }
  return true;
}

// Lets the new faces that have points wait.
function queue(): void {
  for (let face = made; face != 0; face = next(face)) {
    if (load<u32>(face, 28) == 0) continue;
    // A height lost in rounding names no farthest point: then any will do.
    if (load<f64>(face, 64) == -Infinity) store<u32>(face, load<u32>(face, 28), 72);
    store<u32>(face, 1, 36);
    store<u32>(face, <u32>waiting, 76);
    waiting = face;
  }
}

// x, y, z: the size of the box.
export function hull(x: f64, y: f64, z: f64, areWhole: bool): i32 {
  setExtent(x, y, z, areWhole);
  const status = start();
  if (status != DONE) return status;
  let round: u32 = 0;
  while (waiting != 0) {
    const face = waiting;
    waiting = load<u32>(face, 76);
    store<u32>(face, 0, 36);
    if (mark(face) == GONE) {
      setNext(face, free);
      free = face;
    } else if (!add(face, load<u32>(face, 72), ++round)) return TOO_MANY;
  }
  return DONE;
}

// Four points far from each other, their faces, and the points that see these.
function start(): i32 {
  let a = points;
  for (let p = points; p < pointsEnd; p += POINT) if (load<f64>(p) < load<f64>(a)) a = p;
  let b = a;
  let farthest: f64 = 0;
  for (let p = points; p < pointsEnd; p += POINT) {
    const dx = load<f64>(p) - load<f64>(a), dy = load<f64>(p, 8) - load<f64>(a, 8), dz = load<f64>(p, 16) - load<f64>(a, 16);
    const far = dx * dx + dy * dy + dz * dz;
    if (far > farthest) farthest = far, (b = p);
  }
  if (a == b) return ON_A_LINE;
  let c = a;
  farthest = 0;
  const ux = load<f64>(b) - load<f64>(a), uy = load<f64>(b, 8) - load<f64>(a, 8), uz = load<f64>(b, 16) - load<f64>(a, 16);
  for (let p = points; p < pointsEnd; p += POINT) {
    const dx = load<f64>(p) - load<f64>(a), dy = load<f64>(p, 8) - load<f64>(a, 8), dz = load<f64>(p, 16) - load<f64>(a, 16);
    const nx = uy * dz - uz * dy, ny = uz * dx - ux * dz, nz = ux * dy - uy * dx;
    const far = nx * nx + ny * ny + nz * nz;
    if (far > farthest) farthest = far, (c = p);
  }
  // What rounding chose is tried exactly, and where it chose badly all points are.
  if (c == a || collinear(a, b, c)) {
    c = points;
    while (c < pointsEnd && collinear(a, b, c)) c += POINT;
    if (c == pointsEnd) return ON_A_LINE;
  }
  made = take(a, b, c);
  if (made == 0) return TOO_MANY;
  let d = a;
  farthest = 0;
  for (let p = points; p < pointsEnd; p += POINT) {
    const far = abs(height(made, p));
    if (far > farthest) farthest = far, (d = p);
  }
  if (orient(a, b, c, d) == 0) {
    d = points;
    while (d < pointsEnd && orient(a, b, c, d) == 0) d += POINT;
    if (d == pointsEnd) return IN_A_PLANE;
  }
  // The fourth point below the first face.
  if (orient(a, b, c, d) < 0) {
    const v = b;
    b = c;
    c = v;
  }
  end = first;
  const abc = take(a, b, c), adb = take(a, d, b), bdc = take(b, d, c), cda = take(c, d, a);
  if (cda == 0) return TOO_MANY;
  join(abc, 0, adb, 2);
  join(abc, 1, bdc, 2);
  join(abc, 2, cda, 2);
  join(adb, 1, bdc, 0);
  join(bdc, 1, cda, 0);
  join(cda, 1, adb, 0);
  setNext(abc, adb);
  setNext(adb, bdc);
  setNext(bdc, cda);
  setNext(cda, 0);
  made = abc;
  for (let p = points; p < pointsEnd; p += POINT) {
    if (!sees(abc, p) && !sees(adb, p) && !sees(bdc, p)) sees(cda, p);
  }
  queue();
  return DONE;
}

@inline
function join(face: usize, i: usize, other: usize, j: usize): void {
  setLink(face, i, other | j);
  setLink(other, j, face | i);
}

// Adds p, which lies outside `seen`; false where memory ends.
function add(seen: usize, p: usize, round: u32): bool {
  const kept = round << 1;
  const replaced = kept | 1;
  let tail = seen;
  setMark(seen, replaced);
  setNext(seen, 0);
  made = 0;
  for (let face = seen; face != 0; face = next(face)) {
    for (let i: usize = 0; i < 3; i++) {
      const across = link(face, i);
      const other = across & ~7;
      if (mark(other) == replaced) continue;
      if (mark(other) != kept) {
        if (sideOf(other, p, height(other, p)) >= 0) {
          setMark(other, replaced);
          setNext(other, 0);
          setNext(tail, other);
          tail = other;
          continue;
        }
        setMark(other, kept);
      }
      const from = vertex(face, i), to = vertex(face, i == 2 ? 0 : i + 1);
      const one = take(from, to, p);
      if (one == 0) return false;
      join(one, 0, other, across & 3);
      store<u32>(from, <u32>one, 28);
      setNext(one, made);
      made = one;
    }
  }
  for (let one = made; one != 0; one = next(one)) join(one, 1, load<u32>(vertex(one, 1), 28), 2);
  for (let face = seen; face != 0; ) {
    const following = next(face);
    for (let q: usize = load<u32>(face, 28); q != 0; ) {
      const then: usize = load<u32>(q, 24);
      if (q != p) for (let one = made; one != 0; one = next(one)) if (sees(one, q)) break;
      q = then;
    }
    setMark(face, GONE);
    // One that waits is freed when its turn comes.
    if (load<u32>(face, 36) == 0) {
      setNext(face, free);
      free = face;
    }
    face = following;
  }
  queue();
  return true;
}

// Three u32 point indices a face at `packedHull`; how many faces, or -1 where memory ends.
export function packHull(): i32 {
  packedAt = (end + 15) & ~7;
  if (!grow(packedAt + ((end - first) / SIZE) * 12)) return -1;
  let at = packedAt;
  for (let face = first; face < end; face += SIZE) {
    if (mark(face) == GONE) continue;
    for (let i: usize = 0; i < 3; i++) {
      store<u32>(at, <u32>(vertex(face, i) - points) >> 5);
      at += 4;
    }
  }
  return <i32>((at - packedAt) / 12);
}

export function packedHull(): usize {
  return packedAt;
}
