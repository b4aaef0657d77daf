/** Splits a range of boxes by surface area in bins (Wald 2007), and reorders the boxes. */

const BINS = 16;
/**
 * Nodes with fewer boxes are cut at the middle. Most nodes are of this kind, and bins would cost more than they save.
 */
const FEW = 24;
/** From this depth on, nodes are halved by number, so no input makes a tree more than 32 levels deeper. */
export const MAX_SPLIT_DEPTH = 64;

const binCount = new Uint32Array(BINS);
const binBox = new Float64Array(6 * BINS);
/** Cost of the left part at each boundary between bins: surface times number of triangles. */
const leftCost = new Float64Array(BINS);
const leftCount = new Uint32Array(BINS);
const running = new Float64Array(6);

/**
 * Splits `from` to `to` in two parts and returns the start of the second; `both` receives the boxes of both parts.
 * `outer`, at `at`, is the box of all. `inBin` is a buffer for the bin of each triangle.
 */
export function split(
  box: Float64Array,
  order: Uint32Array,
  inBin: Uint8Array,
  from: number,
  to: number,
  level: number,
  outer: Float64Array,
  at: number,
  both: Float64Array,
): number {
  let axis = longestSide(outer, at);
  // Centroids are doubled here, and so is the box. The first try is along the longest side of the box; if that
  // separates nothing, the second is along the longest side of the centroids' own box.
  let low = 2 * outer[at + axis]!;
  let high = 2 * outer[at + 3 + axis]!;
  let best = 0;
  for (let attempt = 0; attempt < 2 && level < MAX_SPLIT_DEPTH; attempt++) {
    if (to - from < FEW) {
      const middle = cut(box, order, from, to, axis, low + (high - low) / 2, both);
      if (middle > from && middle < to) return middle;
    } else {
      best = bestBin(box, inBin, from, to, axis, low, high);
      if (best > 0) break;
    }
    middles(box, from, to, both);
    axis = longestSide(both, 0);
    low = both[axis]!;
    high = both[3 + axis]!;
  }
  if (best === 0) {
    const half = from + ((to - from) >> 1);
    setBoundsOfRange(box, from, half, both, 0);
    setBoundsOfRange(box, half, to, both, 6);
    return half;
  }
  setEmpty(both, 0);
  setEmpty(both, 6);
  for (let bin = 0; bin < BINS; bin++) expandBy(both, bin < best ? 0 : 6, binBox, 6 * bin);
  let left = from;
  let right = to - 1;
  for (;;) {
    while (left <= right && inBin[left]! < best) left++;
    while (left <= right && inBin[right]! >= best) right--;
    if (left > right) return left;
    swap(box, order, left, right);
    left++;
    right--;
  }
}

/**
 * Divides the triangles into those whose doubled centroid is below `middle` and the others; `both` receives the boxes
 * of both parts.
 */
function cut(
  box: Float64Array,
  order: Uint32Array,
  from: number,
  to: number,
  axis: number,
  middle: number,
  both: Float64Array,
): number {
  setEmpty(both, 0);
  setEmpty(both, 6);
  let left = from;
  let right = to - 1;
  while (left <= right) {
    const at = 6 * left;
    if (box[at + axis]! + box[at + 3 + axis]! < middle) {
      expandBy(both, 0, box, at);
      left++;
    } else {
      expandBy(both, 6, box, at);
      swap(box, order, left, right);
      right--;
    }
  }
  return left;
}

function longestSide(box: Float64Array, at: number): number {
  const x = box[at + 3]! - box[at]!;
  const y = box[at + 4]! - box[at + 1]!;
  const z = box[at + 5]! - box[at + 2]!;
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}

/** The first bin of the second part in the split with the lowest cost; 0 if one bin holds all triangles. */
function bestBin(
  box: Float64Array,
  inBin: Uint8Array,
  from: number,
  to: number,
  axis: number,
  low: number,
  high: number,
): number {
  if (!(high > low)) return 0;
  for (let bin = 0; bin < BINS; bin++) {
    binCount[bin] = 0;
    setEmpty(binBox, 6 * bin);
  }
  const scale = BINS / (high - low);
  for (let i = from; i < to; i++) {
    const j = 6 * i;
    let bin = ((box[j + axis]! + box[j + 3 + axis]! - low) * scale) | 0;
    if (bin >= BINS) bin = BINS - 1;
    inBin[i] = bin;
    binCount[bin]!++;
    expandBy(binBox, 6 * bin, box, j);
  }

  setEmpty(running, 0);
  let number = 0;
  for (let bin = 0; bin < BINS - 1; bin++) {
    number += binCount[bin]!;
    leftCount[bin] = number;
    if (binCount[bin]! > 0) expandBy(running, 0, binBox, 6 * bin);
    leftCost[bin] = number > 0 ? number * surface(running) : 0;
  }
  setEmpty(running, 0);
  number = 0;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    if (binCount[bin] === 0) continue;
    number += binCount[bin]!;
    expandBy(running, 0, binBox, 6 * bin);
    if (leftCount[bin - 1] === 0) break;
    const cost = number * surface(running) + leftCost[bin - 1]!;
    // Boxes without surface (triangles along one line) have no cost, so an even split is best.
    const uneven = Math.abs(to - from - 2 * number);
    if (cost < least || (cost === least && uneven < most)) {
      best = bin;
      least = cost;
      most = uneven;
    }
  }
  return best;
}

/** Computes the box of a range of triangles. */
export function setBoundsOfRange(
  box: Float64Array,
  from: number,
  end: number,
  target: Float64Array,
  to: number,
): void {
  setEmpty(target, to);
  for (let i = from; i < end; i++) expandBy(target, to, box, 6 * i);
}

/** Computes the box of the doubled centroids of a range of triangles. */
function middles(box: Float64Array, from: number, end: number, target: Float64Array): void {
  setEmpty(target, 0);
  for (let i = from; i < end; i++) {
    for (let k = 0; k < 3; k++) {
      const middle = box[6 * i + k]! + box[6 * i + 3 + k]!;
      if (middle < target[k]!) target[k] = middle;
      if (middle > target[3 + k]!) target[3 + k] = middle;
    }
  }
}

export function setEmpty(box: Float64Array, at: number): void {
  for (let k = 0; k < 3; k++) {
    box[at + k] = Number.POSITIVE_INFINITY;
    box[at + 3 + k] = Number.NEGATIVE_INFINITY;
  }
}

export function expandBy(target: Float64Array, to: number, box: Float64Array, at: number): void {
  if (box[at]! < target[to]!) target[to] = box[at]!;
  if (box[at + 1]! < target[to + 1]!) target[to + 1] = box[at + 1]!;
  if (box[at + 2]! < target[to + 2]!) target[to + 2] = box[at + 2]!;
  if (box[at + 3]! > target[to + 3]!) target[to + 3] = box[at + 3]!;
  if (box[at + 4]! > target[to + 4]!) target[to + 4] = box[at + 4]!;
  if (box[at + 5]! > target[to + 5]!) target[to + 5] = box[at + 5]!;
}

/** Half the surface of a box. */
function surface(box: Float64Array): number {
  const x = box[3]! - box[0]!;
  const y = box[4]! - box[1]!;
  const z = box[5]! - box[2]!;
  return x * y + y * z + z * x;
}

function swap(box: Float64Array, order: Uint32Array, a: number, b: number): void {
  const face = order[a]!;
  order[a] = order[b]!;
  order[b] = face;
  for (let k = 0; k < 6; k++) {
    const x = box[6 * a + k]!;
    box[6 * a + k] = box[6 * b + k]!;
    box[6 * b + k] = x;
  }
}
