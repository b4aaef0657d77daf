/**
 * Sorts triangles along a space-filling curve (Morton order) and cuts them into clusters of neighbours. The tree above
 * the clusters is split by surface area; the trees inside them follow the curve alone, as in hierarchical linear
 * bounding volume hierarchies. This takes one pass over the triangles instead of one per level.
 */

/** Largest number of triangles in a cluster. */
export const CLUSTER_TRIANGLES = 24;
/** Bits per axis of a cell number; three axes make 30 bits. */
const BITS = 10;
const DIGIT = 10;
const DIGITS = 2 ** DIGIT;

export interface Clusters {
  /** Triangles in the order of the curve. */
  order: Uint32Array;
  /** Their cells, in the same order. */
  keys: Uint32Array;
  /** Cluster i holds `order` from `starts[i]` to `starts[i + 1]`. */
  starts: Uint32Array;
}

/**
 * `vertices` and `faces` as in `Mesh`; `bounds` are min x, y, z and max x, y, z. A cell with too many triangles is cut
 * by number.
 */
export function clustersOf(vertices: Float64Array, faces: Uint32Array, bounds: Float64Array): Clusters {
  const many = faces.length / 3;
  const { keys, order } = sortKeys(mortonKeys(vertices, faces, bounds), many);
  const starts = new Uint32Array(many + 1);
  // Ranges that are not cut yet; each level cuts by one bit, or in halves.
  const stack = new Uint32Array(2 * (3 * BITS + 34));
  let top = 0;
  let found = 0;
  stack[top++] = 0;
  stack[top++] = many;
  while (top > 0) {
    const to = stack[--top]!;
    const from = stack[--top]!;
    if (to === from) continue;
    if (to - from <= CLUSTER_TRIANGLES) {
      starts[found++] = from;
    } else {
      const middle = middleOf(keys, from, to);
      stack[top++] = middle;
      stack[top++] = to;
      stack[top++] = from;
      stack[top++] = middle;
    }
  }
  starts[found] = many;
  return { order, keys, starts: starts.subarray(0, found + 1) };
}

/**
 * The position at which the curve divides a range of sorted keys: at the first bit in which they differ, or at half if
 * they are equal.
 */
export function middleOf(keys: Uint32Array, from: number, to: number): number {
  const differ = keys[from]! ^ keys[to - 1]!;
  if (differ === 0) return (from + to) >>> 1;
  const bit = 31 - Math.clz32(differ);
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle]! >>> bit) & 1) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The cell of each triangle's centroid. */
function mortonKeys(vertices: Float64Array, faces: Uint32Array, bounds: Float64Array): Uint32Array {
  const keys = new Uint32Array(faces.length / 3);
  // Sums of three corners are used in place of centroids, so all lengths are tripled.
  const x = 3 * bounds[0]!;
  const y = 3 * bounds[1]!;
  const z = 3 * bounds[2]!;
  const longest = Math.max(bounds[3]! - bounds[0]!, bounds[4]! - bounds[1]!, bounds[5]! - bounds[2]!);
  // If all triangles are at one position, no length is above 0.
  const scale = longest > 0 ? (2 ** BITS - 1) / (3 * longest) : 0;
  for (let i = 0, at = 0; i < keys.length; i++, at += 3) {
    const a = 3 * faces[at]!;
    const b = 3 * faces[at + 1]!;
    const c = 3 * faces[at + 2]!;
    keys[i] =
      spread((vertices[a]! + vertices[b]! + vertices[c]! - x) * scale) |
      (spread((vertices[a + 1]! + vertices[b + 1]! + vertices[c + 1]! - y) * scale) << 1) |
      (spread((vertices[a + 2]! + vertices[b + 2]! + vertices[c + 2]! - z) * scale) << 2);
  }
  return keys;
}

/** Spreads ten bits: two zeros before each bit. */
function spread(value: number): number {
  let x = value & 0x3ff;
  x = (x | (x << 16)) & 0x30000ff;
  x = (x | (x << 8)) & 0x300f00f;
  x = (x | (x << 4)) & 0x30c30c3;
  return (x | (x << 2)) & 0x9249249;
}

/** Sorts the keys and their triangles: three passes of ten bits each. */
function sortKeys(keys: Uint32Array, many: number): { keys: Uint32Array; order: Uint32Array } {
  const places = new Uint32Array(3 * DIGITS);
  for (let i = 0; i < many; i++) {
    const key = keys[i]!;
    places[key & (DIGITS - 1)]!++;
    places[DIGITS + ((key >>> DIGIT) & (DIGITS - 1))]!++;
    places[2 * DIGITS + (key >>> (2 * DIGIT))]!++;
  }
  for (let pass = 0; pass < 3; pass++) {
    for (let digit = pass * DIGITS, sum = 0; digit < (pass + 1) * DIGITS; digit++) {
      const here = places[digit]!;
      places[digit] = sum;
      sum += here;
    }
  }
  let from: Uint32Array = keys;
  let order: Uint32Array = new Uint32Array(many);
  for (let i = 0; i < many; i++) order[i] = i;
  let to: Uint32Array = new Uint32Array(many);
  let next: Uint32Array = new Uint32Array(many);
  for (let pass = 0; pass < 3; pass++) {
    const shift = pass * DIGIT;
    const base = pass * DIGITS;
    for (let i = 0; i < many; i++) {
      const key = from[i]!;
      const place = places[base + ((key >>> shift) & (DIGITS - 1))]!++;
      to[place] = key;
      next[place] = order[i]!;
    }
    [from, to, order, next] = [to, from, next, order];
  }
  return { keys: from, order };
}
