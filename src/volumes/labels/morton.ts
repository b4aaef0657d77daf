/** Compressed Morton codes: the keys of sharded chunks. */
import type { Vec3 } from '../../core/points';

/** Interleaves the bits of a grid cell, x first. An axis has a bit only if the grid needs it. */
export function mortonCode(cell: Vec3, grid: Vec3): bigint {
  let code = 0n;
  let folder = 0n;
  for (let bit = 0; grid.some((size) => 2 ** bit < size); bit++) {
    for (let axis = 0; axis < 3; axis++) {
      if (2 ** bit >= grid[axis]!) continue;
      if (Math.floor(cell[axis]! / 2 ** bit) % 2 === 1) code |= 1n << folder;
      folder++;
    }
  }
  return code;
}
