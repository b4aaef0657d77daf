/** The distance from a point to a mesh's surface. */
import { CLOSED, MAX_STACK } from '../bvh/build';
import type { Bvh } from '../bvh/bvh';

const { abs, max, min, sqrt } = Math;

/** Computes distances of points, in the unit of the mesh; Infinity for a mesh without faces. */
export class NearestDistance {
  private readonly stack = new Uint32Array(2 * MAX_STACK + 2);

  constructor(private readonly bvh: Bvh) {}

  /** The distance, with an error of some 1e-12 of the coordinates. `within` is a known upper limit of the answer. */
  from(x: number, y: number, z: number, within = Number.POSITIVE_INFINITY): number {
    const { first, count, corners } = this.bvh;
    const { stack } = this;
    if (count.length === 0) return Number.POSITIVE_INFINITY;
    // Slightly enlarged, so that rounding cannot exclude the face that `within` was measured to.
    let best = within * within * (1 + 1e-9);
    let top = 0;
    stack[top++] = 0;
    while (top > 0) {
      const node = stack[--top]!;
      if (this.toBox(node, x, y, z) > best) continue;
      if (count[node] === CLOSED) this.bvh.open(node);
      const many = count[node]!;
      const start = first[node]!;
      if (many > 0) {
        for (let i = start; i < start + many; i++)
          best = min(best, squareToTriangle(corners, 9 * i, x, y, z));
        continue;
      }
      const isFirstNearer = this.toBox(start, x, y, z) <= this.toBox(start + 1, x, y, z);
      stack[top++] = isFirstNearer ? start + 1 : start;
      stack[top++] = isFirstNearer ? start : start + 1;
    }
    return sqrt(best);
  }

  private toBox(node: number, x: number, y: number, z: number): number {
    const { boxes } = this.bvh;
    const at = 6 * node;
    const dx = max(abs(x - boxes[at]!) - boxes[at + 3]!, 0);
    const dy = max(abs(y - boxes[at + 1]!) - boxes[at + 4]!, 0);
    const dz = max(abs(z - boxes[at + 2]!) - boxes[at + 5]!, 0);
    return dx * dx + dy * dy + dz * dz;
  }
}

/** Squared distance to the triangle whose nine coordinates start at `at`. */
function squareToTriangle(corners: Float64Array, at: number, x: number, y: number, z: number): number {
  const ax = corners[at]! - x;
  const ay = corners[at + 1]! - y;
  const az = corners[at + 2]! - z;
  const bx = corners[at + 3]! - x;
  const by = corners[at + 4]! - y;
  const bz = corners[at + 5]! - z;
  const cx = corners[at + 6]! - x;
  const cy = corners[at + 7]! - y;
  const cz = corners[at + 8]! - z;
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
    squareToEdge(ax, ay, az, bx, by, bz),
    squareToEdge(bx, by, bz, cx, cy, cz),
    squareToEdge(cx, cy, cz, ax, ay, az),
  );
}

/** (p × q) · n: the side of the edge from p to q on which the origin lies. */
const sideOf = (
  px: number,
  py: number,
  pz: number,
  qx: number,
  qy: number,
  qz: number,
  nx: number,
  ny: number,
  nz: number,
): number => (py * qz - pz * qy) * nx + (pz * qx - px * qz) * ny + (px * qy - py * qx) * nz;

/** Squared distance from the origin to the edge from p to q. */
function squareToEdge(px: number, py: number, pz: number, qx: number, qy: number, qz: number): number {
  const dx = qx - px;
  const dy = qy - py;
  const dz = qz - pz;
  const length = dx * dx + dy * dy + dz * dz;
  const share = length > 0 ? min(max(-(px * dx + py * dy + pz * dz) / length, 0), 1) : 0;
  const ex = px + share * dx;
  const ey = py + share * dy;
  const ez = pz + share * dz;
  return ex * ex + ey * ey + ez * ez;
}
