// The Delaunay tetrahedra of distinct points, inserted one by one (Bowyer 1981, Watson 1981): walk to the point, take
// out every tetrahedron whose sphere holds it, fill the hole from the point. The outside is filled too: each face of
// the hull has a tetrahedron with a vertex at infinity. A conflict is strict, so no tetrahedron is ever flat.
//
// A point is the address of its three coordinates, a multiple of 32; infinity is 0, where nothing else lies. After them:
//   24  the round in which it was last a corner of the hole
//   28  its number among the corners of that hole
// A tetrahedron is an address, a multiple of 8:
//    0  four vertices, such that orient(v0, v1, v2, v3) is positive (infinity standing for any point out there)
//   16  four links: the neighbour opposite each vertex, plus which of its own vertices lies opposite to us (0 to 3)
//   32  mark: 2 · round + 1 in the hole of this round, 2 · round seen and not in it
//   36  next in the list of the hole or of the free ones
import { DONE, grow, IN_A_PLANE, ON_A_LINE, TOO_MANY } from './memory';
import { collinear, hard, insphere, orient, setExtent } from './predicates';
import { draw, insertionOrder, seed } from './order';

const SIZE: usize = 40;
// Set in a link of a tetrahedron in the hole: what it names is the new one that closes this face.
const CLOSED: usize = 4;

let points: usize = 0;
let count: i32 = 0;
let order: usize = 0;
let first: usize = 0;
let end: usize = 0;
let room: usize = 0;
let free: usize = 0;
let most: usize = 0;
let last: usize = 0;
let from: usize = 0;
let tets: usize = 0;

@inline
function vertex(tet: usize, i: usize): usize {
  return load<u32>(tet + (i << 2));
}
@inline
function setVertex(tet: usize, i: usize, v: usize): void {
  store<u32>(tet + (i << 2), <u32>v);
}
@inline
function link(tet: usize, i: usize): usize {
  return load<u32>(tet + (i << 2), 16);
}
@inline
function setLink(tet: usize, i: usize, to: usize): void {
  store<u32>(tet + (i << 2), <u32>to, 16);
}
@inline
function mark(tet: usize): u32 {
  return load<u32>(tet, 32);
}
@inline
function setMark(tet: usize, value: u32): void {
  store<u32>(tet, value, 32);
}
@inline
function next(tet: usize): usize {
  return load<u32>(tet, 36);
}
@inline
function setNext(tet: usize, to: usize): void {
  store<u32>(tet, <u32>to, 36);
}
@inline
function tetOf(link: usize): usize {
  return link & ~7;
}
@inline
function finite(tet: usize): bool {
  return vertex(tet, 0) != 0 && vertex(tet, 1) != 0 && vertex(tet, 2) != 0 && vertex(tet, 3) != 0;
}

// Room for `n` points, or 0. At most `limit` tetrahedra will be made.
export function begin(n: i32, limit: i32): usize {
  count = n;
  most = <usize>limit;
  points = (__heap_base + 31) & ~31;
  return grow(points + <usize>n * 32) ? points : 0;
}

// A free tetrahedron, or 0 where memory ends.
@inline
function take(): usize {
  const tet = free;
  if (tet != 0) {
    free = next(tet);
    return tet;
  }
  if (end + SIZE > room && !more()) return 0;
  end += SIZE;
  return end - SIZE;
}

function more(): bool {
  if ((end - first) / SIZE >= most) return false;
  const to = min(end + max<usize>((end - first) >> 1, 1 << 16), first + most * SIZE);
  if (!grow(to)) return false;
  room = to;
  return true;
}

// A status; x, y, z: the size of the box around the points that were put at `begin`.
export function triangulate(x: f64, y: f64, z: f64, areWhole: bool): i32 {
  const raw = points;
  const n = count;
  // In turn: the order, the points in this order, the work of sorting where the tetrahedra come later.
  order = raw + <usize>n * 32;
  points = (order + (<usize>n << 2) + 31) & ~31;
  first = points + <usize>n * 32;
  end = first;
  room = first;
  free = 0;
  last = 0;
  if (!grow(first + <usize>n * 32)) return TOO_MANY;
  setExtent(x, y, z, areWhole);
  seed(0x9e3779b9);
  insertionOrder(raw, n, max(x, max(y, z)), order, first);
  for (let i = 0; i < n; i++) {
    const p = raw + <usize>load<u32>(order + (<usize>i << 2)) * 32;
    const to = points + <usize>i * 32;
    v128.store(to, v128.load(p));
    store<f64>(to, load<f64>(p, 16), 16);
    store<u64>(to, 0, 24);
  }
  // Rounds of an earlier call, at infinity.
  store<u64>(0, 0, 24);
  const status = start();
  if (status != DONE) return status;
  for (let i = 4; i < n; i++) {
    const p = points + <usize>i * 32;
    if (!insert(p, locate(p), <u32>i)) return TOO_MANY;
  }
  return DONE;
}

