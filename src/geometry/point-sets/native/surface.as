// The surface of the shape at a step, out of the borders: its faces, its parts, and whether it is closed.
import { bordersBegin, bordersEnd } from './alpha';
import { count, indexOf, points } from './delaunay';
import { grow } from './memory';

// Stands in place of a parent: the point was not visited yet.
const NOBODY: u32 = 0xffffffff;

let faces: usize = 0;
let facesEnd: usize = 0;
// Four bytes for each point, and one more for all.
let parents: usize = 0;
let ends: usize = 0;
let highs: usize = 0;

// Gathers the faces that belong to the surface at this step, each three u32 places. How many, or -1 where memory ends.
export function surface(step: u32): i32 {
  const most = (bordersEnd - bordersBegin) >> 4;
  faces = bordersEnd;
  parents = faces + most * 12 + 16;
  ends = parents + <usize>count * 4 + 4;
  highs = ends + <usize>count * 4 + 4;
  // The last is where what does not count is put.
  if (!grow(highs + most * 12 + 4)) return -1;
  facesEnd = faces;
  for (let at = bordersBegin; at < bordersEnd; at += 16) {
    const span = load<u32>(at, 12);
    v128.store(facesEnd, v128.load(at));
    facesEnd += select<usize>(12, 0, u32(span >> 8 <= step) & u32(step < (span & 255)));
  }
  return <i32>((facesEnd - faces) / 12);
}

// The faces of the surface, by the points' numbers as they were given.
export function facesOf(): usize {
  for (let at = faces; at < facesEnd; at += 4) store<u32>(at, indexOf(points + (<usize>load<u32>(at) << 5)));
  return faces;
}

@inline
function parent(place: u32): u32 {
  return load<u32>(parents + (<usize>place << 2));
}
@inline
function setParent(place: u32, to: u32): void {
  store<u32>(parents + (<usize>place << 2), to);
}

// How many parts share no point.
export function components(): i32 {
  memory.fill(parents, 0xff, <usize>count * 4);
  let parts = 0;
  for (let at = faces; at < facesEnd; at += 12) {
    let root = load<u32>(at);
    if (parent(root) == NOBODY) {
      setParent(root, root);
      parts++;
    } else root = rootOf(root);
    for (let i: usize = 4; i < 12; i += 4) {
      const place = load<u32>(at + i);
      const above = parent(place);
      if (above == root) continue;
      if (above == NOBODY) {
        setParent(place, root);
        continue;
      }
      const other = rootOf(place);
      if (other == root) continue;
      setParent(other, root);
      parts--;
    }
  }
  return parts;
}

function rootOf(place: u32): u32 {
  let above = parent(place);
  while (above != place) {
    const next = parent(above);
    setParent(place, next);
    place = next;
    above = parent(place);
  }
  return place;
}

@inline
function end(place: u32): u32 {
  return load<u32>(ends + (<usize>place << 2));
}
@inline
function setEnd(place: u32, to: u32): void {
  store<u32>(ends + (<usize>place << 2), to);
}

// Whether every edge has exactly two faces; where a surface touches itself, an edge has four. A border of tetrahedra has
// as many faces along an edge as against it, so it is closed if no edge has two faces along it.
export function isClosed(): bool {
  if (faces == facesEnd) return false;
  // The directed edges from a lower to a higher place, in the order of the lower one.
  memory.fill(ends, 0, <usize>count * 4 + 4);
  for (let at = faces; at < facesEnd; at += 12) {
    const a = load<u32>(at), b = load<u32>(at, 4), c = load<u32>(at, 8);
    setEnd(a, end(a) + u32(a < b));
    setEnd(b, end(b) + u32(b < c));
    setEnd(c, end(c) + u32(c < a));
  }
  let edges: u32 = 0;
  for (let place: u32 = 0; place <= <u32>count; place++) {
    edges += end(place);
    setEnd(place, edges);
  }
  const spare = highs + (<usize>edges << 2);
  for (let at = faces; at < facesEnd; at += 12) {
    const a = load<u32>(at), b = load<u32>(at, 4), c = load<u32>(at, 8);
    putHigh(a, b, spare);
    putHigh(b, c, spare);
    putHigh(c, a, spare);
  }
  // Each point with the last of the lower ones that it has an edge with, plus one.
  const lows = parents;
  memory.fill(lows, 0, <usize>count * 4);
  for (let low: u32 = 0, at: u32 = 0; low < <u32>count; low++) {
    for (const last = end(low + 1); at < last; at++) {
      const seen = lows + (<usize>load<u32>(highs + (<usize>at << 2)) << 2);
      if (load<u32>(seen) == low + 1) return false;
      store<u32>(seen, low + 1);
    }
  }
  return true;
}

@inline
function putHigh(from: u32, to: u32, spare: usize): void {
  const up = from < to;
  const place = end(from) - u32(up);
  setEnd(from, place);
  store<u32>(select<usize>(highs + (<usize>place << 2), spare, up), to);
}
