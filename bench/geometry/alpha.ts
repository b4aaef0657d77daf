/** Alpha shapes, with alpha guessed and increased, against the same steps with scipy and trimesh. */

import { faceCount } from '../../src/geometry/mesh/mesh';
import { reportMesh } from '../../src/geometry/mesh/report';
import { alphaShape } from '../../src/geometry/point-sets/alpha-shape';
import { clustered, filledEllipsoid, onVoxels, scatterPoints } from '../../workbench/geometry/point-clouds';
import type { Ratio } from '../ratio';
import { compare, findingsOf, startPython } from './python';

const GOAL = 0.04;

const SETS: [what: string, points: () => Float64Array, rounds: number][] = [
  ['300 in an ellipsoid', () => filledEllipsoid(300), 9],
  ['2,000 in an ellipsoid', () => filledEllipsoid(2000), 5],
  ['1,000 scattered', () => scatterPoints(1000), 5],
  ['1,000 in blobs', () => clustered(1000), 5],
  ['10,000 in an ellipsoid', () => filledEllipsoid(10_000), 3],
  ['10,000 on voxels', () => onVoxels(clustered(10_000)), 1],
];

export async function alpha(python: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'python/delaunay.py');
  const ratios: Ratio[] = [];
  for (const [what, make, rounds] of SETS) {
    const points = make();
    const file = child?.write('points', points);
    ratios.push(
      await compare({
        what: `alpha shape: ${what}`,
        ours: () => alphaShape(points),
        other: 'scipy and trimesh',
        theirs: child && (() => child.ask({ file, what: 'alpha' })),
        rounds,
        goal: GOAL,
        work: ({ mesh }) => [faceCount(mesh), 'faces'],
        note: ({ steps }, answer) => `${steps.length} steps${answer ? `, theirs ${findingsOf(answer)}` : ''}`,
        differs: ({ alpha, mesh }, answer) => {
          const { faces, signedVolume } = reportMesh(mesh);
          return !(
            answer.faces === faces &&
            Math.abs(Number(answer.alpha) / alpha - 1) < 1e-9 &&
            Math.abs(Number(answer.volume) / signedVolume - 1) < 1e-9
          );
        },
      }),
    );
  }
  child?.end();
  return ratios;
}
