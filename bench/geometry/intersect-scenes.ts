/** Seeded meshes and skeleton edges for the intersection bench. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMeshFile } from '../../src/geometry/formats/mesh-file';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { bumpySphere } from '../../workbench/geometry/meshes';
import { random } from '../../workbench/random';

export interface IntersectScene {
  what: string;
  mesh: Mesh;
  /** Six numbers per bone. */
  bones: Float64Array;
}

const BONES = 10_000;

/** A sphere of 200,704 triangles, and a neuropil of 23,040 if the published data is present. */
export function scenes(root = process.cwd()): IntersectScene[] {
  const result = [scene('bumpy sphere of 200,704 triangles', bumpySphere(448, 224))];
  const file = join(root, '../shared/data/meshes/all-blobs-merged.obj');
  if (existsSync(file)) {
    result.push(
      scene('published mesh of 23,040 triangles', readMeshFile(new Uint8Array(readFileSync(file)), file)),
    );
  } else console.warn('not measured on the published mesh of 23,040 triangles: shared/data is absent');
  return result;
}

export const largeScene = (): IntersectScene =>
  scene('bumpy sphere of 1,003,520 triangles', bumpySphere(1120, 448));

/** A branching random walk whose branches start near the surface, with steps of about 1 % of the mesh. */
function scene(what: string, mesh: Mesh): IntersectScene {
  const next = random(77);
  const bones = new Float64Array(6 * BONES);
  const many = mesh.vertices.length / 3;
  const step = Math.abs(mesh.vertices[0]! - mesh.vertices[3 * (many >> 1)]!) / 30 + 200;
  let at: number[] = [];
  for (let i = 0; i < BONES; i++) {
    const vertex = 3 * Math.floor(next() * many);
    const jump = () => (next() - 0.5) * step;
    if (i % 20 === 0) at = [0, 1, 2].map((k) => mesh.vertices[vertex + k]! + jump());
    const to = at.map((x) => x + jump());
    bones.set([...at, ...to], 6 * i);
    at = to;
  }
  return { what, mesh, bones };
}