function swap(i: i32, j: i32): void {
  if (i == j) return;
  const a = order + (<usize>i << 2), b = order + (<usize>j << 2);
  const index = load<u32>(a);
  store<u32>(a, load<u32>(b));
  store<u32>(b, index);
  for (let axis: usize = 0; axis < 24; axis += 8) {
    const p = points + <usize>i * 32 + axis, q = points + <usize>j * 32 + axis;
    const value = load<f64>(p);
    store<f64>(p, load<f64>(q));
    store<f64>(q, value);
  }
}

// Brings four points that span space to the front, and makes the first five tetrahedra of them and infinity.
function start(): i32 {
  const n = count;
  const a = points, b = points + 32, c = points + 64, d = points + 96;
  let i: i32 = 2;
  while (i < n && collinear(a, b, points + <usize>i * 32)) i++;
  if (i >= n) return ON_A_LINE;
  swap(2, i);
  i = 3;
  while (i < n && orient(a, b, c, points + <usize>i * 32) == 0) i++;
  if (i >= n) return IN_A_PLANE;
  swap(3, i);
  const turned = orient(a, b, c, d) < 0;
  // Tetrahedron m lacks corner m of these five; corner 4 is infinity. The one that lacks it is the finite one.
  for (let m: usize = 0; m < 5; m++) if (take() == 0) return TOO_MANY;
  for (let m: usize = 0; m < 5; m++) {
    const tet = first + m * SIZE;
    setVertex(tet, 0, turned ? b : a);
    setVertex(tet, 1, turned ? a : b);
    setVertex(tet, 2, c);
    setVertex(tet, 3, d);
    setMark(tet, 0);
    if (m == 4) continue;
    setVertex(tet, m, 0);
    const j = (m + 1) & 3, k = (m + 2) & 3;
    const v = vertex(tet, j);
    setVertex(tet, j, vertex(tet, k));
    setVertex(tet, k, v);
  }
  const whole = first + 4 * SIZE;
  for (let m: usize = 0; m < 5; m++) {
    const tet = first + m * SIZE;
    const lacks = m < 4 ? vertex(whole, m) : 0;
    for (let i: usize = 0; i < 4; i++) {
      const v = vertex(tet, i);
      const other = v == 0 ? whole : first + slot(whole, v) * SIZE;
      setLink(tet, i, other | slot(other, lacks));
    }
  }
  last = whole;
  return DONE;
}

// Which of the four vertices `v` is.
@inline
function slot(tet: usize, v: usize): usize {
  return vertex(tet, 0) == v ? 0 : vertex(tet, 1) == v ? 1 : vertex(tet, 2) == v ? 2 : 3;
}

// The sign of the tetrahedron with its vertex i replaced by p.
@inline
function orientWith(tet: usize, i: usize, p: usize): i32 {
  return orient(
    i == 0 ? p : vertex(tet, 0),
    i == 1 ? p : vertex(tet, 1),
    i == 2 ? p : vertex(tet, 2),
    i == 3 ? p : vertex(tet, 3),
  );
}

// The tetrahedron that holds p, or the infinite one beyond the face that p sees. The walk ends because the signs are
// exact and the tetrahedra are Delaunay's (Devillers, Pion, Teillaud 2002).
function locate(p: usize): usize {
  let tet = last;
  let came: usize = 4;
  do {
    const turn = <usize>draw();
    let on: usize = 0;
    for (let s: usize = 0; s < 4; s++) {
      const i = (turn + s) & 3;
      if (i == came) continue;
      if (orientWith(tet, i, p) < 0) {
        on = link(tet, i);
        break;
      }
    }
    if (on == 0) return tet;
    tet = tetOf(on);
    came = on & 3;
  } while (finite(tet));
  return tet;
}

// Whether the sphere of the tetrahedron holds p; for an infinite one, the half space beyond its face, or p lies in the
// plane of the face and in the circle around it, which the sphere of the neighbour cuts out of this plane.
@inline
function conflicts(tet: usize, p: usize): bool {
  const a = vertex(tet, 0), b = vertex(tet, 1), c = vertex(tet, 2), d = vertex(tet, 3);
  if (a != 0 && b != 0 && c != 0 && d != 0) return insphere(a, b, c, d, p) > 0;
  return beyond(tet, p);
}

function beyond(tet: usize, p: usize): bool {
  const i = slot(tet, 0);
  const side = orientWith(tet, i, p);
  if (side != 0) return side > 0;
  const inner = tetOf(link(tet, i));
  return insphere(vertex(inner, 0), vertex(inner, 1), vertex(inner, 2), vertex(inner, 3), p) > 0;
}

// For an edge from one corner of the hole to another, the new tetrahedron whose face at this edge and p is not linked
// yet, plus which of its vertices lies opposite this face.
const MOST_CORNERS: u32 = 64;
const EDGES = memory.data(64 * 64 * 4, 16);

let corners: u32 = 0;

@inline
function edge(from: u32, to: u32): usize {
  return EDGES + (<usize>((from << 6) | to) << 2);
}

// Numbers a corner of this round's hole. From 64 on, numbers serve for counting only.
@inline
function cornerNumber(v: usize, round: u32): u32 {
  if (load<u32>(v, 24) != round) {
    store<u32>(v, round, 24);
    store<u32>(v, corners++, 28);
  }
  return load<u32>(v, 28) & (MOST_CORNERS - 1);
}

