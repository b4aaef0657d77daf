// Sorts faces along a space-filling curve (Morton order) and cuts them into clusters of neighbours, so that one pass over
// the faces takes the place of one pass per level.
import { faceCount, faces, floats, keys, otherKeys } from './memory';

// Largest number of faces in a cluster: four blocks of four.
export const CLUSTER: u32 = 16;
// Bits per axis of a cell number; three axes make three digits of the sort.
const DIGITS: usize = 1024;
const COUNTS = memory.data(3 * 1024 * 4, 16);

// The cell of each face's centroid, and the face; counts the digits of cells.
function setKeys(): void {
  memory.fill(COUNTS, 0, 3 * DIGITS * 4);
  // Sums of three corners, from -3 to 3, become cells from 0 to 1023.
  const factor = f32x4.splat(511.5 / 3);
  const shift = f32x4.splat(512);
  let at = faces;
  let to = keys;
  for (let i: u32 = 0; i < <u32>faceCount; i++, at += 12, to += 8) {
    const a = v128.load(floats + (<usize>load<u32>(at) << 4));
    const b = v128.load(floats + (<usize>load<u32>(at, 4) << 4));
    const c = v128.load(floats + (<usize>load<u32>(at, 8) << 4));
    const sum = f32x4.add(f32x4.add(a, b), c);
    let cell = i32x4.trunc_sat_f32x4_u(f32x4.add(f32x4.mul(sum, factor), shift));
    // Spreads ten bits: two zeros before each bit.
    cell = v128.and(v128.or(cell, i32x4.shl(cell, 16)), i32x4.splat(0x30000ff));
    cell = v128.and(v128.or(cell, i32x4.shl(cell, 8)), i32x4.splat(0x300f00f));
    cell = v128.and(v128.or(cell, i32x4.shl(cell, 4)), i32x4.splat(0x30c30c3));
    cell = v128.and(v128.or(cell, i32x4.shl(cell, 2)), i32x4.splat(0x9249249));
    const key =
      i32x4.extract_lane(cell, 0) | (i32x4.extract_lane(cell, 1) << 1) | (i32x4.extract_lane(cell, 2) << 2);
    store<u32>(to, i);
    store<u32>(to, key, 4);
    count(key & 1023);
    count(1024 + ((key >> 10) & 1023));
    count(2048 + ((key >> 20) & 1023));
  }
}

@inline
function count(digit: i32): void {
  const at = COUNTS + (<usize>digit << 2);
  store<u32>(at, load<u32>(at) + 1);
}

function sortBy(digit: usize, from: usize, to: usize): void {
  const counts = COUNTS + digit * DIGITS * 4;
  let before: u32 = 0;
  for (let at = counts; at < counts + DIGITS * 4; at += 4) {
    const here = load<u32>(at);
    store<u32>(at, before);
    before += here;
  }
  const shift = <u64>(32 + 10 * digit);
  for (let at = from, end = from + (<usize>faceCount << 3); at < end; at += 8) {
    const entry = load<u64>(at);
    const slot = counts + (<usize>((entry >> shift) & 1023) << 2);
    const place = load<u32>(slot);
    store<u32>(slot, place + 1);
    store<u64>(to + (<usize>place << 3), entry);
  }
}

// Leaves the sorted entries in `otherKeys`.
export function sortFaces(): void {
  setKeys();
  sortBy(0, keys, otherKeys);
  sortBy(1, otherKeys, keys);
  sortBy(2, keys, otherKeys);
}

@inline
export function keyAt(i: u32): u32 {
  return load<u32>(otherKeys + (<usize>i << 3), 4);
}

@inline
export function faceAt(i: u32): u32 {
  return load<u32>(otherKeys + (<usize>i << 3));
}

// The position at which the curve divides a range: at the first bit in which keys differ, or at half if they are equal.
function middleOf(from: u32, to: u32): u32 {
  const differ = keyAt(from) ^ keyAt(to - 1);
  if (differ == 0) return (from + to) >>> 1;
  const bit = 31 - clz(differ);
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keyAt(middle) >>> bit) & 1) high = middle;
    else low = middle + 1;
  }
  return low;
}

export let clusterCount: u32 = 0;
export let blockCount: u32 = 0;
const RANGES = memory.data(8 * 128, 16);

// Writes the start of each cluster, and the end of the last, to `keys`.
export function cut(): void {
  clusterCount = 0;
  blockCount = 0;
  let top = RANGES;
  store<u32>(top, 0);
  store<u32>(top, faceCount, 4);
  top += 8;
  while (top > RANGES) {
    top -= 8;
    const from = load<u32>(top), to = load<u32>(top, 4);
    if (to - from <= CLUSTER) {
      store<u32>(keys + (<usize>clusterCount << 2), from);
      clusterCount++;
      blockCount += (to - from + 3) >> 2;
      continue;
    }
    const middle = middleOf(from, to);
    store<u32>(top, middle);
    store<u32>(top, to, 4);
    store<u32>(top, from, 8);
    store<u32>(top, middle, 12);
    top += 16;
  }
  store<u32>(keys + (<usize>clusterCount << 2), faceCount);
}
