// Candidates for hits: pairs of a segment and a face that single precision cannot exclude. None is missing that has a
// common point. With u = 2^-24, and M for the middle of a segment:
//
// Boxes. M is wrong by u at most, its distance C from a box's centre (below 4) by 3 u. D is wrong by a share u of itself.
// So a product of C and D as below is wrong by 12 u · (|Dy| + |Dz|) at most; the box itself by 4 u, and the products on
// the other side by 4 u · (|Dy| + |Dz|). A box's slack is 32 u. The absolute values of D are enlarged by TINY, so that
// this also holds where products fall below the smallest float.
//
// Faces. A, B, C are the corners relative to M, at most r in each component, wrong by 1.5 u + u r: then a component of
// A × B is wrong by 6 u r + 8 u r² + 2^-42 at most. The products D · (A × B) of the three edges have one sign, or are 0,
// if the segment's line meets the face, and are wrong by |D| (6 u r + 16 u r² + 2^-42) at most. Their sum is D · n with n
// the normal, and det (A, B, C) is A · n, so that |A · n| ≤ |D · n| where the segment meets the face's plane; A · n is
// wrong by 27 u r² + 48 u r³ + 2^-40 r at most.
import { IDS, MASK, open, RADIUS, REFS } from './build';
import { START_REFS, startGroup, starts } from './groups';
import { framed, PAIRS, pairs, stack } from './memory';
import { ABSENT, ANYWHERE, FRAMED, HALF, LENGTH, LONGEST, setFramed } from './segments';

const TINY: f32 = 1.4551915228366852e-11;
// 8 u and 32 u, for edges; 32 u and 64 u, for planes; 2^-40.
const EDGE_1: f32 = 4.76837158203125e-7;
const EDGE_2: f32 = 1.9073486328125e-6;
const PLANE_2: f32 = 1.9073486328125e-6;
const PLANE_3: f32 = 3.814697265625e-6;
const LEAST: f32 = 9.094947017729282e-13;

let many: i32 = 0;
let segment: i32 = 0;
let groupEnd: i32 = 0;
// The end of the references on the stack.
let waiting: usize = stack;

// Starts a batch of `count` segments.
export function startHits(count: i32): void {
  many = count;
  segment = -1;
  groupEnd = 0;
  waiting = stack;
  setFramed(count);
}

// Writes pairs of the batch, and returns their number; 0 at the end of the batch.
export function moreHits(): i32 {
  let out = pairs;
  const full = pairs + (PAIRS - 4) * 8;
  while (out <= full) {
    if (waiting == stack) {
      if (segment + 1 >= many) break;
      if (++segment == groupEnd) groupEnd = startGroup(segment, many);
      if (load<f32>(framed + <usize>segment * FRAMED, LONGEST) == ABSENT) continue;
      for (let i: usize = 0; i < starts; i += 4) store<u32>(stack + i, load<u32>(START_REFS + i));
      waiting = stack + starts;
    }
    out = walk(out, full);
  }
  return <i32>((out - pairs) >> 3);
}

