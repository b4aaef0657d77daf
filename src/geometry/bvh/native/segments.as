// Segments in the frame: 32 bytes each, their middle and |D|, then D and the largest component of |D|. D is half a segment,
// |D| the sum of its absolute components.
import { middleX, middleY, middleZ, scale } from './frame';
import { framed, segments } from './memory';

export const FRAMED: usize = 32;
export const LENGTH: usize = 12;
export const HALF: usize = 16;
export const LONGEST: usize = 28;
// The largest component of a segment that everything is a candidate of; of one that cannot meet the mesh, it is ABSENT.
export const ANYWHERE: f32 = 4;
export const ABSENT: f32 = -1;
// Segments are clipped to this on each axis, where the mesh ends at 1.
const CLIP: f64 = 2;
// Up to this position, the middle of what is left has an error of an eighth of 2^-24 at most.
const MOST_CLIPPED: f64 = 16777216;

// D is computed from the difference of the ends, so that its error is relative to itself however short the segment is.
export function setFramed(many: i32): void {
  const middleXy = f64x2.replace_lane(f64x2.splat(middleX), 1, middleY), middleZs = f64x2.splat(middleZ);
  const scales = f64x2.splat(scale), half = f64x2.splat(0.5);
  const inside = f64x2.splat(CLIP);
  for (let i: usize = 0, from = segments, to = framed; i < <usize>many; i++, from += 48, to += FRAMED) {
    const pXy = v128.load(from), qXy = v128.load(from, 24);
    const pqZ = v128.load64_lane(from + 40, v128.load64_zero(from + 16), 1);
    const aXy = f64x2.mul(f64x2.sub(pXy, middleXy), scales), bXy = f64x2.mul(f64x2.sub(qXy, middleXy), scales);
    const abZ = f64x2.mul(f64x2.sub(pqZ, middleZs), scales);
    const size = f64x2.pmax(f64x2.pmax(f64x2.abs(aXy), f64x2.abs(bXy)), f64x2.abs(abZ));
    if (v128.any_true(f64x2.gt(size, inside))) {
      clip(from, to);
      continue;
    }
    const abZsum = f64x2.add(abZ, v128.shuffle<f64>(abZ, abZ, 1, 0));
    const dZ = f64x2.sub(v128.shuffle<f64>(pqZ, pqZ, 1, 0), pqZ);
    const middle = joined(f64x2.mul(f64x2.add(aXy, bXy), half), f64x2.mul(abZsum, half));
    const halved = f64x2.mul(scales, half);
    const d = joined(f64x2.mul(f64x2.sub(qXy, pXy), halved), f64x2.mul(dZ, halved));
    const size32 = f32x4.abs(d);
    const x = f32x4.extract_lane(size32, 0), y = f32x4.extract_lane(size32, 1), z = f32x4.extract_lane(size32, 2);
    v128.store(to, f32x4.replace_lane(middle, 3, x + y + z));
    v128.store(to, f32x4.replace_lane(d, 3, max(max(x, y), z)), HALF);
  }
}

// x, y and z in single precision.
@inline
function joined(xy: v128, z: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(xy), f32x4.demote_f64x2_zero(z), 0, 1, 4, 4);
}

let clipFrom: f64 = 0;
let clipTo: f64 = 0;

// A segment that leaves the mesh's surroundings: only what is in them remains.
function clip(from: usize, to: usize): void {
  const ax = (load<f64>(from) - middleX) * scale, bx = (load<f64>(from, 24) - middleX) * scale;
  const ay = (load<f64>(from, 8) - middleY) * scale, by = (load<f64>(from, 32) - middleY) * scale;
  const az = (load<f64>(from, 16) - middleZ) * scale, bz = (load<f64>(from, 40) - middleZ) * scale;
  let hx = (load<f64>(from, 24) - load<f64>(from)) * scale * 0.5;
  let hy = (load<f64>(from, 32) - load<f64>(from, 8)) * scale * 0.5;
  let hz = (load<f64>(from, 40) - load<f64>(from, 16)) * scale * 0.5;
  let x = (ax + bx) * 0.5, y = (ay + by) * 0.5, z = (az + bz) * 0.5;
  const size = max(max(max(abs(ax), abs(bx)), max(abs(ay), abs(by))), max(abs(az), abs(bz)));
  if (size > MOST_CLIPPED) {
    // No precision is left to clip it. An infinite length excludes no face.
    memory.fill(to, 0, LONGEST);
    store<f32>(to, Infinity, LENGTH);
    store<f32>(to, ANYWHERE, LONGEST);
    return;
  }
  clipFrom = -1;
  clipTo = 1;
  clipAxis(x, hx);
  clipAxis(y, hy);
  clipAxis(z, hz);
  const move = (clipFrom + clipTo) * 0.5, part = (clipTo - clipFrom) * 0.5;
  x += move * hx;
  y += move * hy;
  z += move * hz;
  hx *= part;
  hy *= part;
  hz *= part;
  store<f32>(to, <f32>x);
  store<f32>(to, <f32>y, 4);
  store<f32>(to, <f32>z, 8);
  store<f32>(to, <f32>(abs(hx) + abs(hy) + abs(hz)), LENGTH);
  store<f32>(to, <f32>hx, HALF);
  store<f32>(to, <f32>hy, HALF + 4);
  store<f32>(to, <f32>hz, HALF + 8);
  store<f32>(to, clipFrom > clipTo ? ABSENT : <f32>max(abs(hx), max(abs(hy), abs(hz))), LONGEST);
}

// Narrows the range of parameters, -1 to 1, to the part of a segment within the limits of one axis.
function clipAxis(middle: f64, half: f64): void {
  if (half == 0) {
    if (abs(middle) > CLIP) clipFrom = Infinity;
    return;
  }
  const one = (-CLIP - middle) / half, other = (CLIP - middle) / half;
  clipFrom = max(clipFrom, min(one, other));
  clipTo = min(clipTo, max(one, other));
}
