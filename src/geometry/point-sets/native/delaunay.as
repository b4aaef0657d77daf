// The Delaunay tetrahedra of distinct points, inserted one by one (Bowyer 1981, Watson 1981): walk to the point, take
// out every tetrahedron whose sphere holds it, fill the hole from the point. The outside is filled too: each face of
// the hull has a tetrahedron with a vertex at infinity. A conflict is strict, so no tetrahedron is ever flat.
import { insert } from './hole';
import { DONE, grow, IN_A_PLANE, ON_A_LINE, TOO_MANY } from './memory';
import { collinear, hard, orient, setExtent } from './predicates';
import { draw, insertionOrder, seed } from './order';
import { clearFree, clearTetrahedra, finite, link, orientWith, setLink, setMark, setVertex, SIZE, slot, take, tetNumber, tetOf, tetrahedraBegin, tetrahedraEnd, vertex } from './tetrahedra';

// The points in the order of insertion, and their numbers as they were given.
export let points: usize = 0;
export let count: i32 = 0;
let order: usize = 0;
let most: usize = 0;
let last: usize = 0;
let neighbours: usize = 0;

// Room for `n` points, or 0. At most `limit` tetrahedra will be made.
export function begin(n: i32, limit: i32): usize {
  count = n;
  most = <usize>limit;
  points = (__heap_base + 31) & ~31;
  return grow(points + <usize>n * 32) ? points : 0;
}

// A status; x, y, z: the size of the box around the points that were put at `begin`.
export function triangulate(x: f64, y: f64, z: f64, areWhole: bool): i32 {
  const raw = points;
  const n = count;
  // In turn: the order, the points in this order, the work of sorting where the tetrahedra come later.
  order = raw + <usize>n * 32;
  points = (order + (<usize>n << 2) + 31) & ~31;
  const first = points + <usize>n * 32;
  clearTetrahedra(first, most);
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
    last = insert(p, locate(p), <u32>i);
    if (last == 0) return TOO_MANY;
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
  const first = tetrahedraBegin();
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

// Packs the finite tetrahedra: how many, or -1 where memory ends. Four u32 vertices each at `packed`, as the points
// were given; four i32 neighbours each at `packedNeighbours`, -1 outside. Vertices move down where tetrahedra were: less
// fresh memory, and a number is looked up in a short table, where tetrahedra lie far apart.
export function pack(): i32 {
  clearFree();
  const first = tetrahedraBegin(), end = tetrahedraEnd();
  const numbers = (end + 15) & ~15;
  neighbours = (numbers + (end - first) / SIZE * 4 + 15) & ~15;
  if (!grow(neighbours)) return -1;
  let m: u32 = 0;
  for (let tet = first, at = numbers; tet < end; tet += SIZE, at += 4) store<u32>(at, finite(tet) ? ++m : 0);
  if (!grow(neighbours + (<usize>m << 4))) return -1;
  let to: usize = 0;
  for (let tet = first, at = numbers; tet < end; tet += SIZE, at += 4) {
    if (load<u32>(at) == 0) continue;
    for (let i: usize = 0; i < 16; i += 4) {
      const other = tetNumber(tetOf(load<u32>(tet + i, 16)));
      store<u32>(neighbours + to + i, load<u32>(numbers + (other << 2)) - 1);
    }
    for (let i: usize = 0; i < 16; i += 4) store<u32>(first + to + i, indexOf(load<u32>(tet + i)));
    to += 16;
  }
  return m;
}

// A point's number, as the points were given.
@inline
export function indexOf(p: usize): u32 {
  return load<u32>(order + ((p - points) >> 5 << 2));
}

export function packed(): usize {
  return tetrahedraBegin();
}

export function packedNeighbours(): usize {
  return neighbours;
}

export function hardSigns(): i32 {
  return hard;
}
