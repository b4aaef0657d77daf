/** Remeshes with voxels: the result is closed, winds outward, and has no parts that intersect each other. */

import type { Mesh } from '../mesh/mesh';
import { marchingCubes } from './marching-cubes';
import { solidVoxels, type VoxelizeOptions } from './voxels';

/**
 * The surface of the voxels inside the mesh. Details smaller than a voxel are lost; steps of half a voxel remain until
 * the mesh is smoothed.
 * @param voxel sizes of a voxel in nm
 * @throws INPUT if the mesh is open or thinner than the voxels, BIG if they would be too many
 */
export const remesh = (
  mesh: Mesh,
  voxel: readonly [number, number, number],
  options: VoxelizeOptions = {},
): Mesh => marchingCubes(solidVoxels(mesh, voxel, options), undefined, options.progress);
