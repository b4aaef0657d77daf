/** The shape of a fragment: a box around its point, with its supervoxels side by side as slabs along x. */
import type { GridPoint } from './grid';

/** Half sizes in base voxels. */
export const HALF_SIZE: GridPoint = [40, 40, 14];
/** Width in voxels. */
export const WIDTH = 2 * HALF_SIZE[0] + 1;

/** Offset of the n-th of `span` supervoxels from the point, in base voxels. */
export function offsetOf(n: number, span: number): GridPoint {
  const place = Math.floor(((n + 0.5) / span) * WIDTH * WIDTH);
  return [Math.floor(place / WIDTH) - HALF_SIZE[0], (place % WIDTH) - HALF_SIZE[1], 0];
}
