/** The body of a piece of segmentation: a box about its point, its supervoxels side by side in slabs along x. */
import type { Vec3 } from './grid';

/** Half sizes, base voxels. */
export const BOX: Vec3 = [40, 40, 14];
/** Voxels across. */
export const WIDE = 2 * BOX[0] + 1;

/** Where the n-th of `span` supervoxels lies, as an offset from the point in base voxels. */
export function offsetOf(n: number, span: number): Vec3 {
  const place = Math.floor(((n + 0.5) / span) * WIDE * WIDE);
  return [Math.floor(place / WIDE) - BOX[0], (place % WIDE) - BOX[1], 0];
}
