/** Convex hulls, against scipy (Qhull) and quickhull3d. */

import { faceCount, vertexCount } from '../../src/geometry/mesh/mesh';
import { reportMesh } from '../../src/geometry/mesh/report';
import { convexHull } from '../../src/geometry/point-sets/convex-hull';
import { clustered, lattice, onSphere, onVoxels, scatterPoints } from '../../workbench/geometry/point-clouds';
import type { Ratio } from '../ratio';
import { compare, findingsOf, startPython, timed } from './python';

const GOAL = 0.5;

const SETS: [what: string, points: () => Float64Array, rounds: number][] = [
  ['1,000 scattered', () => scatterPoints(1000), 25],
  ['1,000 in blobs', () => clustered(1000), 25],
  ['10,000 scattered', () => scatterPoints(10_000), 15],
  ['10,000 on voxels', () => onVoxels(clustered(10_000)), 15],
  ['10,000 on a sphere', () => onSphere(10_000), 9],
  ['10,648 on a lattice', () => lattice(22), 15],
  ['100,000 scattered', () => scatterPoints(100_000), 9],
  ['100,000 in blobs', () => clustered(100_000), 9],
];

export async function hull(python: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'python/hull.py');
  const ratios: Ratio[] = [];
  for (const [what, make, rounds] of SETS) {
    const points = make();
    const file = child?.write('points', points);
    ratios.push(
      await compare({
        what: `hull: ${what}`,
        ours: () => convexHull(points),
        other: 'scipy ConvexHull',
        theirs: child && (() => child.ask({ file })),
        rounds,
        goal: GOAL,
        work: (mesh) => [faceCount(mesh), 'faces'],
        note: (mesh, answer) =>
          `${vertexCount(mesh)} corners${answer ? `, theirs ${findingsOf(answer)}` : ''}`,
        differs: (mesh, answer) =>
          answer.vertices !== vertexCount(mesh) ||
          !(Math.abs(Number(answer.volume) / reportMesh(mesh).signedVolume - 1) < 1e-9),
      }),
    );
  }
  child?.end();
  for (const [what, make, rounds] of SETS.slice(2)) ratios.push(await againstPackage(what, make(), rounds));
  return ratios;
}

/** The package's bundle, because its own entry does not load in Node. */
const PACKAGE: string = 'quickhull3d/dist/quickhull3d.js';

type Package = (points: number[][]) => number[][];

/** quickhull3d takes an array per point; these are made before the clock starts. */
async function againstPackage(what: string, points: Float64Array, rounds: number): Promise<Ratio> {
  const { default: quickhull } = (await import(PACKAGE)) as { default: Package };
  const listed = Array.from({ length: points.length / 3 }, (_point, i) => [
    ...points.subarray(3 * i, 3 * i + 3),
  ]);
  return compare({
    what: `hull: ${what}`,
    ours: () => convexHull(points),
    other: 'quickhull3d',
    theirs: async () => {
      const { value, ...times } = timed(() => quickhull(listed));
      return { ...times, faces: value.length };
    },
    rounds,
    work: (mesh) => [faceCount(mesh), 'faces'],
    note: (_mesh, answer) => `${answer!.faces} by quickhull3d`,
  });
}
