/** A mesh made anew from its voxels: closed, wound outward, without parts that run through each other. */
import { TtError } from '../core/errors';
import { marchingCubes } from './marching';
import type { Mesh } from './mesh';
import { type Voxelizing, voxelize } from './voxels';

/**
 * The surface of the voxels inside the mesh. Details below a voxel go; steps of half a voxel stay until it is smoothed.
 * @param voxel edges of a voxel in nm
 * @throws INPUT where the mesh is open or thinner than the voxels, BIG where they would be too many
 */
export function remesh(mesh: Mesh, voxel: readonly [number, number, number], options: Voxelizing = {}): Mesh {
  const voxels = voxelize(mesh, voxel, options);
  if (voxels.openColumns > 0) {
    throw new TtError(
      'INPUT',
      `the mesh is open: a line through it enters and does not leave, ${voxels.openColumns} of ${voxels.columns} times. Close its holes first`,
    );
  }
  if (voxels.count === 0) {
    throw new TtError(
      'INPUT',
      `the mesh holds no voxel of ${voxel.join(' × ')} nm: it is thinner than that, or encloses nothing. Take smaller ones`,
    );
  }
  return marchingCubes(voxels);
}
