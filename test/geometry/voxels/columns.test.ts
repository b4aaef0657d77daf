/** Where the columns of a grid cross a mesh: counted and in order. */
import { columnCrossings } from '../../../src/geometry/voxels/columns';
import { box, bumpySphere, joinMeshesOf } from '../../../workbench/geometry/meshes';

test('a box: each column within enters once and leaves once, at the first centre beyond', () => {
  const { starts, crossings } = columnCrossings(box([1, 1, 1], [3, 3, 4]), {
    size: [4, 4, 6],
    origin: [0, 0, 0],
    voxel: [1, 1, 1],
  });
  const columns = Array.from({ length: 16 }, (_, i) => [...crossings.subarray(starts[i]!, starts[i + 1]!)]);
  // Entered before the centre at 1.5 (voxel 1), left before that at 4.5 (voxel 4).
  expect(columns).toEqual(
    columns.map((_, i) => ([1, 2].includes(i % 4) && [1, 2].includes(i >> 2) ? [1 * 2 + 1, 4 * 2] : [])),
  );
});

test('as often in as out in every column of a closed mesh, in rising order, beyond the grid too', () => {
  const mesh = joinMeshesOf(bumpySphere(30, 19), box([4e5, 3e5, 0], [6e5, 5e5, 7e5]));
  const { starts, crossings } = columnCrossings(mesh, {
    size: [40, 40, 20],
    origin: [3e5, 2e5, 2e5],
    voxel: [9000, 9000, 9000],
  });
  let most = 0;
  for (let column = 0; column < 1600; column++) {
    const here = [...crossings.subarray(starts[column]!, starts[column + 1]!)];
    most = Math.max(most, here.length);
    expect(here).toEqual([...here].sort((a, b) => a - b));
    expect(here.filter((crossing) => crossing & 1).length * 2).toBe(here.length);
    expect(here.every((crossing) => crossing >> 1 <= 20)).toBe(true);
  }
  expect(most).toBeGreaterThan(3);
});
