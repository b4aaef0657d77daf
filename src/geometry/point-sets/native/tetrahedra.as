// Points and tetrahedra in memory.
//
// A point is the address of its three coordinates, a multiple of 32; infinity is 0, where nothing else lies. After them:
//   24  the round in which it was last a corner of the hole
//   28  its number among the corners of that hole
// A tetrahedron is an address, a multiple of 8:
//    0  four vertices, such that orient(v0, v1, v2, v3) is positive (infinity standing for any point out there)
//   16  four links: the neighbour opposite each vertex, plus which of its own vertices lies opposite to us (0 to 3)
//   32  mark: 2 · round + 1 in the hole of this round, 2 · round seen and not in it
//   36  next in the list of the hole or of the free ones
import { grow } from './memory';
import { orient } from './predicates';

export const SIZE: usize = 40;

let first: usize = 0;
let end: usize = 0;
let room: usize = 0;
let free: usize = 0;
let most: usize = 0;

// At most `limit` tetrahedra will be made, from now on at this address.
export function clearTetrahedra(at: usize, limit: usize): void {
  first = at;
  end = at;
  room = at;
  free = 0;
  most = limit;
}

export function tetrahedraBegin(): usize {
  return first;
}
export function tetrahedraEnd(): usize {
  return end;
}

// The number of a tetrahedron in memory: divides by SIZE, which is 8 times 5, by the inverse of 5 modulo 2^32.
@inline
export function tetNumber(tet: usize): usize {
  return ((tet - first) >> 3) * 0xcccccccd;
}

@inline
export function vertex(tet: usize, i: usize): usize {
  return load<u32>(tet + (i << 2));
}
@inline
export function setVertex(tet: usize, i: usize, v: usize): void {
  store<u32>(tet + (i << 2), <u32>v);
}
@inline
export function link(tet: usize, i: usize): usize {
  return load<u32>(tet + (i << 2), 16);
}
@inline
export function setLink(tet: usize, i: usize, to: usize): void {
  store<u32>(tet + (i << 2), <u32>to, 16);
}
@inline
export function mark(tet: usize): u32 {
  return load<u32>(tet, 32);
}
@inline
export function setMark(tet: usize, value: u32): void {
  store<u32>(tet, value, 32);
}
@inline
export function next(tet: usize): usize {
  return load<u32>(tet, 36);
}
@inline
export function setNext(tet: usize, to: usize): void {
  store<u32>(tet, <u32>to, 36);
}
@inline
export function tetOf(link: usize): usize {
  return link & ~7;
}
@inline
export function finite(tet: usize): bool {
  return vertex(tet, 0) != 0 && vertex(tet, 1) != 0 && vertex(tet, 2) != 0 && vertex(tet, 3) != 0;
}

// A free tetrahedron, or 0 where memory ends.
@inline
export function take(): usize {
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

// Frees a list of tetrahedra, given by its first and its last.
@inline
export function release(head: usize, tail: usize): void {
  setNext(tail, free);
  free = head;
}

// Marks the free tetrahedra as not finite.
export function clearFree(): void {
  for (let tet = free; tet != 0; tet = next(tet)) setVertex(tet, 0, 0);
}

// Which of the four vertices `v` is.
@inline
export function slot(tet: usize, v: usize): usize {
  return vertex(tet, 0) == v ? 0 : vertex(tet, 1) == v ? 1 : vertex(tet, 2) == v ? 2 : 3;
}

// The sign of the tetrahedron with its vertex i replaced by p: for each i, i ^ 1, i ^ 2, i ^ 3 turn the same way behind it.
@inline
export function orientWith(tet: usize, i: usize, p: usize): i32 {
  return orient(p, vertex(tet, i ^ 1), vertex(tet, i ^ 2), vertex(tet, i ^ 3));
}
