/** Offset fields against the distances of a ball and a box, which are known. */
import { grownField, shrunkField } from '../../../src/geometry/voxels/offset-field';
import { voxelize } from '../../../src/geometry/voxels/voxels';
import { box } from '../../../workbench/geometry/meshes';

const cube = box([0, 0, 0], [100, 100, 100]);

/** The signed distance of a box's surface: below 0 inside. */
function toBox(place: readonly number[]): number {
  const off = place.map((x) => Math.abs(x - 50) - 50);
  const outside = Math.hypot(...off.map((x) => Math.max(x, 0)));
  return outside + Math.min(Math.max(...off), 0);
}

test.each<[string, number, [number, number, number]]>([
  ['grown', 20, [5, 5, 5]],
  ['grown', 7, [4, 3, 11]],
  ['grown', 0.5, [6, 6, 6]],
  ['shrunk', 20, [5, 5, 5]],
  ['shrunk', 7, [4, 3, 11]],
])('a cube %s by %d: signs everywhere, distances beside the surface', (way, distance, voxel) => {
  const voxels = voxelize(cube, voxel, { margin: way === 'grown' ? distance + 11 : 0 });
  const result = way === 'grown' ? grownField(cube, voxels, distance) : shrunkField(cube, voxels, distance);
  const offset = way === 'grown' ? -distance : distance;
  const [nx, ny, nz] = result.size;
  const wrong: string[] = [];
  for (let at = 0; at < nx * ny * nz; at++) {
    const [x, y, z] = [Math.floor(at / nz) % nx, Math.floor(at / nz / nx), at % nz];
    const place = [x, y, z].map((i, k) => result.origin[k]! + (i + 0.5) * result.voxel[k]!);
    const expected = toBox(place) + offset;
    const beside = [1, -1, nz, -nz, nx * nz, -nx * nz].map((step) => result.inside[at + step]);
    const isNear = beside.includes(1 - result.inside[at]!);
    const isWrong = isNear
      ? Math.abs(result.field[at]! - expected) > 1e-4
      : result.field[at]! < 0 !== expected < 0;
    if (isWrong || (result.inside[at] === 1) !== result.field[at]! < 0)
      wrong.push(`${place.join()}: ${result.field[at]}, ${expected}`);
  }
  expect(wrong).toEqual([]);
});

test('a plate thinner than a voxel grows too', () => {
  const plate = box([0, 0, 0.5], [100, 100, 1]);
  const output = grownField(plate, voxelize(plate, [5, 5, 5], { margin: 30 }), 20);
  const filled = output.inside.reduce((sum, one) => sum + one, 0) * 125;
  // Flat sides, quarter cylinders about four edges, and a ball's worth of corners.
  const target = 100 * 100 * 40.5 + 400 * (Math.PI / 2) * 400 + (4 / 3) * Math.PI * 8000;
  expect(filled / target).toBeCloseTo(1, 1);
});
