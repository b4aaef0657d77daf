// The order in which points are inserted: in rounds, each about four times as long as the one before, the members drawn
// by lot (Amenta, Choi, Rote 2003); within a round along a Hilbert curve, so that the next point is near the last.

const BITS = 10;

let state: u32 = 1;

export function seed(value: u32): void {
  state = value;
}

// xorshift32
export function draw(): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

// The place of a cell on the Hilbert curve through a cube of 2^BITS cells a side, by Skilling's transform (2004).
function hilbert(x: u32, y: u32, z: u32): u32 {
  for (let q: u32 = 1 << (BITS - 1); q > 1; q >>= 1) {
    const p = q - 1;
    if (x & q) x ^= p;
    if (y & q) {
      x ^= p;
    } else {
      const t = (x ^ y) & p;
      x ^= t;
      y ^= t;
    }
    if (z & q) {
      x ^= p;
    } else {
      const t = (x ^ z) & p;
      x ^= t;
      z ^= t;
    }
  }
  y ^= x;
  z ^= y;
  let t: u32 = 0;
  for (let q: u32 = 1 << (BITS - 1); q > 1; q >>= 1) if (z & q) t ^= q - 1;
  x ^= t;
  y ^= t;
  z ^= t;
  return (spread(x) << 2) | (spread(y) << 1) | spread(z);
}

// Ten bits, two free places after each.
function spread(v: u32): u32 {
  v = (v | (v << 16)) & 0x030000ff;
  v = (v | (v << 8)) & 0x0300f00f;
  v = (v | (v << 4)) & 0x030c30c3;
  return (v | (v << 2)) & 0x09249249;
}

// The order of `n` points at `points`, whose box is at most `size` long, as u32 indices at `order`; `work` holds
// 20 · n bytes, COUNTS a histogram.
const COUNTS = memory.data(2048 * 4, 4);

export function insertionOrder(points: usize, n: i32, size: f64, order: usize, work: usize): void {
  const keys = work;
  const otherKeys = work + (<usize>n << 3);
  const other = work + (<usize>n << 4);
  const cells: f64 = size > 0 ? <f64>((1 << BITS) - 1) / size : 0;
  let lowX = Infinity, lowY = Infinity, lowZ = Infinity;
  for (let p = points, to = points + <usize>n * 32; p < to; p += 32) {
    lowX = min(lowX, load<f64>(p));
    lowY = min(lowY, load<f64>(p, 8));
    lowZ = min(lowZ, load<f64>(p, 16));
  }
  // The first round has some 64 points at least.
  let rounds: u32 = 0;
  while (n >> (2 * rounds) > 64) rounds++;
  for (let i = 0; i < n; i++) {
    const p = points + <usize>i * 32;
    const x = <u32>((load<f64>(p) - lowX) * cells);
    const y = <u32>((load<f64>(p, 8) - lowY) * cells);
    const z = <u32>((load<f64>(p, 16) - lowZ) * cells);
    const back = min<u32>(ctz<u32>(draw()) >> 1, rounds);
    store<u64>(keys + (<usize>i << 3), (<u64>(rounds - back) << 30) | <u64>hilbert(x, y, z));
    store<u32>(order + (<usize>i << 2), i);
  }
  // 35 bits and more, eleven at a time; an even number of passes leaves the result where it began.
  for (let shift: u64 = 0; shift < 44; shift += 11) {
    const even = ((shift / 11) & 1) == 0;
    const fromKeys = even ? keys : otherKeys, toKeys = even ? otherKeys : keys;
    const from = even ? order : other, to = even ? other : order;
    memory.fill(COUNTS, 0, 2048 * 4);
    for (let i = 0; i < n; i++) {
      const slot = COUNTS + (<usize>((load<u64>(fromKeys + (<usize>i << 3)) >> shift) & 2047) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
    let before: u32 = 0;
    for (let c: usize = 0; c < 2048; c++) {
      const count = load<u32>(COUNTS + (c << 2));
      store<u32>(COUNTS + (c << 2), before);
      before += count;
    }
    for (let i = 0; i < n; i++) {
      const key = load<u64>(fromKeys + (<usize>i << 3));
      const slot = COUNTS + (<usize>((key >> shift) & 2047) << 2);
      const at = load<u32>(slot);
      store<u32>(slot, at + 1);
      store<u64>(toKeys + (<usize>at << 3), key);
      store<u32>(to + (<usize>at << 2), load<u32>(from + (<usize>i << 2)));
    }
  }
}
