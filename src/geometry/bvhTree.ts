/** The tree of a bounding volume hierarchy: triangles' boxes ordered and split by surface area in bins (Wald 2007). */
import { type Clusters, clustersOf, LEAF } from './bvhClusters';

const BINS = 16;
/** Nodes of fewer triangles are cut at the middle: most nodes are such, and bins would cost more than they hold. */
const FEW = 24;
/** From this depth on nodes are halved by number, so that no input makes a tree deeper than 32 levels more. */
const DEEPEST_SPLIT = 64;
/** Nodes that can wait on a way down the tree: one sibling a level. */
export const MOST_WAITING = DEEPEST_SPLIT + 34;
/** What a waiting node holds: its number, its range, its depth and its box. */
const RECORD = 10;

export interface BvhTree {
  boxes: Float64Array;
  first: Uint32Array;
  count: Uint8Array;
  /** Triangles in leaf order. */
  face: Uint32Array;
  bounds: Float64Array;
}

/**
 * `box` holds min x, y, z and max x, y, z of each triangle. The nodes are written as `Bvh` describes them; boxes of
 * clusters are what is split.
 */
export function growTree(box: Float64Array): BvhTree {
  const faces = box.length / 6;
  const face = new Uint32Array(faces);
  const bounds = new Float64Array(6);
  if (faces === 0) return { boxes: new Float64Array(0), first: face, count: new Uint8Array(0), face, bounds };

  hull(box, 0, faces, bounds, 0);
  const clusters = clustersOf(box, bounds);
  const { order, starts } = clusters;
  const many = starts.length - 1;
  const clusterBox = boxesOf(box, clusters);
  const cluster = new Uint32Array(many).map((_x, i) => i);
  const bins = new Uint8Array(many);

  const boxes = new Float64Array(12 * many);
  const first = new Uint32Array(2 * many);
  const count = new Uint8Array(2 * many);
  const waiting = new Float64Array(RECORD * (MOST_WAITING + 1));
  const both = new Float64Array(12);
  waiting.set([0, 0, many, 0]);
  waiting.set(bounds, 4);
  let depth = 1;
  let nodes = 1;
  let placed = 0;
  while (depth > 0) {
    const record = RECORD * --depth;
    const node = waiting[record]!;
    const from = waiting[record + 1]!;
    const to = waiting[record + 2]!;
    const level = waiting[record + 3]!;
    for (let k = 0; k < 3; k++) {
      const low = waiting[record + 4 + k]!;
      const high = waiting[record + 7 + k]!;
      const centre = (low + high) / 2;
      boxes[6 * node + k] = centre;
      boxes[6 * node + 3 + k] = Math.max(high - centre, centre - low);
    }
    let triangles = 0;
    for (let i = from; i < to && triangles <= LEAF; i++) {
      triangles += starts[cluster[i]! + 1]! - starts[cluster[i]!]!;
    }
    if (triangles <= LEAF) {
      first[node] = placed;
      count[node] = triangles;
      for (let i = from; i < to; i++) {
        for (let j = starts[cluster[i]!]!; j < starts[cluster[i]! + 1]!; j++) face[placed++] = order[j]!;
      }
      continue;
    }
    const middle = split(clusterBox, cluster, bins, from, to, level, waiting, record + 4, both);
    first[node] = nodes;
    for (let side = 1; side >= 0; side--) {
      const at = RECORD * depth++;
      waiting[at] = nodes + side;
      waiting[at + 1] = side === 0 ? from : middle;
      waiting[at + 2] = side === 0 ? middle : to;
      waiting[at + 3] = level + 1;
      for (let k = 0; k < 6; k++) waiting[at + 4 + k] = both[6 * side + k]!;
    }
    nodes += 2;
  }
  return {
    boxes: boxes.slice(0, 6 * nodes),
    first: first.slice(0, nodes),
    count: count.slice(0, nodes),
    face,
    bounds,
  };
}

/** The box of each cluster. */
function boxesOf(box: Float64Array, { order, starts }: Clusters): Float64Array {
  const boxes = new Float64Array(6 * (starts.length - 1));
  for (let i = 0, at = 0; at < boxes.length; i++, at += 6) {
    empty(boxes, at);
    for (let j = starts[i]!; j < starts[i + 1]!; j++) include(boxes, at, box, 6 * order[j]!);
  }
  return boxes;
}

