/**
 * Our hulls, tetrahedra, alpha shapes and unions, for other programs to recompute. Writes them to the folder PEERS_DIR
 * as little-endian numbers (float64 or uint32), with geometry.json as the list.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSolids } from '../../src/geometry/edit/solids';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { alphaShape } from '../../src/geometry/point-sets/alpha-shape';
import { convexHull } from '../../src/geometry/point-sets/convex-hull';
import { delaunay } from '../../src/geometry/point-sets/delaunay';
import { wasmFiles } from '../../src/node/wasm-files';
import {
  clustered,
  filledEllipsoid,
  lattice,
  onSphere,
  onVoxels,
  scatterPoints,
} from '../../workbench/geometry/point-clouds';
import { random } from '../../workbench/random';

const folder = process.env.PEERS_DIR!;

function write(name: string, values: Float64Array | Uint32Array): void {
  writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writeMesh(name: string, { vertices, faces }: Mesh): void {
  write(`${name}.vertices`, vertices);
  write(`${name}.faces`, faces);
}

/** Points in general position, because then only one division is correct; a lattice or doubled voxels have several. */
const GENERAL: Record<string, () => Float64Array> = {
  scattered: () => scatterPoints(3000, 101),
  blobs: () => clustered(3000, 102),
  sphere: () => onSphere(1000, 103),
  ellipsoid: () => filledEllipsoid(2000, 104),
};
const TIED: Record<string, () => Float64Array> = {
  voxels: () => onVoxels(filledEllipsoid(3000, 105)),
  lattice: () => lattice(9),
};

async function main(): Promise<void> {
  const about: Record<string, unknown> = { general: Object.keys(GENERAL), tied: Object.keys(TIED) };
  const alphas: Record<string, number> = {};
  for (const [name, make] of Object.entries({ ...GENERAL, ...TIED })) {
    const points = make();
    write(`${name}.points`, points);
    writeMesh(`${name}.hull`, convexHull(points));
    const { tets, points: distinct } = delaunay(points);
    write(`${name}.distinct`, distinct);
    write(`${name}.tets`, tets);
    if (!(name in GENERAL) || name === 'sphere') continue;
    const { mesh, alpha } = alphaShape(points);
    alphas[name] = alpha;
    writeMesh(`${name}.alpha`, mesh);
  }
  about.alphas = alphas;
  about.unions = await unions();
  writeFileSync(join(folder, 'geometry.json'), JSON.stringify(about));
}

/** The parts of each union; parts and union are files. */
async function unions(): Promise<Record<string, string[]>> {
  const solids = await loadSolids(await wasmFiles(__dirname).manifold());
  const draw = random(106);
  const movePoints = (points: Float64Array, far: number): Float64Array => {
    const by = [draw() * far, draw() * far, draw() * far].map(Math.round);
    return points.map((value, at) => value + by[at % 3]!);
  };
  const sets: Record<string, Mesh[]> = {
    hulls: [1, 2, 3, 4, 5].map((seed) => convexHull(movePoints(filledEllipsoid(300, 110 + seed), 20_000))),
    shapes: [1, 2, 3].map((seed) => alphaShape(movePoints(filledEllipsoid(800, 120 + seed), 15_000)).mesh),
    apart: [1, 2].map((seed) => convexHull(movePoints(filledEllipsoid(100, 130 + seed), 900_000))),
  };
  const named: Record<string, string[]> = {};
  for (const [name, meshes] of Object.entries(sets)) {
    named[name] = meshes.map((mesh, i) => {
      writeMesh(`${name}.${i}`, mesh);
      return `${name}.${i}`;
    });
    writeMesh(`${name}.union`, solids.union(meshes));
  }
  return named;
}

void main();