@inline
function numberOf(v: usize): u32 {
  return load<u32>(v, 28);
}

// Replaces the hole around p by tetrahedra at p; false where memory ends.
function insert(p: usize, hole: usize, round: u32): bool {
  const out = round << 1;
  const within = out | 1;
  let tail = hole;
  let newest: usize = 0;
  corners = 0;
  setMark(hole, within);
  setNext(hole, 0);
  for (let tet = hole; tet != 0; tet = next(tet)) {
    for (let i: usize = 0; i < 4; i++) {
      const across = link(tet, i);
      const other = tetOf(across);
      const seen = mark(other);
      if (seen == within) continue;
      if (seen != out) {
        if (conflicts(other, p)) {
          setMark(other, within);
          setNext(other, 0);
          setNext(tail, other);
          tail = other;
          continue;
        }
        setMark(other, out);
      }
      const made = take();
      if (made == 0) return false;
      // With p in place of vertex i, the others keep their places: for each i, i ^ 1, i ^ 2, i ^ 3 turn the same way.
      const u = vertex(tet, i ^ 1), v = vertex(tet, i ^ 2), w = vertex(tet, i ^ 3);
      v128.store(made, v128.load(tet));
      setVertex(made, i, p);
      setLink(made, i, across);
      setLink(other, across & 3, made | i);
      setLink(tet, i, made | CLOSED | i);
      setMark(made, 0);
      setNext(made, newest);
      newest = made;
      if (u != 0 && v != 0 && w != 0) last = made;
      const a = cornerNumber(u, round), b = cornerNumber(v, round), c = cornerNumber(w, round);
      store<u32>(edge(b, c), <u32>(made | (i ^ 1)));
      store<u32>(edge(c, a), <u32>(made | (i ^ 2)));
      store<u32>(edge(a, b), <u32>(made | (i ^ 3)));
    }
  }
  if (corners <= MOST_CORNERS) {
    for (let made = newest; made != 0; made = next(made)) linkByCorners(made, slot(made, p));
  } else linkByTurning(hole, newest, p);
  setNext(tail, free);
  free = hole;
  return true;
}

// Links a new tetrahedron to those that share an edge of the hole with it: they run along the edge the other way.
@inline
function linkByCorners(made: usize, i: usize): void {
  const a = numberOf(vertex(made, i ^ 1)), b = numberOf(vertex(made, i ^ 2)), c = numberOf(vertex(made, i ^ 3));
  setLink(made, i ^ 1, load<u32>(edge(c, b)));
  setLink(made, i ^ 2, load<u32>(edge(a, c)));
  setLink(made, i ^ 3, load<u32>(edge(b, a)));
}

// The same for a hole of many corners: two new tetrahedra share a face where, turning about its edge inside the hole,
// one reaches the other.
function linkByTurning(hole: usize, newest: usize, p: usize): void {
  for (let made = newest; made != 0; made = next(made)) {
    const i = slot(made, p);
    for (let j: usize = 0; j < 4; j++) if (j != i) setLink(made, j, 0);
  }
  for (let tet = hole; tet != 0; tet = next(tet)) {
    for (let i: usize = 0; i < 4; i++) {
      const closed = link(tet, i);
      if ((closed & CLOSED) == 0) continue;
      const made = tetOf(closed);
      for (let j: usize = 0; j < 4; j++) {
        if (link(made, j) != 0) continue;
        let at = tet, away = i, over = j;
        for (;;) {
          const on = link(at, over);
          if (on & CLOSED) {
            const other = tetOf(on);
            setLink(made, j, other | away);
            setLink(other, away, made | j);
            break;
          }
          const pivot = vertex(at, away);
          at = tetOf(on);
          away = on & 3;
          over = slot(at, pivot);
        }
      }
    }
  }
}

// Packs the finite tetrahedra: how many, or -1 where memory ends. Four u32 vertices each at `packed`, as the points
// were given; then four i32 neighbours each, -1 outside.
export function pack(): i32 {
  for (let tet = free; tet != 0; tet = next(tet)) setVertex(tet, 0, 0);
  let m: u32 = 0;
  for (let tet = first; tet < end; tet += SIZE) setMark(tet, finite(tet) ? ++m : 0);
  tets = (end + 15) & ~15;
  const neighbours = tets + (<usize>m << 4);
  if (!grow(neighbours + (<usize>m << 4))) return -1;
  let at: usize = 0;
  for (let tet = first; tet < end; tet += SIZE) {
    if (mark(tet) == 0) continue;
    for (let i: usize = 0; i < 4; i++) {
      const p = <u32>(vertex(tet, i) - points) >> 5;
      store<u32>(tets + at, load<u32>(order + (<usize>p << 2)));
      store<u32>(neighbours + at, mark(tetOf(link(tet, i))) - 1);
      at += 4;
    }
  }
  return m;
}

export function packed(): usize {
  return tets;
}

export function hardSigns(): i32 {
  return hard;
}