const binCount = new Uint32Array(BINS);
const binBox = new Float64Array(6 * BINS);
/** Surface left of each boundary between bins, times the triangles there. */
const leftCost = new Float64Array(BINS);
const leftCount = new Uint32Array(BINS);
const running = new Float64Array(6);

/**
 * Splits `from` to `to` in two and returns where the second part begins; `both` receives the boxes of both parts.
 * `outer`, at `at`, is the box of all. `inBin` is room for the bin of each triangle.
 */
function split(
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
  // Centroids are doubled here, and so is the box. First along its longest side, then, if that parts nothing, along
  // the longest side of the centroids' own box.
  let low = 2 * outer[at + axis]!;
  let high = 2 * outer[at + 3 + axis]!;
  let best = 0;
  for (let attempt = 0; attempt < 2 && level < DEEPEST_SPLIT; attempt++) {
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
    hull(box, from, half, both, 0);
    hull(box, half, to, both, 6);
    return half;
  }
  empty(both, 0);
  empty(both, 6);
  for (let bin = 0; bin < BINS; bin++) include(both, bin < best ? 0 : 6, binBox, 6 * bin);
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

/** Parts the triangles by whether their doubled centroid is below `middle`; `both` receives the boxes of both parts. */
function cut(
  box: Float64Array,
  order: Uint32Array,
  from: number,
  to: number,
  axis: number,
  middle: number,
  both: Float64Array,
): number {
  empty(both, 0);
  empty(both, 6);
  let left = from;
  let right = to - 1;
  while (left <= right) {
    const at = 6 * left;
    if (box[at + axis]! + box[at + 3 + axis]! < middle) {
      include(both, 0, box, at);
      left++;
    } else {
      include(both, 6, box, at);
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

/** First bin of the second part where the cost is least; 0 where one bin holds everything. */
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
    empty(binBox, 6 * bin);
  }
  const scale = BINS / (high - low);
  for (let i = from; i < to; i++) {
    const j = 6 * i;
    let bin = ((box[j + axis]! + box[j + 3 + axis]! - low) * scale) | 0;
    if (bin >= BINS) bin = BINS - 1;
    inBin[i] = bin;
    binCount[bin]!++;
    include(binBox, 6 * bin, box, j);
  }

  empty(running, 0);
  let number = 0;
  for (let bin = 0; bin < BINS - 1; bin++) {
    number += binCount[bin]!;
    leftCount[bin] = number;
    if (binCount[bin]! > 0) include(running, 0, binBox, 6 * bin);
    leftCost[bin] = number > 0 ? number * surface(running) : 0;
  }
  empty(running, 0);
  number = 0;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    if (binCount[bin] === 0) continue;
    number += binCount[bin]!;
    include(running, 0, binBox, 6 * bin);
    if (leftCount[bin - 1] === 0) break;
    const cost = number * surface(running) + leftCost[bin - 1]!;
    // Boxes without surface (triangles along one line) all cost nothing: then halves are best.
    const uneven = Math.abs(to - from - 2 * number);
    if (cost < least || (cost === least && uneven < most)) {
      best = bin;
      least = cost;
      most = uneven;
    }
  }
  return best;
}

/** Box of a range of triangles. */
function hull(box: Float64Array, from: number, end: number, target: Float64Array, to: number): void {
  empty(target, to);
  for (let i = from; i < end; i++) include(target, to, box, 6 * i);
}

/** Box of the doubled centroids of a range of triangles. */
function middles(box: Float64Array, from: number, end: number, target: Float64Array): void {
  empty(target, 0);
  for (let i = from; i < end; i++) {
    for (let k = 0; k < 3; k++) {
      const middle = box[6 * i + k]! + box[6 * i + 3 + k]!;
      if (middle < target[k]!) target[k] = middle;
      if (middle > target[3 + k]!) target[3 + k] = middle;
    }
  }
}

function empty(box: Float64Array, at: number): void {
  for (let k = 0; k < 3; k++) {
    box[at + k] = Number.POSITIVE_INFINITY;
    box[at + 3 + k] = Number.NEGATIVE_INFINITY;
  }
}

function include(target: Float64Array, to: number, box: Float64Array, at: number): void {
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
