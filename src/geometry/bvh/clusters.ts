/**
 * Triangles gathered by four at most along a space-filling curve (Morton order, as in linear bounding volume
 * hierarchies): a tree over clusters takes less than half the time of one over triangles, and answers as fast.
 */

/** A cluster holds no more, and no leaf does. */
export const MAX_LEAF_TRIANGLES = 4;
/** Cells along the longest side, as bits; three axes make 30. */
const BITS = 10;
const DIGIT = 10;

export interface Clusters {
  /** Triangles in order of the curve. */
  order: Uint32Array;
  /** Cluster i holds `order` from `starts[i]` to `starts[i + 1]`. */
  starts: Uint32Array;
}

/** `box` holds min x, y, z and max x, y, z of each triangle. Triangles in one cell that are too many stay alone. */
export function clustersOf(box: Float64Array, bounds: Float64Array): Clusters {
  const many = box.length / 6;
  const { keys, order } = sortKeys(mortonKeys(box, bounds), many);
  const starts = new Uint32Array(many + 1);
  // Runs still to split, the first on top; each level splits by one bit, so at most 3 · BITS + 1.
  const stack = new Uint32Array(2 * (3 * BITS + 2));
  let top = 0;
  let found = 0;
  stack[top++] = 0;
  stack[top++] = many;
  while (top > 0) {
    const to = stack[--top]!;
    const from = stack[--top]!;
    if (to === from) continue;
    const differ = keys[from]! ^ keys[to - 1]!;
    if (to - from <= MAX_LEAF_TRIANGLES) {
      starts[found++] = from;
    } else if (differ === 0) {
      for (let i = from; i < to; i++) starts[found++] = i;
    } else {
      const middle = firstWith(keys, from, to, 31 - Math.clz32(differ));
      stack[top++] = middle;
      stack[top++] = to;
      stack[top++] = from;
      stack[top++] = middle;
    }
  }
  starts[found] = many;
  return { order, starts: starts.subarray(0, found + 1) };
}

/** Index of the first key with `bit` set, among keys that are equal above that bit. */
function firstWith(keys: Uint32Array, from: number, to: number, bit: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle]! >>> bit) & 1) high = middle;
    else low = middle + 1;
  }
  return low;
}

function mortonKeys(box: Float64Array, bounds: Float64Array): Uint32Array {
  const keys = new Uint32Array(box.length / 6);
  const [x, y, z] = [2 * bounds[0]!, 2 * bounds[1]!, 2 * bounds[2]!];
  const longest = Math.max(bounds[3]! - bounds[0]!, bounds[4]! - bounds[1]!, bounds[5]! - bounds[2]!);
  // Centroids are doubled. Nothing has a length where everything is at one place.
  const scale = longest > 0 ? (2 ** BITS - 1) / (2 * longest) : 0;
  for (let i = 0, at = 0; i < keys.length; i++, at += 6) {
    keys[i] =
      spread((box[at]! + box[at + 3]! - x) * scale) |
      (spread((box[at + 1]! + box[at + 4]! - y) * scale) << 1) |
      (spread((box[at + 2]! + box[at + 5]! - z) * scale) << 2);
  }
  return keys;
}

/** Ten bits, each with two zeros before it. */
function spread(value: number): number {
  let x = value & 0x3ff;
  x = (x | (x << 16)) & 0x30000ff;
  x = (x | (x << 8)) & 0x300f00f;
  x = (x | (x << 4)) & 0x30c30c3;
  return (x | (x << 2)) & 0x9249249;
}

/** Keys in order, and which triangle each is of: three passes of ten bits. */
function sortKeys(keys: Uint32Array, many: number): { keys: Uint32Array; order: Uint32Array } {
  let from: Uint32Array = keys;
  let order: Uint32Array = new Uint32Array(many);
  for (let i = 0; i < many; i++) order[i] = i;
  let to: Uint32Array = new Uint32Array(many);
  let next: Uint32Array = new Uint32Array(many);
  const places = new Uint32Array(2 ** DIGIT);
  for (let shift = 0; shift < 3 * BITS; shift += DIGIT) {
    places.fill(0);
    for (let i = 0; i < many; i++) places[(from[i]! >>> shift) & 0x3ff]!++;
    for (let digit = 0, sum = 0; digit < places.length; digit++) {
      const here = places[digit]!;
      places[digit] = sum;
      sum += here;
    }
    for (let i = 0; i < many; i++) {
      const key = from[i]!;
      const place = places[(key >>> shift) & 0x3ff]!++;
      to[place] = key;
      next[place] = order[i]!;
    }
    [from, to, order, next] = [to, from, next, order];
  }
  return { keys: from, order };
}