// Writes pairs of the segment in work, until the stack is empty or the pairs are full.
function walk(out: usize, full: usize): usize {
  const at = framed + <usize>segment * FRAMED;
  const mX = v128.load32_splat(at), mY = v128.load32_splat(at, 4), mZ = v128.load32_splat(at, 8);
  const dX = v128.load32_splat(at, HALF), dY = v128.load32_splat(at, HALF + 4), dZ = v128.load32_splat(at, HALF + 8);
  const more = f32x4.splat(load<f32>(at, LONGEST) == ANYWHERE ? ANYWHERE : TINY);
  const eX = f32x4.add(f32x4.abs(dX), more), eY = f32x4.add(f32x4.abs(dY), more), eZ = f32x4.add(f32x4.abs(dZ), more);
  let top = waiting;
  while (top > stack && out <= full) {
    top -= 4;
    const ref = <usize>load<u32>(top);
    if (ref & 1) {
      const block = ref - 1;
      for (let hit = facesNear(block, at); hit != 0; hit &= hit - 1) {
        store<u32>(out, segment);
        store<u32>(out, load<u32>(block + (<usize>ctz(hit) << 2), IDS), 4);
        out += 8;
      }
      continue;
    }
    if (load<u32>(ref, REFS) == 0) open(ref);
    // Segment and box on the six separating axes that matter.
    const cx = f32x4.sub(mX, v128.load(ref)), cy = f32x4.sub(mY, v128.load(ref, 16));
    const cz = f32x4.sub(mZ, v128.load(ref, 32));
    const hx = v128.load(ref, 48), hy = v128.load(ref, 64), hz = v128.load(ref, 80);
    let miss = f32x4.gt(f32x4.abs(cx), f32x4.add(hx, eX));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(cy), f32x4.add(hy, eY)));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(cz), f32x4.add(hz, eZ)));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(minor(cy, dZ, cz, dY)), sum(hy, eZ, hz, eY)));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(minor(cz, dX, cx, dZ)), sum(hz, eX, hx, eZ)));
    miss = v128.or(miss, f32x4.gt(f32x4.abs(minor(cx, dY, cy, dX)), sum(hx, eY, hy, eX)));
    for (let met = i32x4.bitmask(miss) ^ 15; met != 0; met &= met - 1) {
      store<u32>(top, load<u32>(ref + (<usize>ctz(met) << 2), REFS));
      top += 4;
    }
  }
  waiting = top;
  return out;
}

// A bit for each face of a block that the segment may meet, where the block's box was met.
@inline
function facesNear(block: usize, at: usize): i32 {
  const mX = v128.load32_splat(at), mY = v128.load32_splat(at, 4), mZ = v128.load32_splat(at, 8);
  const dX = v128.load32_splat(at, HALF), dY = v128.load32_splat(at, HALF + 4), dZ = v128.load32_splat(at, HALF + 8);
  const ax = f32x4.sub(v128.load(block), mX), ay = f32x4.sub(v128.load(block, 16), mY);
  const az = f32x4.sub(v128.load(block, 32), mZ);
  const bx = f32x4.sub(v128.load(block, 48), mX), by = f32x4.sub(v128.load(block, 64), mY);
  const bz = f32x4.sub(v128.load(block, 80), mZ);
  const cx = f32x4.sub(v128.load(block, 96), mX), cy = f32x4.sub(v128.load(block, 112), mY);
  const cz = f32x4.sub(v128.load(block, 128), mZ);
  const nx = minor(ay, bz, az, by), ny = minor(az, bx, ax, bz), nz = minor(ax, by, ay, bx);
  const ab = dot(nx, ny, nz, dX, dY, dZ);
  const bc = dot(minor(by, cz, bz, cy), minor(bz, cx, bx, cz), minor(bx, cy, by, cx), dX, dY, dZ);
  const ca = dot(minor(cy, az, cz, ay), minor(cz, ax, cx, az), minor(cx, ay, cy, ax), dX, dY, dZ);
  const distance = f32x4.abs(dot(nx, ny, nz, cx, cy, cz));
  const reach = f32x4.abs(f32x4.add(f32x4.add(ab, bc), ca));
  // The box was met, so that M is no farther from its centre than half of the box and the segment's half.
  const r = <f32>2 * load<f32>(block, RADIUS) + load<f32>(at, LONGEST);
  const edge = load<f32>(at, LENGTH) * (r * (EDGE_1 + EDGE_2 * r) + LEAST);
  const plane = r * (r * (PLANE_2 + PLANE_3 * r) + LEAST) + <f32>4 * edge;
  const left = f32x4.gt(f32x4.pmax(ab, f32x4.pmax(bc, ca)), f32x4.splat(edge));
  const right = f32x4.lt(f32x4.pmin(ab, f32x4.pmin(bc, ca)), f32x4.splat(-edge));
  const apart = v128.or(v128.and(left, right), f32x4.gt(distance, f32x4.add(reach, f32x4.splat(plane))));
  return ~i32x4.bitmask(apart) & load<i32>(block, MASK);
}

@inline
function minor(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.sub(f32x4.mul(a, b), f32x4.mul(c, d));
}

@inline
function sum(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), f32x4.mul(c, d));
}

@inline
function dot(ax: v128, ay: v128, az: v128, bx: v128, by: v128, bz: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(ax, bx), f32x4.mul(ay, by)), f32x4.mul(az, bz));
}
