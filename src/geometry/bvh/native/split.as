// Splits a range of boxes in two by surface area in bins (Wald 2007), and reorders the boxes. A box is a record of 32
// bytes: min x, y, z and a reference, max x, y, z and nothing.

export const RECORD: usize = 32;
const BINS: i32 = 16;
// Ranges of fewer boxes are cut at the middle: most are of this kind, and bins would cost more than they save.
const FEW: i32 = 24;
// From this depth on, ranges are halved by number, so that no input makes a tree more than 32 levels deeper.
const MOST_LEVELS: u32 = 64;

// Min and max of each bin, and its number of boxes; cost and number of the boxes before the end of a bin.
const BIN = memory.data(32 * 16, 16);
const BIN_COUNT = memory.data(4 * 16, 16);
const COST = memory.data(4 * 16, 16);
const COUNT = memory.data(4 * 16, 16);
// The boxes of both parts: min, max, min, max.
export const BOTH = memory.data(64, 16);

@inline
export function emptyLow(): v128 {
  return f32x4.splat(Infinity);
}
@inline
export function emptyHigh(): v128 {
  return f32x4.splat(-Infinity);
}

// The first box of the second part, and the boxes of both parts in BOTH. `low` and `high` are the box of all.
export function split(boxes: usize, from: i32, to: i32, level: u32, low: v128, high: v128): i32 {
  // Centroids are doubled, and so is the box. The first try is along the longest side of the box; if that separates
  // nothing, the second is along the longest side of the centroids' own box.
  let axis = longestSide(low, high);
  let start = <f32>2 * lane(low, axis);
  let end = <f32>2 * lane(high, axis);
  for (let attempt = 0; attempt < 2 && level < MOST_LEVELS; attempt++) {
    if (to - from < FEW) {
      const middle = cut(boxes, from, to, axis, start + (end - start) * <f32>0.5);
      if (middle > from && middle < to) return middle;
    } else if (end > start) {
      const middle = splitBins(boxes, from, to, axis, start, <f32>BINS / (end - start));
      if (middle > from) return middle;
    }
    let least = emptyLow(), most = emptyHigh();
    for (let at = boxes + <usize>from * RECORD, last = boxes + <usize>to * RECORD; at < last; at += RECORD) {
      const sum = f32x4.add(v128.load(at), v128.load(at, 16));
      least = f32x4.pmin(least, sum);
      most = f32x4.pmax(most, sum);
    }
    axis = longestSide(least, most);
    start = lane(least, axis);
    end = lane(most, axis);
  }
  const half = from + ((to - from) >> 1);
  setBoxOf(boxes, from, half, BOTH);
  setBoxOf(boxes, half, to, BOTH + 32);
  return half;
}

@inline
function lane(box: v128, axis: i32): f32 {
  return axis == 0 ? f32x4.extract_lane(box, 0) : axis == 1 ? f32x4.extract_lane(box, 1) : f32x4.extract_lane(box, 2);
}

function longestSide(low: v128, high: v128): i32 {
  const size = f32x4.sub(high, low);
  const x = f32x4.extract_lane(size, 0), y = f32x4.extract_lane(size, 1), z = f32x4.extract_lane(size, 2);
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}

export function setBoxOf(boxes: usize, from: i32, to: i32, target: usize): void {
  let low = emptyLow(), high = emptyHigh();
  for (let at = boxes + <usize>from * RECORD, last = boxes + <usize>to * RECORD; at < last; at += RECORD) {
    low = f32x4.pmin(low, v128.load(at));
    high = f32x4.pmax(high, v128.load(at, 16));
  }
  v128.store(target, low);
  v128.store(target, high, 16);
}

@inline
function swap(a: usize, b: usize): void {
  const low = v128.load(a), high = v128.load(a, 16);
  v128.store(a, v128.load(b));
  v128.store(a, v128.load(b, 16), 16);
  v128.store(b, low);
  v128.store(b, high, 16);
}

@inline
function sumAt(at: usize, axis: usize): f32 {
  return load<f32>(at + axis) + load<f32>(at + axis, 16);
}

// Divides the boxes into those whose doubled centroid is below `middle` and the others.
function cut(boxes: usize, from: i32, to: i32, axis: i32, middle: f32): i32 {
  const along = <usize>axis << 2;
  let lowA = emptyLow(), highA = emptyHigh(), lowB = lowA, highB = highA;
  let left = boxes + <usize>from * RECORD;
  let right = boxes + <usize>(to - 1) * RECORD;
  while (left <= right) {
    const low = v128.load(left), high = v128.load(left, 16);
    if (sumAt(left, along) < middle) {
      lowA = f32x4.pmin(lowA, low);
      highA = f32x4.pmax(highA, high);
      left += RECORD;
    } else {
      lowB = f32x4.pmin(lowB, low);
      highB = f32x4.pmax(highB, high);
      swap(left, right);
      right -= RECORD;
    }
  }
  v128.store(BOTH, lowA);
  v128.store(BOTH, highA, 16);
  v128.store(BOTH, lowB, 32);
  v128.store(BOTH, highB, 48);
  return <i32>((left - boxes) / RECORD);
}

