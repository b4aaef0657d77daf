/** The mesh for benches on surfaces: a published neuropil, or a sphere with as many faces if it is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMeshFile } from '../../src/geometry/formats/mesh-file';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import { bumpySphere } from '../../workbench/geometry/meshes';

export function neuropil(root = process.cwd()): { what: string; mesh: Mesh } {
  const file = join(root, '../shared/data/meshes/all-blobs-merged.obj');
  if (existsSync(file)) {
    return {
      what: 'a published mesh of 23,040 faces',
      mesh: readMeshFile(new Uint8Array(readFileSync(file)), file),
    };
  }
  const sphere = bumpySphere(144, 80);
  const vertices = sphere.vertices.map((value) => value / 12);
  return { what: 'a sphere of 23,040 faces (the published mesh is absent)', mesh: { ...sphere, vertices } };
}
