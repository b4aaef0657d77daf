/** The distance from a point to a mesh's surface. */
import type { Bvh } from '../bvh/bvh';

/** Computes distances of points, in the unit of the mesh; Infinity for a mesh without faces. */
export class NearestDistance {
  constructor(private readonly bvh: Bvh) {}

  /** The distance, with an error of some 1e-12 of the coordinates. `within` is a known upper limit of the answer. */
  from(x: number, y: number, z: number, within = Number.POSITIVE_INFINITY): number {
    return this.bvh.tree?.distance(x, y, z, within) ?? Number.POSITIVE_INFINITY;
  }
}
