/** Remeshing by voxels: the result is closed, wound outward, without parts that run through each other. */

import type { Mesh } from '../mesh/mesh';
import { marchingCubes } from './marching-cubes';
import { solidVoxels, type VoxelizeOptions } from './voxels';

/**
 * The surface of the voxels inside the mesh. Details smaller than a voxel are lost; steps of half a voxel remain until
 * the mesh is smoothed. @param voxel edges of a voxel in nm @throws INPUT where the mesh is open or thinner than the
 * voxels, BIG where they would be too many
 */
export const remesh = (
  mesh: Mesh,
  voxel: readonly [number, number, number],
  options: VoxelizeOptions = {},
): Mesh => marchingCubes(solidVoxels(mesh, voxel, options), undefined, options.progress);
