/** Filling a mesh with voxels, against trimesh's `voxelized().fill()`. */
import { reportMesh } from '../../src/geometry/mesh/report';
import { filledVolume, voxelize } from '../../src/geometry/voxels/voxels';
import type { Ratio } from '../ratio';
import { neuropil } from './neuropil';
import { compare, startPython } from './python';

const GOAL = 0.01;

/** Voxel size in nm, and the number of measured rounds. */
const SIZES: [voxel: [number, number, number], rounds: number][] = [
  [[250, 250, 250], 5],
  [[128, 128, 90], 2],
];

const um3 = (volume: number): string => (volume / 1e9).toFixed(1);

/** `python`: an interpreter with trimesh and scipy, or null. */
export async function voxels(python: string | null): Promise<Ratio[]> {
  const { what, mesh } = neuropil();
  const child = python === null ? null : startPython(python, 'python/voxels.py');
  const vertices = child?.write('vertices', mesh.vertices);
  const faces = child?.write('faces', mesh.faces);
  const { signedVolume } = reportMesh(mesh);
  const ratios: Ratio[] = [];
  for (const [voxel, rounds] of SIZES) {
    ratios.push(
      await compare({
        what: `voxels of ${voxel.join(' × ')} nm in ${what}`,
        ours: () => voxelize(mesh, voxel),
        other: 'trimesh voxelized().fill()',
        theirs: child && (() => child.ask({ what: 'fill', vertices, faces, voxel })),
        rounds,
        goal: GOAL,
        work: (result) => [Math.round(filledVolume(result) / 1e9), 'µm³'],
        note: (result, answer) =>
          `${um3(filledVolume(result))} µm³ filled${answer ? `, theirs ${um3(Number(answer.volume))}` : ''}; the mesh holds ${um3(signedVolume)}`,
      }),
    );
  }
  child?.end();
  return ratios;
}
