/** Signed distances of voxels from the offset surface of a mesh; exact near that surface. */
import { buildBvh } from '../bvh/bvh';
import { NearestDistance } from '../cast/nearest';
import type { Mesh } from '../mesh/mesh';
import { squaredDistances } from './distance';
import type { Voxels } from './voxels';

export type OffsetField = Pick<Voxels, 'inside' | 'size' | 'origin' | 'voxel'> & {
  /**
   * Below 0 inside the new surface. Exact to single precision near the surface; elsewhere only the sign is meaningful.
   */
  field: Float32Array;
};

/**
 * The field for growth by `distance`, above 0: inside are the voxels inside the mesh, and those nearer to it than the
 * distance.
 */
export function grownField(mesh: Mesh, voxels: Voxels, distance: number): OffsetField {
  const { inside, size, origin, voxel } = voxels;
  const [nx, ny, nz] = size;
  const nearest = new NearestDistance(buildBvh(mesh));
  const field = new Float32Array(inside.length);
  const step = Math.max(...voxel);
  for (let column = 0; column < nx * ny; column++) {
    const x = origin[0] + ((column % nx) + 0.5) * voxel[0];
    const y = origin[1] + (Math.floor(column / nx) + 0.5) * voxel[1];
    let reach = Number.POSITIVE_INFINITY;
    for (let z = 0; z < nz; ) {
      const at = column * nz + z;
      const exact = nearest.from(x, y, origin[2] + (z + 0.5) * voxel[2], reach);
      const value = (inside[at] === 1 ? -exact : exact) - distance;
      // The surface is at least this far away: up to one step before it, nothing needs to be measured.
      const next = Math.min(z + Math.max(1, Math.floor((Math.abs(value) - step) / voxel[2])), nz);
      field[at] = value;
      field.fill(value < 0 ? -step : step, at + 1, column * nz + next);
      reach = exact + (next - z) * voxel[2];
      z = next;
    }
  }
  return withSigns(voxels, field);
}

/**
 * The field for shrinking by `distance`, above 0: inside are the voxels inside the mesh that are farther from its
 * outside than the distance.
 */
export function shrunkField(mesh: Mesh, voxels: Voxels, distance: number): OffsetField {
  const { inside, size, origin, voxel } = voxels;
  const [nx, , nz] = size;
  const nearest = new NearestDistance(buildBvh(mesh));
  // Distances from the centres of outside voxels: half a voxel more than from the surface, with an error of up to a
  // diagonal.
  const squares = squaredDistances(voxels, 0);
  const half = (voxel[0] + voxel[1] + voxel[2]) / 6;
  const band = Math.hypot(...voxel);
  const field = new Float32Array(inside.length);
  for (let at = 0; at < field.length; at++) {
    const isInside = inside[at] === 1;
    const estimate = isInside ? Math.sqrt(squares[at]!) - half : -half;
    if (Math.abs(estimate - distance) > 2 * band || !(isInside || besideInside(voxels, at))) {
      field[at] = distance - estimate;
      continue;
    }
    const row = Math.floor(at / nz);
    const [x, y, z] = [row % nx, Math.floor(row / nx), at % nz];
    const exact = nearest.from(
      origin[0] + (x + 0.5) * voxel[0],
      origin[1] + (y + 0.5) * voxel[1],
      origin[2] + (z + 0.5) * voxel[2],
    );
    // Faces inside the mesh, where parts overlap, do not count as its outside.
    const depth = isInside ? exact : -exact;
    field[at] = distance - (Math.abs(depth - estimate) <= band ? depth : estimate);
  }
  return withSigns(voxels, field);
}

/** The outermost voxels of the grid are outside, so each of the others has six neighbours. */
function besideInside({ inside, size }: Voxels, at: number): boolean {
  const row = size[0] * size[2];
  return [1, -1, size[2], -size[2], row, -row].some((step) => inside[at + step] === 1);
}

function withSigns({ size, origin, voxel }: Voxels, field: Float32Array): OffsetField {
  const inside = new Uint8Array(field.length);
  for (let at = 0; at < field.length; at++) inside[at] = field[at]! < 0 ? 1 : 0;
  return { inside, size, origin, voxel, field };
}
