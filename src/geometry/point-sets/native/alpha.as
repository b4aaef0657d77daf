// What the alpha shapes of the tetrahedra need: the circumscribed spheres, the nearest points, and the faces that belong
// to the surface at some step. These words are used anew once the tetrahedra are made: of a point
//   24  the square of the distance to the nearest other point, which is a neighbour in the Delaunay triangulation
// and of a tetrahedron
//   32  the square of its sphere's radius, infinite for one that is free or not finite
import { count, indexOf, points } from './delaunay';
import { grow } from './memory';
import { pair } from './predicates';
import { clearFree, finite, link, SIZE, tetNumber, tetOf, tetrahedraBegin, tetrahedraEnd, vertex } from './tetrahedra';

// A number of tetrahedra between which memory is asked for.
const ROOM: usize = 1 << 16;
const MOST_STEPS: usize = 16;
const SQUARES = memory.data(16 * 8, 16);

// For each tetrahedron in memory, a byte: the first step whose shape it belongs to. Tetrahedra themselves lie too far
// apart to be asked.
let firstSteps: usize = 0;

// A border is the three points of a face, by their places in the order of insertion, and its first step, times 256, plus
// the step after its last.
export let bordersBegin: usize = 0;
export let bordersEnd: usize = 0;

// Measures the tetrahedra; `unit` is the size of the coordinates' unit. The address of a square for each point, in the
// order given: of the distance to the nearest other point. 0 where memory ends.
export function measure(unit: f64): usize {
  clearFree();
  const nearest = (tetrahedraEnd() + 15) & ~15;
  firstSteps = nearest + <usize>count * 8;
  bordersBegin = (firstSteps + tetNumber(tetrahedraEnd()) + 15) & ~15;
  if (!grow(bordersBegin)) return 0;
  const end = points + <usize>count * 32;
  for (let p = points; p < end; p += 32) store<f64>(p, Infinity, 24);
  let waiting: usize = 0;
  for (let tet = tetrahedraBegin(), to = tetrahedraEnd(); tet < to; tet += SIZE) {
    if (!finite(tet)) {
      store<f64>(tet, Infinity, 32);
    } else if (waiting == 0) {
      waiting = tet;
    } else {
      measurePair(waiting, tet, f64x2.splat(unit));
      waiting = 0;
    }
  }
  if (waiting != 0) measurePair(waiting, waiting, f64x2.splat(unit));
  for (let p = points; p < end; p += 32) store<f64>(nearest + (<usize>indexOf(p) << 3), load<f64>(p, 24));
  return nearest;
}

@inline
function difference(p1: usize, p2: usize, q1: usize, q2: usize, axis: usize, unit: v128): v128 {
  return f64x2.mul(f64x2.sub(pair(q1, q2, axis), pair(p1, p2, axis)), unit);
}
@inline
function sum(x: v128, y: v128, z: v128): v128 {
  return f64x2.add(f64x2.add(x, y), z);
}
@inline
function dot(ax: v128, ay: v128, az: v128, bx: v128, by: v128, bz: v128): v128 {
  return sum(f64x2.mul(ax, bx), f64x2.mul(ay, by), f64x2.mul(az, bz));
}
@inline
function square(p1: usize, p2: usize, q1: usize, q2: usize, unit: v128): v128 {
  const x = difference(p1, p2, q1, q2, 0, unit), y = difference(p1, p2, q1, q2, 8, unit), z = difference(p1, p2, q1, q2, 16, unit);
  return dot(x, y, z, x, y, z);
}
// a * b - c * d
@inline
function minor(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.sub(f64x2.mul(a, b), f64x2.mul(c, d));
}
@inline
function least(a: v128, b: v128, c: v128): v128 {
  return f64x2.pmin(a, f64x2.pmin(b, c));
}
@inline
function near(p1: usize, p2: usize, squares: v128): void {
  v128.store64_lane(p1, f64x2.pmin(v128.load64_zero(p1, 24), squares), 0, 24);
  v128.store64_lane(p2, f64x2.pmin(v128.load64_splat(p2, 24), squares), 1, 24);
}

