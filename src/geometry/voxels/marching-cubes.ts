/** The surface between voxels inside and outside: marching cubes on the voxel centres. */

import type { Mesh } from '../mesh/mesh';
import { GrowableFloat64, GrowableUint32 } from '../numeric/growable-arrays';
import type { Progress } from '../progress';
import { cubeFaces, EDGE_CORNERS } from './marching-table';
import type { Voxels } from './voxels';

const NONE = 0xffffffff;

/**
 * Least distance of vertices from the voxel centres, as a fraction of the way between two centres, so that faces keep
 * an area.
 */
const APART = 0.02;

/**
 * A closed mesh that winds outward. Every edge has two faces, and every vertex has one fan of faces. Its vertices lie
 * between the centres of two voxels, at the middle or at `share`. The outermost voxels of the grid must be empty, as
 * `voxelize` leaves them.
 * @param share the fraction, 0 to 1, at which the surface lies on the way from one voxel to the next; the voxels are
 * given by their indexes in `inside`
 */
export function marchingCubes(
  { inside, size, origin, voxel }: Pick<Voxels, 'inside' | 'size' | 'origin' | 'voxel'>,
  share: (from: number, to: number) => number = () => 0.5,
  progress?: Progress,
): Mesh {
  const [nx, ny, nz] = size;
  const table = cubeFaces();
  const vertices = new GrowableFloat64();
  const faces = new GrowableUint32();
  const plane = nx * nz;
  const steps = [nz, plane, 1];
  // Vertices on the edges along x, y and z that begin at a voxel of this row, and of the next row.
  let here = [0, 1, 2].map(() => new Uint32Array(plane).fill(NONE));
  let after = here.map((row) => row.slice());
  const places = EDGE_CORNERS.map(([low], edge) => ({
    axis: edge >> 2,
    x: low & 1,
    y: (low >> 1) & 1,
    z: low >> 2,
  }));

  const vertexOn = (edge: number, x: number, y: number, z: number): number => {
    const place = places[edge]!;
    const row = (place.y === 0 ? here : after)[place.axis]!;
    const at = (x + place.x) * nz + z + place.z;
    if (row[at] === NONE) {
      row[at] = vertices.length / 3;
      const from = (y + place.y) * plane + at;
      const along = Math.min(Math.max(share(from, from + steps[place.axis]!), APART), 1 - APART);
      const { axis } = place;
      vertices.push(origin[0] + (x + place.x + 0.5 + (axis === 0 ? along : 0)) * voxel[0]);
      vertices.push(origin[1] + (y + place.y + 0.5 + (axis === 1 ? along : 0)) * voxel[1]);
      vertices.push(origin[2] + (z + place.z + 0.5 + (axis === 2 ? along : 0)) * voxel[2]);
    }
    return row[at]!;
  };

  for (let y = 0; y < ny - 1; y++) {
    progress?.(y, ny - 1, 'layers of voxels');
    for (let x = 0; x < nx - 1; x++) {
      const base = y * plane + x * nz;
      // The four voxels at z, as bits of the corners 0 to 3; those at z + 1 come from the next iteration.
      let low = 0;
      for (let z = 0; z < nz - 1; z++) {
        const at = base + z + 1;
        const high =
          inside[at]! |
          (inside[at + nz]! << 1) |
          (inside[at + plane]! << 2) |
          (inside[at + nz + plane]! << 3);
        const bits = low | (high << 4);
        low = high;
        if (bits === 0 || bits === 255) continue;
        for (const edge of table[bits]!) faces.push(vertexOn(edge, x, y, z));
      }
    }
    [here, after] = [after, here];
    for (const row of after) row.fill(NONE);
  }
  return { vertices: vertices.array(), faces: faces.array() };
}
