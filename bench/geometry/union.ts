/** Unions in WebAssembly, against the same library built natively, as trimesh uses it. */

import { loadSolids } from '../../src/geometry/edit/solids';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { faceCount } from '../../src/geometry/mesh/mesh';
import { reportMesh } from '../../src/geometry/mesh/report';
import { wasmFiles } from '../../src/node/wasm-files';
import { bumpySphere } from '../../workbench/geometry/meshes';
import type { Ratio } from '../ratio';
import { compare, startPython, timed } from './python';

/** Twelve copies of a shape in a row; each overlaps the next by a third. */
function row(mesh: Mesh): Mesh[] {
  const { min, max } = reportMesh(mesh).box!;
  const step = Math.round(((max[0] - min[0]) * 2) / 3);
  return Array.from({ length: 12 }, (_, i) => ({
    vertices: mesh.vertices.map((value, at) => (at % 3 === 0 ? value + i * step : value)),
    faces: mesh.faces,
  }));
}

const GOAL = 1;

const SETS: [what: string, meshes: () => Mesh[], rounds: number][] = [
  ['12 of 512 triangles', () => row(bumpySphere(16, 16)), 9],
  ['12 of 22,800 triangles', () => row(bumpySphere(114, 100)), 3],
];

export async function union(python: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'python/union.py');
  const solids = await loadSolids(await wasmFiles(__dirname).manifold());
  const ratios: Ratio[] = [];
  for (const [what, make, rounds] of SETS) {
    const meshes = make();
    const files = meshes.map(({ vertices, faces }, i) => [
      child?.write(`${i}.vertices`, vertices),
      child?.write(`${i}.faces`, faces),
    ]);
    ratios.push(
      await compare({
        what: `union: ${what}`,
        ours: () => solids.union(meshes),
        other: 'manifold3d, native',
        theirs: child && (() => child.ask({ files })),
        rounds,
        goal: GOAL,
        clockCounts: true,
        work: (mesh) => [faceCount(mesh), 'faces'],
        note: (mesh, answer) => {
          const volume = reportMesh(mesh).signedVolume;
          const off = answer
            ? `, volume off theirs by ${(Number(answer.volume) / volume - 1).toExponential(0)}`
            : '';
          return `${faceCount(mesh)} faces${off}`;
        },
      }),
    );
    ratios.push(
      await compare({
        what: `union: ${what}`,
        ours: () => solids.union(meshes),
        other: 'manifold-3d, wasm, without checks',
        theirs: bare(meshes, await bareLibrary()),
        rounds,
        goal: GOAL,
        work: (mesh) => [faceCount(mesh), 'faces'],
        note: (_mesh, answer) => `${String(answer!.faces)} faces there`,
      }),
    );
  }
  child?.end();
  return ratios;
}

type Library = Awaited<ReturnType<typeof bareLibrary>>;

async function bareLibrary() {
  const { default: start } = await import('manifold-3d/manifold.js');
  const library = await start();
  library.setup();
  return library;
}

/** Time of the library alone, from typed arrays to typed arrays. */
const bare =
  (meshes: readonly Mesh[], { Manifold, Mesh: Input }: Library) =>
  async () => {
    const { value, ...times } = timed(() => {
      const solids = meshes.map(
        ({ vertices, faces }) =>
          new Manifold(
            new Input({ numProp: 3, vertProperties: Float32Array.from(vertices), triVerts: faces }),
          ),
      );
      const sum = Manifold.union(solids);
      const faces = sum.getMesh().triVerts.length / 3;
      for (const solid of [...solids, sum]) solid.delete();
      return faces;
    });
    return { ...times, faces: value };
  };