// Two tetrahedra side by side.
function measurePair(one: usize, two: usize, unit: v128): void {
  const p1 = vertex(one, 0), q1 = vertex(one, 1), r1 = vertex(one, 2), s1 = vertex(one, 3);
  const p2 = vertex(two, 0), q2 = vertex(two, 1), r2 = vertex(two, 2), s2 = vertex(two, 3);
  const bx = difference(p1, p2, q1, q2, 0, unit), by = difference(p1, p2, q1, q2, 8, unit), bz = difference(p1, p2, q1, q2, 16, unit);
  const cx = difference(p1, p2, r1, r2, 0, unit), cy = difference(p1, p2, r1, r2, 8, unit), cz = difference(p1, p2, r1, r2, 16, unit);
  const dx = difference(p1, p2, s1, s2, 0, unit), dy = difference(p1, p2, s1, s2, 8, unit), dz = difference(p1, p2, s1, s2, 16, unit);
  const pq = dot(bx, by, bz, bx, by, bz), pr = dot(cx, cy, cz, cx, cy, cz), ps = dot(dx, dy, dz, dx, dy, dz);
  // |b|² c×d + |c|² d×b + |d|² b×c, over 2 b·(c×d).
  const cdx = minor(cy, dz, cz, dy), cdy = minor(cz, dx, cx, dz), cdz = minor(cx, dy, cy, dx);
  const x = sum(f64x2.mul(pq, cdx), f64x2.mul(pr, minor(dy, bz, dz, by)), f64x2.mul(ps, minor(by, cz, bz, cy)));
  const y = sum(f64x2.mul(pq, cdy), f64x2.mul(pr, minor(dz, bx, dx, bz)), f64x2.mul(ps, minor(bz, cx, bx, cz)));
  const z = sum(f64x2.mul(pq, cdz), f64x2.mul(pr, minor(dx, by, dy, bx)), f64x2.mul(ps, minor(bx, cy, by, cx)));
  const volume = f64x2.mul(f64x2.splat(2), dot(bx, by, bz, cdx, cdy, cdz));
  const radii = f64x2.div(dot(x, y, z, x, y, z), f64x2.mul(volume, volume));
  v128.store64_lane(one, radii, 0, 32);
  v128.store64_lane(two, radii, 1, 32);
  const qr = square(q1, q2, r1, r2, unit), qs = square(q1, q2, s1, s2, unit), rs = square(r1, r2, s1, s2, unit);
  near(p1, p2, least(pq, pr, ps));
  near(q1, q2, least(pq, qr, qs));
  near(r1, r2, least(pr, qr, rs));
  near(s1, s2, least(ps, qs, rs));
}

// Where the squares of the alphas stand, ascending: MOST_STEPS of them, infinity behind the last.
export function squaresAt(): usize {
  return SQUARES;
}

// Lists the borders: a face belongs to the surface from the step of its tetrahedron until the one across it belongs to
// the shape too; on the outside, until the end. How many, or -1 where memory ends.
export function borders(steps: u32): i32 {
  const begin = tetrahedraBegin(), end = tetrahedraEnd();
  for (let tet = begin, to = firstSteps; tet < end; tet += SIZE, to++) {
    const radius = v128.load64_splat(tet, 32);
    let before = i64x2.splat(0);
    for (let i: usize = 0; i < MOST_STEPS * 8; i += 16) {
      before = i64x2.add(before, f64x2.lt(radius, v128.load(SQUARES + i)));
    }
    const step = <u32>MOST_STEPS + <u32>(i64x2.extract_lane(before, 0) + i64x2.extract_lane(before, 1));
    store<u8>(to, <u8>min(step, steps));
  }
  let room: usize = bordersBegin;
  let at = bordersBegin;
  for (let tet = begin, from = firstSteps; tet < end; tet += SIZE, from++) {
    const own: u32 = load<u8>(from);
    if (own == steps) continue;
    if (at + 64 > room) {
      room = at + ROOM;
      if (!grow(room)) return -1;
    }
    // The other points of a face as seen from outside.
    at = border(at, tet, 0, 1, 3, 2, own);
    at = border(at, tet, 1, 0, 2, 3, own);
    at = border(at, tet, 2, 0, 3, 1, own);
    at = border(at, tet, 3, 0, 1, 2, own);
  }
  bordersEnd = at;
  return <i32>((at - bordersBegin) >> 4);
}

@inline
function place(p: usize): u32 {
  return <u32>((p - points) >> 5);
}

// Puts a face down, and returns what follows it if it is a border.
@inline
function border(at: usize, tet: usize, i: usize, a: usize, b: usize, c: usize, own: u32): usize {
  const across: u32 = load<u8>(firstSteps + tetNumber(tetOf(link(tet, i))));
  store<u32>(at, place(vertex(tet, a)));
  store<u32>(at, place(vertex(tet, b)), 4);
  store<u32>(at, place(vertex(tet, c)), 8);
  store<u32>(at, (own << 8) | across, 12);
  return at + (<usize>(own < across) << 4);
}
