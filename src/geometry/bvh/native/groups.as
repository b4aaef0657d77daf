// Consecutive segments, such as a neuron's bones, descend the tree together as long as its boxes are larger than theirs.
import { open, REFS, root } from './build';
import { framed, stack } from './memory';
import { ABSENT, ANYWHERE, FRAMED, HALF, LONGEST } from './segments';

// Limit of segments in a group.
const MOST_IN_GROUP: i32 = 32;
// Limit of the length of a group's box, in lengths of the box of its longest segment.
const GROUP_LENGTHS: f32 = 4;
// Limit of the boxes from which the segments of a group continue one by one.
const MOST_STARTS: i32 = 24;

// These boxes, as nodes of four; references to the nodes, and their number of bytes.
const START_NODES = memory.data(128 * 6, 64);
export const START_REFS = memory.data(4 * 6, 16);
export let starts: usize = 0;

// Sets the starts of the group that begins with a segment, and returns the end of the group.
export function startGroup(segment: i32, many: i32): i32 {
  let at = framed + <usize>segment * FRAMED;
  store<u32>(START_REFS, root);
  starts = 4;
  let end = segment + 1;
  if (isAlone(at)) return end;
  let half = f32x4.abs(v128.load(at, HALF));
  let low = f32x4.sub(v128.load(at), half), high = f32x4.add(v128.load(at), half);
  let longest = load<f32>(at, LONGEST);
  const last = min(many, segment + MOST_IN_GROUP);
  for (; end < last; end++) {
    at += FRAMED;
    if (isAlone(at)) break;
    half = f32x4.abs(v128.load(at, HALF));
    longest = max(longest, load<f32>(at, LONGEST));
    const lower = f32x4.pmin(low, f32x4.sub(v128.load(at), half));
    const higher = f32x4.pmax(high, f32x4.add(v128.load(at), half));
    if (longestOf(f32x4.sub(higher, lower)) > GROUP_LENGTHS * 2 * longest) break;
    low = lower;
    high = higher;
  }
  if (end > segment + 1) descend(low, high);
  return end;
}

@inline
function isAlone(at: usize): bool {
  const longest = load<f32>(at, LONGEST);
  return longest == ABSENT || longest == ANYWHERE;
}

@inline
function longestOf(size: v128): f32 {
  return max(max(f32x4.extract_lane(size, 0), f32x4.extract_lane(size, 1)), f32x4.extract_lane(size, 2));
}

// Finds the boxes that meet the group's box, down to boxes that are no longer than it. The rounding of its box is some
// eight times 2^-24, and within the slack of the others.
function descend(low: v128, high: v128): void {
  const middle = f32x4.mul(f32x4.add(low, high), f32x4.splat(0.5));
  const half = f32x4.mul(f32x4.sub(high, low), f32x4.splat(0.5));
  const mX = v128.shuffle<f32>(middle, middle, 0, 0, 0, 0), eX = v128.shuffle<f32>(half, half, 0, 0, 0, 0);
  const mY = v128.shuffle<f32>(middle, middle, 1, 1, 1, 1), eY = v128.shuffle<f32>(half, half, 1, 1, 1, 1);
  const mZ = v128.shuffle<f32>(middle, middle, 2, 2, 2, 2), eZ = v128.shuffle<f32>(half, half, 2, 2, 2, 2);
  const extent = f32x4.splat(longestOf(half));
  let found = 0;
  let top = stack;
  store<u32>(top, root);
  top += 4;
  while (top > stack) {
    top -= 4;
    const node = <usize>load<u32>(top);
    if (load<u32>(node, REFS) == 0) open(node);
    const hx = v128.load(node, 48), hy = v128.load(node, 64), hz = v128.load(node, 80);
    let miss = f32x4.gt(f32x4.abs(f32x4.sub(mX, v128.load(node))), f32x4.add(hx, eX));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(f32x4.sub(mY, v128.load(node, 16))), f32x4.add(hy, eY)));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(f32x4.sub(mZ, v128.load(node, 32))), f32x4.add(hz, eZ)));
    const larger = v128.or(f32x4.gt(hx, extent), v128.or(f32x4.gt(hy, extent), f32x4.gt(hz, extent)));
    const large = i32x4.bitmask(larger);
    let met = i32x4.bitmask(miss) ^ 15;
    while (met != 0) {
      const k = ctz(met);
      met &= met - 1;
      const child = node + (<usize>k << 2);
      const ref = load<u32>(child, REFS);
      // Each node on the stack may give four boxes.
      const room = MOST_STARTS - found - <i32>(top - stack) - popcnt(met);
      if ((large >> k) & 1 && (ref & 1) == 0 && room >= 4) {
        store<u32>(top, ref);
        top += 4;
        continue;
      }
      const start = startAt(found);
      for (let part: usize = 0; part <= REFS; part += 16) store<u32>(start + part, load<u32>(child + part));
      found++;
    }
  }
  // No box is met where there is no child.
  for (; (found & 3) != 0; found++) store<f32>(startAt(found), 1e30);
  starts = <usize>found;
  for (let at: usize = 0; at < starts; at += 4) store<u32>(START_REFS + at, START_NODES + (at << 5));
}

@inline
function startAt(i: i32): usize {
  return START_NODES + (<usize>(i >> 2) << 7) + (<usize>(i & 3) << 2);
}