@inline
function binOf(at: usize, along: usize, start: f32, factor: f32): i32 {
  return min(<i32>((sumAt(at, along) - start) * factor), BINS - 1);
}

// `from` if one bin holds all boxes.
function splitBins(boxes: usize, from: i32, to: i32, axis: i32, start: f32, factor: f32): i32 {
  for (let bin: usize = 0; bin < <usize>BINS; bin++) {
    v128.store(BIN + (bin << 5), emptyLow());
    v128.store(BIN + (bin << 5), emptyHigh(), 16);
    store<i32>(BIN_COUNT + (bin << 2), 0);
  }
  const along = <usize>axis << 2;
  for (let at = boxes + <usize>from * RECORD, last = boxes + <usize>to * RECORD; at < last; at += RECORD) {
    const bin = <usize>binOf(at, along, start, factor);
    const target = BIN + (bin << 5);
    v128.store(target, f32x4.pmin(v128.load(target), v128.load(at)));
    v128.store(target, f32x4.pmax(v128.load(target, 16), v128.load(at, 16)), 16);
    const counted = BIN_COUNT + (bin << 2);
    store<i32>(counted, load<i32>(counted) + 1);
  }
  const best = bestBin(to - from);
  if (best == 0) return from;
  joinBins(0, best, BOTH);
  joinBins(best, BINS, BOTH + 32);
  let left = boxes + <usize>from * RECORD;
  let right = boxes + <usize>(to - 1) * RECORD;
  for (;;) {
    while (left <= right && binOf(left, along, start, factor) < best) left += RECORD;
    while (left <= right && binOf(right, along, start, factor) >= best) right -= RECORD;
    if (left > right) break;
    swap(left, right);
    left += RECORD;
    right -= RECORD;
  }
  return <i32>((left - boxes) / RECORD);
}

function joinBins(from: i32, to: i32, target: usize): void {
  let low = emptyLow(), high = emptyHigh();
  for (let bin = <usize>from; bin < <usize>to; bin++) {
    low = f32x4.pmin(low, v128.load(BIN + (bin << 5)));
    high = f32x4.pmax(high, v128.load(BIN + (bin << 5), 16));
  }
  v128.store(target, low);
  v128.store(target, high, 16);
}

@inline
function surface(low: v128, high: v128): f32 {
  const size = f32x4.sub(high, low);
  const x = f32x4.extract_lane(size, 0), y = f32x4.extract_lane(size, 1), z = f32x4.extract_lane(size, 2);
  return x * y + y * z + z * x;
}

// The first bin of the second part in the split with the lowest cost; 0 if one bin holds all boxes.
function bestBin(all: i32): i32 {
  let low = emptyLow(), high = emptyHigh();
  let number = 0;
  for (let bin: usize = 0; bin < <usize>BINS - 1; bin++) {
    number += load<i32>(BIN_COUNT + (bin << 2));
    low = f32x4.pmin(low, v128.load(BIN + (bin << 5)));
    high = f32x4.pmax(high, v128.load(BIN + (bin << 5), 16));
    store<i32>(COUNT + (bin << 2), number);
    store<f32>(COST + (bin << 2), number > 0 ? <f32>number * surface(low, high) : 0);
  }
  low = emptyLow();
  high = emptyHigh();
  number = 0;
  let best = 0;
  let least: f32 = Infinity;
  let most = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    const at = <usize>bin;
    if (load<i32>(BIN_COUNT + (at << 2)) == 0) continue;
    number += load<i32>(BIN_COUNT + (at << 2));
    low = f32x4.pmin(low, v128.load(BIN + (at << 5)));
    high = f32x4.pmax(high, v128.load(BIN + (at << 5), 16));
    if (load<i32>(COUNT + ((at - 1) << 2)) == 0) break;
    const cost = <f32>number * surface(low, high) + load<f32>(COST + ((at - 1) << 2));
    // Boxes without surface (faces along one line) have no cost, so an even split is best.
    const uneven = abs(all - 2 * number);
    if (cost < least || (cost == least && uneven < most)) {
      best = bin;
      least = cost;
      most = uneven;
    }
  }
  return best;
}
