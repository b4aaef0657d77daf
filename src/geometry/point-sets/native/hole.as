// The hole that a point makes: every tetrahedron whose sphere holds it, taken out and filled from the point.
import { insphere } from './predicates';
import { finite, link, mark, next, orientWith, release, setLink, setMark, setNext, setVertex, slot, take, tetOf, vertex } from './tetrahedra';

// Set in a link of a tetrahedron in the hole: what it names is the new one that closes this face.
const CLOSED: usize = 4;

// Whether the sphere of the tetrahedron holds p; for an infinite one, the half space beyond its face, or p lies in the
// plane of the face and in the circle around it, which the sphere of the neighbour cuts out of this plane.
@inline
function conflicts(tet: usize, p: usize): bool {
  if (finite(tet)) return insphere(vertex(tet, 0), vertex(tet, 1), vertex(tet, 2), vertex(tet, 3), p) > 0;
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

// Replaces the hole around p, which begins at a tetrahedron, by tetrahedra at p. A finite one of these, or 0 where
// memory ends.
export function insert(p: usize, hole: usize, round: u32): usize {
  const out = round << 1;
  const within = out | 1;
  let tail = hole;
  let newest: usize = 0;
  let last: usize = 0;
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
      if (made == 0) return 0;
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
      if (finite(made)) last = made;
      const a = cornerNumber(u, round), b = cornerNumber(v, round), c = cornerNumber(w, round);
      store<u32>(edge(b, c), <u32>(made | (i ^ 1)));
      store<u32>(edge(c, a), <u32>(made | (i ^ 2)));
      store<u32>(edge(a, b), <u32>(made | (i ^ 3)));
    }
  }
  if (corners <= MOST_CORNERS) {
    for (let made = newest; made != 0; made = next(made)) linkByCorners(made, slot(made, p));
  } else linkByTurning(hole, newest, p);
  release(hole, tail);
  return last;
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
