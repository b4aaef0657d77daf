import { flip } from '../../../src/geometry/mesh/flip';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { filledVolume, solidVoxels, type Voxels, voxelize } from '../../../src/geometry/voxels/voxels';
import { box, bumpySphere, joinMeshesOf, meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';
import { describeWith } from '../../support/shared-data';
import { corners, isInside } from '../support/plain';
import { publishedMesh, truthOf } from '../support/published';
import { geodesicSphere } from '../support/solids';

const at = ({ inside, size, origin, voxel }: Voxels, x: number, y: number, z: number): number => {
  const [i, j, k] = [x, y, z].map((place, axis) => Math.floor((place - origin[axis]!) / voxel[axis]!)) as [
    number,
    number,
    number,
  ];
  return inside[(j * size[0] + i) * size[2] + k]!;
};

test('a box on the grid fills its voxels and no others, with one empty all round', () => {
  const voxels = voxelize(box([-2, 0, 6], [4, 3, 10]), [2, 1, 4]);
  expect(voxels).toMatchObject({
    size: [5, 5, 4],
    origin: [-4, -1, 0],
    count: 3 * 3 * 1,
    openColumns: 0,
    columns: 9,
  });
  // Along z the box runs from 6 to 10: the centres are at 2, 6, 10. One lies on its floor, which counts, one on its top.
  expect(at(voxels, -1, 0.5, 6)).toBe(1);
  expect(at(voxels, -1, 0.5, 10)).toBe(0);
  expect(at(voxels, -3, 0.5, 6)).toBe(0);
  expect(filledVolume(voxels)).toBe(72);
});

test.each([1, 2, 3, 4])('boxes anywhere: as many centres as lie between their sides, seed %i', (seed) => {
  const next = random(seed);
  for (let i = 0; i < 50; i++) {
    const low = [0, 0, 0].map(() => Math.floor(next() * 40) / 4 - 5) as [number, number, number];
    const high = low.map((x) => x + Math.ceil(next() * 20) / 4) as [number, number, number];
    const voxel = [0, 0, 0].map(() => Math.ceil(next() * 4) / 4) as [number, number, number];
    const centres = voxel.map((edge, axis) => {
      let count = 0;
      for (let n = -100; n < 100; n++)
        if ((n + 0.5) * edge >= low[axis]! && (n + 0.5) * edge < high[axis]!) count++;
      return count;
    });
    const voxels = voxelize(box(low, high), voxel);
    expect([voxels.count, voxels.openColumns]).toEqual([centres[0]! * centres[1]! * centres[2]!, 0]);
  }
});

test('whichever way it is wound, and however its edges meet the columns, a closed mesh is never open', () => {
  // Vertices and edges stand exactly on columns: the sphere's longitudes are the grid's lines.
  const sphere = bumpySphere(48, 31);
  const volume = reportMesh(sphere).signedVolume;
  for (const edge of [10_000, 6250, 9973]) {
    const voxels = voxelize(sphere, [edge, edge, edge]);
    expect(voxels.openColumns).toBe(0);
    expect(Math.abs(filledVolume(voxels) / volume - 1)).toBeLessThan(0.01);
    expect(voxelize(flip(sphere), [edge, edge, edge]).count).toBe(voxels.count);
  }
});

test.each([7, 8])('random closed soups on a lattice: no column opens, seed %i', (seed) => {
  const next = random(seed);
  for (let i = 0; i < 40; i++) {
    // A double cone over a ring whose corners are lattice points, often in line, on columns, or at one place.
    const place = () => [0, 0, 0].map(() => Math.floor(next() * 6) - 0.5);
    const ring = Array.from({ length: 5 }, place);
    const vertices = [place(), place(), ...ring];
    const faces = ring.flatMap((_, corner) => {
      const [a, b] = [2 + corner, 2 + ((corner + 1) % 5)];
      return [
        [0, a, b],
        [1, b, a],
      ];
    });
    expect(voxelize(meshOf(vertices, faces), [1, 1, 1]).openColumns).toBe(0);
  }
});

test('overlaps fill once, a part turned inward is a hole, `parity` sees it otherwise', () => {
  const [one, other] = [box([0, 0, 0], [4, 4, 4]), box([2, 2, 2], [6, 6, 6])];
  expect(voxelize(joinMeshesOf(one, other), [1, 1, 1]).count).toBe(64 + 64 - 8);
  expect(voxelize(joinMeshesOf(one, other), [1, 1, 1], { rule: 'parity' }).count).toBe(64 + 64 - 16);
  const hollow = joinMeshesOf(one, flip(box([1, 1, 1], [3, 3, 3])));
  expect(voxelize(hollow, [1, 1, 1]).count).toBe(64 - 8);
});

test('faces wound against each other are filled by parity', () => {
  const { vertices, faces } = box([0, 0, 0], [4, 4, 4]);
  const turned = faces.slice();
  [turned[1], turned[2]] = [faces[2]!, faces[1]!];
  expect(voxelize({ vertices, faces: turned }, [1, 1, 1]).count).toBe(64);
});

test('an open mesh says where, and no surface is made of it', () => {
  const cube = box([0, 0, 0], [4, 4, 4]);
  const lid = { ...cube, faces: cube.faces.slice(3) };
  const voxels = voxelize(lid, [1, 1, 1]);
  expect(voxels.columns).toBe(16);
  expect(voxels.openColumns).toBeGreaterThan(4);
  expect(() => solidVoxels(lid, [1, 1, 1])).toThrow(/the mesh is open: \d+ of 16 lines/);
});

test('room all round, where it is asked for', () => {
  expect(voxelize(box([0, 0, 0], [4, 4, 4]), [1, 1, 1], { margin: 2.5 }).size).toEqual([12, 12, 12]);
});

test('refusals', () => {
  const cube = box([0, 0, 0], [1e6, 1e6, 1e6]);
  expect(() => voxelize(cube, [1, 1, 1])).toThrow(
    'voxels of 1 × 1 × 1 nm would be 1000002 × 1000002 × 1000002 in number, over 200000000 in all',
  );
  expect(() => voxelize(cube, [0, 1, 1])).toThrow('three edges above 0 nm');
  expect(() => voxelize(cube, [1e-300, 1e-300, 1e-300])).toThrow('take larger ones');
  expect(() => voxelize(cube, [Number.NaN, 1, 1])).toThrow('three edges above 0 nm');
  expect(() => voxelize(meshOf([[0, 0, 0]], []), [1, 1, 1])).toThrow('no faces');
  expect(() => solidVoxels(box([0, 0, 0], [9, 9, 0.1]), [1, 1, 1])).toThrow('thinner than that');
});

describeWith(truthOf('meshes'))('a published mesh', () => {
  test.each<[[number, number, number], number]>([
    [[128, 128, 90], 4939.2],
    [[64, 64, 90], 4938.4],
  ])('of %j nm voxels: %d µm³ of 4939.3', (voxel, expected) => {
    const voxels = voxelize(publishedMesh('meshes/all-blobs-merged.obj'), voxel);
    expect(filledVolume(voxels) / 1e9).toBeCloseTo(expected, 1);
    expect(voxels.openColumns).toBe(0);
    expect(voxels.inside.reduce((sum, value) => sum + value, 0)).toBe(voxels.count);
  });

  test('a neuron that is not closed says so', () => {
    expect(
      voxelize(publishedMesh('meshes/hemibrain-722817260.obj'), [90, 90, 90]).openColumns,
    ).toBeGreaterThan(0);
  });
});

test('every voxel of a bumpy sphere, as the solid angles at its centre have it', () => {
  const mesh = bumpySphere(24, 15);
  const voxels = voxelize(mesh, [31_000, 37_000, 41_000]);
  const { size, origin, voxel, inside } = voxels;
  const surface = corners(mesh);
  const wrong: number[][] = [];
  let count = 0;
  for (let y = 0; y < size[1]; y++) {
    for (let x = 0; x < size[0]; x++) {
      for (let z = 0; z < size[2]; z++) {
        const centre = [x, y, z].map((n, axis) => origin[axis]! + (n + 0.5) * voxel[axis]!);
        const expected = isInside(surface, centre as [number, number, number]);
        count += expected;
        if (inside[(y * size[0] + x) * size[2] + z] !== expected) wrong.push([x, y, z]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(voxels.count).toBe(count);
  expect(count).toBeGreaterThan(300);
});

test.each<[[number, number, number], number]>([
  [[128, 128, 90], 1e-3],
  [[64, 64, 90], 5e-4],
])('of %j nm voxels a sphere of 10 µm has its volume', (voxel, error) => {
  const voxels = voxelize(geodesicSphere(10_000, 6), voxel);
  expect(Math.abs(filledVolume(voxels) / ((4 / 3) * Math.PI * 1e12) - 1)).toBeLessThan(error);
  expect(voxels.openColumns).toBe(0);
  expect(voxels.inside.reduce((sum, value) => sum + value, 0)).toBe(voxels.count);
});
