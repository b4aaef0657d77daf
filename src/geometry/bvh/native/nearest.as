// The distance from a point to the nearest face.
import { IDS, MASK, open, REFS, root, SLACK } from './build';
import { middleX, middleY, middleZ, scale } from './frame';
import { faces, stack, vertices } from './memory';

// Boxes are larger than all rounding of positions up to 4 in the frame. Farther away, rounding is a smaller share of the
// distance than what is taken from its square here.
const SHARE: f32 = 1 - 7.62939453125e-6;
// A known limit is slightly enlarged, so that rounding cannot exclude the face that it was measured to.
const ENLARGED: f64 = 1 + 1e-9;

// `within` is an upper limit of the answer, or infinite.
export function distance(x: f64, y: f64, z: f64, within: f64): f64 {
  const pX = f32x4.splat(<f32>((x - middleX) * scale));
  const pY = f32x4.splat(<f32>((y - middleY) * scale));
  const pZ = f32x4.splat(<f32>((z - middleZ) * scale));
  const zero = f32x4.splat(0);
  let best = within * within * ENLARGED;
  let limit = limitOf(best);
  let top = stack;
  store<u32>(top, root);
  store<f32>(top, 0, 4);
  top += 8;
  while (top > stack) {
    top -= 8;
    if (load<f32>(top, 4) > limit) continue;
    const ref = <usize>load<u32>(top);
    if (ref & 1) {
      const block = ref - 1;
      const dx = toFaces(block, pX), dy = toFaces(block + 16, pY), dz = toFaces(block + 32, pZ);
      const far = i32x4.bitmask(f32x4.gt(squareOf(dx, dy, dz), f32x4.splat(limit)));
      for (let near = ~far & load<i32>(block, MASK); near != 0; near &= near - 1) {
        best = min(best, squareToFace(load<u32>(block + (<usize>ctz(near) << 2), IDS), x, y, z));
      }
      limit = limitOf(best);
      continue;
    }
    if (load<u32>(ref, REFS) == 0) open(ref);
    const dx = f32x4.max(f32x4.sub(f32x4.abs(f32x4.sub(pX, v128.load(ref))), v128.load(ref, 48)), zero);
    const dy = f32x4.max(f32x4.sub(f32x4.abs(f32x4.sub(pY, v128.load(ref, 16))), v128.load(ref, 64)), zero);
    const dz = f32x4.max(f32x4.sub(f32x4.abs(f32x4.sub(pZ, v128.load(ref, 32))), v128.load(ref, 80)), zero);
    const squares = squareOf(dx, dy, dz);
    const first = top;
    let near = i32x4.bitmask(f32x4.gt(squares, f32x4.splat(limit))) ^ 15;
    v128.store(SQUARES, squares);
    while (near != 0) {
      const k = <usize>ctz(near) << 2;
      near &= near - 1;
      const child = load<u32>(ref + k, REFS);
      if (child == 0) continue;
      const square = load<f32>(SQUARES + k);
      // The nearest is on top.
      let at = top;
      for (; at > first && load<f32>(at - 4) < square; at -= 8) store<u64>(at, load<u64>(at - 8));
      store<u32>(at, child);
      store<f32>(at, square, 4);
      top += 8;
    }
  }
  return sqrt(best);
}

const SQUARES = memory.data(16, 16);

// The square of a distance in the frame, rounded up.
@inline
function limitOf(square: f64): f32 {
  return <f32>(square * scale * scale * (1 + 9.5367431640625e-7));
}

@inline
function squareOf(dx: v128, dy: v128, dz: v128): v128 {
  const sum = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz));
  return f32x4.mul(sum, f32x4.splat(SHARE));
}

// The distances on one axis from a position to the boxes of four faces, less the slack of boxes.
@inline
function toFaces(corners: usize, position: v128): v128 {
  const a = v128.load(corners), b = v128.load(corners, 48), c = v128.load(corners, 96);
  const below = f32x4.sub(f32x4.pmin(a, f32x4.pmin(b, c)), position);
  const above = f32x4.sub(position, f32x4.pmax(a, f32x4.pmax(b, c)));
  return f32x4.max(f32x4.sub(f32x4.max(below, above), f32x4.splat(SLACK)), f32x4.splat(0));
}

// Squared distance to a face.
function squareToFace(face: u32, x: f64, y: f64, z: f64): f64 {
  const corners = faces + <usize>face * 12;
  const a = vertices + <usize>load<u32>(corners) * 24;
  const b = vertices + <usize>load<u32>(corners, 4) * 24;
  const c = vertices + <usize>load<u32>(corners, 8) * 24;
  const ax = load<f64>(a) - x, ay = load<f64>(a, 8) - y, az = load<f64>(a, 16) - z;
  const bx = load<f64>(b) - x, by = load<f64>(b, 8) - y, bz = load<f64>(b, 16) - z;
  const cx = load<f64>(c) - x, cy = load<f64>(c, 8) - y, cz = load<f64>(c, 16) - z;
  const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
  const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
  const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const square = nx * nx + ny * ny + nz * nz;
  // The point projects inside all three edges, so the distance to the plane counts.
  if (
    square > 0 &&
    sideOf(ax, ay, az, bx, by, bz, nx, ny, nz) >= 0 &&
    sideOf(bx, by, bz, cx, cy, cz, nx, ny, nz) >= 0 &&
    sideOf(cx, cy, cz, ax, ay, az, nx, ny, nz) >= 0
  ) {
    const height = ax * nx + ay * ny + az * nz;
    return (height * height) / square;
  }
  return min(
    min(squareToEdge(ax, ay, az, bx, by, bz), squareToEdge(bx, by, bz, cx, cy, cz)),
    squareToEdge(cx, cy, cz, ax, ay, az),
  );
}

// (p × q) · n: the side of the edge from p to q on which the origin lies.
@inline
function sideOf(px: f64, py: f64, pz: f64, qx: f64, qy: f64, qz: f64, nx: f64, ny: f64, nz: f64): f64 {
  return (py * qz - pz * qy) * nx + (pz * qx - px * qz) * ny + (px * qy - py * qx) * nz;
}

// Squared distance from the origin to the edge from p to q.
@inline
function squareToEdge(px: f64, py: f64, pz: f64, qx: f64, qy: f64, qz: f64): f64 {
  const dx = qx - px, dy = qy - py, dz = qz - pz;
  const length = dx * dx + dy * dy + dz * dz;
  const share: f64 = length > 0 ? min(max(-(px * dx + py * dy + pz * dz) / length, 0), 1) : 0;
  const ex = px + share * dx, ey = py + share * dy, ez = pz + share * dz;
  return ex * ex + ey * ey + ez * ez;
}
