// The frame of a tree: coordinates relative to the middle of the mesh's box, divided by a power of two, so that those of
// the mesh lie between -1 and 1 and single precision resolves 2^-24 of the mesh's half size.
import { faceCount, faces, floats, otherKeys, vertexCount, vertices } from './memory';

const LARGEST: f64 = 1e80;
const SMALLEST: f64 = 1e-80;

export let middleX: f64 = 0;
export let middleY: f64 = 0;
export let middleZ: f64 = 0;
export let scale: f64 = 1;
// Min x, y, z and max x, y, z of the vertices that faces use.
const BOUNDS = memory.data(48, 16);

export function boundsAt(): usize {
  return BOUNDS;
}

// False if a face names a missing vertex, or a coordinate is out of range.
export function measure(): bool {
  const used = otherKeys;
  memory.fill(used, 0, vertexCount);
  const many = <u32>vertexCount;
  let good = true;
  for (let at = faces, to = faces + <usize>faceCount * 12; at < to; at += 4) {
    const vertex = load<u32>(at);
    if (vertex < many) store<u8>(used + <usize>vertex, 1);
    else good = false;
  }
  if (!good) return false;
  const largest = f64x2.splat(LARGEST), smallest = f64x2.splat(SMALLEST), zero = f64x2.splat(0);
  let lowXy = f64x2.splat(Infinity), lowZ = lowXy;
  let highXy = f64x2.splat(-Infinity), highZ = highXy;
  let wrong = zero;
  let at = vertices;
  for (let i: usize = 0; i < <usize>many; i++, at += 24) {
    if (load<u8>(used + i) == 0) continue;
    const xy = v128.load(at), z = v128.load64_splat(at, 16);
    const sizeXy = f64x2.abs(xy), sizeZ = f64x2.abs(z);
    wrong = v128.or(wrong, v128.or(v128.not(f64x2.le(sizeXy, largest)), v128.not(f64x2.le(sizeZ, largest))));
    wrong = v128.or(wrong, v128.and(f64x2.lt(sizeXy, smallest), f64x2.ne(sizeXy, zero)));
    wrong = v128.or(wrong, v128.and(f64x2.lt(sizeZ, smallest), f64x2.ne(sizeZ, zero)));
    lowXy = f64x2.pmin(lowXy, xy);
    lowZ = f64x2.pmin(lowZ, z);
    highXy = f64x2.pmax(highXy, xy);
    highZ = f64x2.pmax(highZ, z);
  }
  if (v128.any_true(wrong)) return false;
  v128.store(BOUNDS, lowXy);
  store<f64>(BOUNDS, f64x2.extract_lane(lowZ, 0), 16);
  v128.store(BOUNDS, highXy, 24);
  store<f64>(BOUNDS, f64x2.extract_lane(highZ, 0), 40);
  setFrame();
  return true;
}

function setFrame(): void {
  middleX = load<f64>(BOUNDS) / 2 + load<f64>(BOUNDS, 24) / 2;
  middleY = load<f64>(BOUNDS, 8) / 2 + load<f64>(BOUNDS, 32) / 2;
  middleZ = load<f64>(BOUNDS, 16) / 2 + load<f64>(BOUNDS, 40) / 2;
  let half = max(load<f64>(BOUNDS, 24) - middleX, middleX - load<f64>(BOUNDS));
  half = max(half, max(load<f64>(BOUNDS, 32) - middleY, middleY - load<f64>(BOUNDS, 8)));
  half = max(half, max(load<f64>(BOUNDS, 40) - middleZ, middleZ - load<f64>(BOUNDS, 16)));
  // All faces at one position: any scale serves.
  if (half == 0) half = max(max(abs(middleX), abs(middleY)), abs(middleZ));
  // The power of two above 1 / half; half is no subnormal number.
  const exponent = (reinterpret<u64>(half) >> 52) & 0x7ff;
  scale = half > 0 ? reinterpret<f64>((2045 - exponent) << 52) : 1;
  const middleXy = f64x2.replace_lane(f64x2.splat(middleX), 1, middleY);
  const middleZs = f64x2.splat(middleZ);
  const scales = f64x2.splat(scale);
  let from = vertices;
  let to = floats;
  for (let i = 0; i < vertexCount; i++, from += 24, to += 16) {
    const xy = f64x2.mul(f64x2.sub(v128.load(from), middleXy), scales);
    const z = f64x2.mul(f64x2.sub(v128.load64_splat(from, 16), middleZs), scales);
    v128.store(to, v128.shuffle<f32>(f32x4.demote_f64x2_zero(xy), f32x4.demote_f64x2_zero(z), 0, 1, 4, 2));
  }
}
