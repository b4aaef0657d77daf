/** Delaunay tetrahedra, against scipy (Qhull) and CGAL, which is exact too. */
import { delaunay as ours } from '../../src/geometry/point-sets/delaunay';
import { clustered, lattice, onSphere, onVoxels, scatterPoints } from '../../workbench/geometry/point-clouds';
import type { Ratio } from '../ratio';
import { compare, startPython } from './python';

const SETS: [what: string, points: () => Float64Array, rounds: number, goal?: number][] = [
  ['1,000 scattered', () => scatterPoints(1000), 9],
  ['10,000 scattered', () => scatterPoints(10_000), 5],
  ['10,000 on voxels', () => onVoxels(clustered(10_000)), 5],
  ['10,000 on a sphere', () => onSphere(10_000), 5],
  ['10,648 on a lattice', () => lattice(22), 3],
  ['100,000 scattered', () => scatterPoints(100_000), 3, 0.1],
  ['100,000 in blobs', () => clustered(100_000), 3, 0.1],
  ['97,336 on a lattice', () => lattice(46), 3, 0.1],
];

/** Relative to CGAL. */
const EXACT_GOAL = 1;

/** `python`: an interpreter with scipy; `peers`: one with CGAL; or null. */
export async function compareDelaunay(python: string | null, peers: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'python/delaunay.py');
  const exact = peers === null ? null : startPython(peers, 'peers/delaunay.py');
  const ratios: Ratio[] = [];
  for (const [what, make, rounds, goal] of SETS) {
    const points = make();
    const file = child?.write('points', points);
    ratios.push(
      await compare({
        what: `tetrahedra: ${what}`,
        ours: () => ours(points).tets.length / 4,
        other: 'scipy Delaunay',
        theirs: child && (() => child.ask({ file, what: 'delaunay' })),
        rounds,
        ...(goal === undefined ? {} : { goal }),
        work: (tets) => [tets, 'tetrahedra'],
        note: (tets, answer) =>
          `${tets} tetrahedra${answer ? `, theirs ${answer.tets} with ${answer.flat} flat` : ''}`,
      }),
    );
    const exactFile = exact?.write('points', points);
    ratios.push(
      await compare({
        what: `tetrahedra: ${what}`,
        ours: () => ours(points).tets.length / 4,
        other: 'CGAL Delaunay_triangulation_3',
        theirs: exact && (() => exact.ask({ file: exactFile })),
        rounds,
        goal: EXACT_GOAL,
        work: (tets) => [tets, 'tetrahedra'],
        note: (tets, answer) => `${tets} tetrahedra${answer ? `, theirs ${answer.tets}` : ''}`,
      }),
    );
  }
  exact?.end();
  child?.end();
  return ratios;
}
