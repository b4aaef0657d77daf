// The hole that a point makes: every tetrahedron whose sphere holds it, taken out and filled from the point.
import { inSphere } from './predicates';
import { finite, link, mark, next, orientWith, release, setLink, setMark, setNext, setVertex, slot, take, tetOf, vertex } from './tetrahedra';

// Set in a link of a tetrahedron in the hole: what it names is the new one that closes this face.
const CLOSED: usize = 4;

// Whether the sphere of the tetrahedron holds p; for an infinite one, the half space beyond its face, or p lies in the
// plane of the face and in the circle around it, which the sphere of the neighbour cuts out of this plane.
@inline
function conflicts(tet: usize, p: usize): bool {
  if (finite(tet)) return inSphere(vertex(tet, 0), vertex(tet, 1), vertex(tet, 2), vertex(tet, 3), p);
  return beyond(tet, p);
}

function beyond(tet: usize, p: usize): bool {
  const i = slot(tet, 0);
  const side = orientWith(tet, i, p);
  if (side != 0) return side > 0;
  const inner = tetOf(link(tet, i));
  return inSphere(vertex(inner, 0), vertex(inner, 1), vertex(inner, 2), vertex(inner, 3), p);
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
  const isNew = load<u32>(v, 24) != round;
  const number = select<u32>(corners, load<u32>(v, 28), isNew);
  store<u32>(v, round, 24);
  store<u32>(v, number, 28);
  corners += <u32>isNew;
  return number & (MOST_CORNERS - 1);
}

@inline
function numberOf(v: usize): u32 {
  return load<u32>(v, 28);
}

// The faces around the hole that are not closed yet: a tetrahedron in the hole, plus which of its vertices lies opposite.
const MOST_FACES: usize = 256;
const FACES = memory.data(256 * 4, 16);

// Leads to the first of a list.
const HEAD = memory.data(40, 8);

let newest: usize = 0;

// Replaces the hole around p, which begins at a tetrahedron, by tetrahedra at p. A finite one of these, or 0 where
// memory ends.
export function insert(p: usize, hole: usize, round: u32): usize {
  const tail = gather(p, hole, round << 1);
  corners = 0;
  newest = 0;
  const out = round << 1;
  let open = FACES;
  for (let tet = hole; tet != 0; tet = next(tet)) {
    for (let i: usize = 0; i < 4; i++) {
      store<u32>(open, <u32>(tet | i));
      open += <usize>(mark(tetOf(link(tet, i))) == out) << 2;
    }
    if (open > FACES + ((MOST_FACES - 4) << 2)) {
      if (!close(open, p, round)) return 0;
      open = FACES;
    }
  }
  if (!close(open, p, round)) return 0;
  if (corners <= MOST_CORNERS) {
    for (let at = newest; at != 0; at = next(tetOf(at))) linkByCorners(tetOf(at), at & 3);
  } else linkByTurning(hole);
  release(hole, tail);
  let at = newest;
  while (at != 0 && !finite(tetOf(at))) at = next(tetOf(at));
  return tetOf(at);
}

// Lists the tetrahedra in conflict with p from the first on, and marks them and those around them; the last of the
// list. What is in conflict cannot be foretold, and a wrong guess of the processor costs as much as a sphere test, so
// lists are built without branches: all is put behind the last, which moves on only where this is to stay.
function gather(p: usize, hole: usize, out: u32): usize {
  setMark(hole, out | 1);
  let tail = hole;
  for (let from = hole; ; ) {
    const last = tail;
    let end = HEAD;
    for (let tet = from; ; tet = next(tet)) {
      for (let i: usize = 0; i < 4; i++) {
        const other = tetOf(link(tet, i));
        const seen = mark(other);
        setNext(end, other);
        end = select<usize>(other, end, seen < out);
        setMark(other, max<u32>(seen, out));
      }
      if (tet == last) break;
    }
    if (end == HEAD) break;
    for (let tet = next(HEAD); ; ) {
      const following = next(tet);
      const within = conflicts(tet, p);
      setMark(tet, out + <u32>within);
      setNext(tail, tet);
      tail = select<usize>(tet, tail, within);
      if (tet == end) break;
      tet = following;
    }
    if (tail == last) break;
    from = next(last);
  }
  setNext(tail, 0);
  return tail;
}

// Closes the faces up to `open` by new tetrahedra at p; false where memory ends.
function close(open: usize, p: usize, round: u32): bool {
  for (let at = FACES; at < open; at += 4) {
    const face: usize = load<u32>(at);
    const tet = tetOf(face), i = face & 3;
    const across = link(tet, i);
    const made = take();
    if (made == 0) return false;
    // With p in place of vertex i, the others keep their places: for each i, i ^ 1, i ^ 2, i ^ 3 turn the same way.
    const u = vertex(tet, i ^ 1), v = vertex(tet, i ^ 2), w = vertex(tet, i ^ 3);
    v128.store(made, v128.load(tet));
    setVertex(made, i, p);
    setLink(made, i, across);
    setLink(tetOf(across), across & 3, made | i);
    setLink(tet, i, made | CLOSED | i);
    setMark(made, 0);
    setNext(made, newest);
    newest = made | i;
    const a = cornerNumber(u, round), b = cornerNumber(v, round), c = cornerNumber(w, round);
    store<u32>(edge(b, c), <u32>(made | (i ^ 1)));
    store<u32>(edge(c, a), <u32>(made | (i ^ 2)));
    store<u32>(edge(a, b), <u32>(made | (i ^ 3)));
  }
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
function linkByTurning(hole: usize): void {
  for (let at = newest; at != 0; at = next(tetOf(at))) {
    for (let j: usize = 0; j < 4; j++) if (j != (at & 3)) setLink(tetOf(at), j, 0);
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
