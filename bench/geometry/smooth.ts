/** Taubin smoothing, against trimesh, which multiplies by a sparse matrix of scipy. */

import { smooth as smoothed } from '../../src/geometry/edit/smooth';
import { vertexCount } from '../../src/geometry/mesh/mesh';
import { reportMesh } from '../../src/geometry/mesh/report';
import type { Ratio } from '../ratio';
import { neuropil } from './neuropil';
import { compare, startPython } from './python';

const GOAL = 0.5;
const PASSES = 40;
const ROUNDS = 9;

/** `python`: an interpreter with trimesh and scipy, or null. */
export async function compareSmooth(python: string | null): Promise<Ratio[]> {
  const { what, mesh } = neuropil();
  const child = python === null ? null : startPython(python, 'python/voxels.py');
  const vertices = child?.write('vertices', mesh.vertices);
  const faces = child?.write('faces', mesh.faces);
  const ratio = await compare({
    what: `${PASSES} passes of smoothing on ${what}`,
    ours: () => smoothed(mesh, { passes: PASSES }),
    other: 'trimesh filter_taubin',
    theirs: child && (() => child.ask({ what: 'smooth', vertices, faces, passes: PASSES })),
    rounds: ROUNDS,
    goal: GOAL,
    work: (result) => [vertexCount(result), 'vertices'],
    note: (result, answer) =>
      `${(reportMesh(result).signedVolume / 1e9).toFixed(3)} µm³${answer ? `, theirs ${(Number(answer.volume) / 1e9).toFixed(3)}` : ''}`,
    differs: (result, answer) =>
      !(Math.abs(Number(answer.volume) / reportMesh(result).signedVolume - 1) < 1e-12),
  });
  child?.end();
  return [ratio];
}
