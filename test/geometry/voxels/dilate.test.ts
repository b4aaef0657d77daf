import { flip } from '../../../src/geometry/mesh/flip';
import { faceCount, type Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { dilate } from '../../../src/geometry/voxels/dilate';
import { box, bumpySphere, joinMeshesOf } from '../../../workbench/geometry/meshes';
import { describeWith } from '../../support/shared-data';
import { publishedMesh, truthOf } from '../support/published';
import { geodesicSphere } from '../support/solids';

const WHOLE = { closed: true, windsOutward: true };
const volume = (mesh: Mesh) => reportMesh(mesh).signedVolume;

test('a little further out: the same faces; as much back: where it was', () => {
  const sphere = bumpySphere(60, 40);
  const { area, signedVolume } = reportMesh(sphere);
  const out = dilate(sphere, 200);
  expect(out.faces).toEqual(sphere.faces);
  expect(volume(out) / (signedVolume + area * 200)).toBeCloseTo(1, 2);
  expect(volume(dilate(out, -200)) / signedVolume).toBeCloseTo(1, 6);
});

test('an inside-out mesh grows too, and comes out the right way', () => {
  const cube = flip(box([0, 0, 0], [10, 10, 10]));
  expect(reportMesh(dilate(cube, 1))).toMatchObject({
    ...WHOLE,
    signedVolume: expect.closeTo(12 ** 3, 9),
  });
});

test('with voxels a box grows to a rounded box, and shrinks to a box', () => {
  const cube = box([0, 0, 0], [100, 100, 100]);
  // Steiner: V + A d + (π / 4)(edge lengths) d² + (4 / 3) π d³.
  const rounded = 1e6 + 6e4 * 20 + (Math.PI / 4) * 1200 * 400 + (4 / 3) * Math.PI * 8000;
  const grown = reportMesh(dilate(cube, 20, { voxel: [2, 2, 2] }));
  expect(grown).toMatchObject({ ...WHOLE, edgeManifold: true, eulerCharacteristic: 2 });
  expect(Math.abs(grown.signedVolume / rounded - 1)).toBeLessThan(0.01);
  const shrunk = reportMesh(dilate(cube, -20, { voxel: [2, 2, 2] }));
  expect(Math.abs(shrunk.signedVolume / 60 ** 3 - 1)).toBeLessThan(0.02);
});

test('voxels longer one way than the other leave the surface closed', () => {
  for (const distance of [30, -30]) {
    const result = dilate(box([0, 0, 0], [200, 200, 200]), distance, { voxel: [3, 4, 45] });
    expect(reportMesh(result)).toMatchObject({ ...WHOLE, edgeManifold: true });
  }
});

test('a hollow narrower than the distance is filled, though no voxel was given', () => {
  // A plate with a groove: its walls would run through each other.
  const plate = joinMeshesOf(box([0, 0, 0], [100, 100, 10]));
  const wide = dilate(plate, 4);
  expect(faceCount(wide)).toBe(12);
  const thin = dilate(plate, -4);
  expect(reportMesh(thin)).toMatchObject(WHOLE);
  expect(volume(thin)).toBeLessThan(volume(plate));
  const bumpy = bumpySphere(40, 30);
  const far = dilate(bumpy, 150_000);
  expect(faceCount(far)).not.toBe(faceCount(bumpy));
  expect(reportMesh(far)).toMatchObject({
    ...WHOLE,
    edgeManifold: true,
    components: 1,
    eulerCharacteristic: 2,
  });
});

test('refusals', () => {
  const cube = box([0, 0, 0], [10, 10, 10]);
  expect(() => dilate(cube, Number.NaN)).toThrow('by a number of nm, not NaN');
  expect(() => dilate({ ...cube, faces: cube.faces.slice(3) }, 1)).toThrow('an open mesh has no outside');
  expect(() => dilate(cube, -20)).toThrow('nothing is left of the mesh 20 nm further in');
  expect(() => dilate({ vertices: new Float64Array(0), faces: new Uint32Array(0) }, 1)).toThrow('open mesh');
});

describeWith(truthOf('meshes'))('a published mesh', () => {
  test('by 100 nm along its normals, by 1000 nm through voxels', () => {
    const mesh = publishedMesh('meshes/all-blobs-merged.obj');
    const { area, signedVolume } = reportMesh(mesh);
    expect(volume(dilate(mesh, 100)) / (signedVolume + area * 100)).toBeCloseTo(1, 2);
    for (const distance of [1000, -1000]) {
      const report = reportMesh(dilate(mesh, distance));
      expect(report).toMatchObject({ ...WHOLE, edgeManifold: true, components: 1, eulerCharacteristic: 2 });
      // The same through voxels of 100 nm: 7173.5 and 3120.8 µm³.
      expect(Math.abs(report.signedVolume / (distance > 0 ? 7173.5e9 : 3120.8e9) - 1)).toBeLessThan(0.01);
    }
  });
});

test('a sphere of 8 µm, 100 nm out along its normals and 1000 nm out and in through voxels: closed forms', () => {
  const ball = (radius: number): number => (4 / 3) * Math.PI * radius ** 3;
  const sphere = geodesicSphere(8000, 5, [50_000, 60_000, 70_000]);
  expect(volume(dilate(sphere, 100)) / ball(8100)).toBeCloseTo(1, 2);
  for (const distance of [1000, -1000]) {
    const report = reportMesh(dilate(sphere, distance, { voxel: [160, 160, 160] }));
    expect(report).toMatchObject({ ...WHOLE, edgeManifold: true, components: 1, eulerCharacteristic: 2 });
    // The surface lies within half a voxel of where it should: by its mean radius, and in nm.
    const radius = Math.cbrt(report.signedVolume / ((4 / 3) * Math.PI));
    expect(Math.abs(radius - (8000 + distance))).toBeLessThan(80);
  }
});

describe('grows by the stated distance', () => {
  const cube = box([0, 0, 0], [1000, 1000, 1000]);
  /** Of a box by Steiner: its volume, its area, its edges as quarter cylinders, its corners as one ball. */
  const rounded = (side: number, by: number): number =>
    side ** 3 + 6 * side ** 2 * by + 3 * Math.PI * side * by ** 2 + (4 / 3) * Math.PI * by ** 3;
  const toBox = (place: readonly number[]): number => {
    const off = place.map((x) => Math.abs(x - 500) - 500);
    return Math.hypot(...off.map((x) => Math.max(x, 0))) + Math.min(Math.max(...off), 0);
  };
  const places = ({ vertices }: Mesh): number[][] =>
    Array.from({ length: vertices.length / 3 }, (_none, i) => [...vertices.subarray(3 * i, 3 * i + 3)]);

  test('a cube of 1,000 nm by 100: 1.728 µm³ with sharp corners, 1.698 with round ones, and says which', () => {
    const remarks: string[] = [];
    expect(volume(dilate(cube, 100, { remarks }))).toBeCloseTo(1.728e9, 0);
    const round = dilate(cube, 100, { voxel: [20, 20, 20], remarks });
    expect(volume(round) / rounded(1000, 100)).toBeCloseTo(1, 2);
    expect(Math.abs(volume(round) / 1.698e9 - 1)).toBeLessThan(1e-3);
    expect(remarks).toEqual([
      'grown by 100 nm: faces moved, corners mitred',
      'grown by 100 nm: made from voxels of 20 nm, convex edges rounded',
    ]);
  });

  test.each([100, 40, 10, -100, -40])(
    'a cube by %d with voxels of 25: every vertex within a third of one',
    (by) => {
      const off = places(dilate(cube, by, { voxel: [25, 25, 25] })).map((place) =>
        Math.abs(toBox(place) - by),
      );
      // Sharp edges of a shrunk cube are cut off between voxels.
      const far = off.filter((error) => error > 25 / 3);
      expect(far.length).toBeLessThanOrEqual(by > 0 ? 0 : 0.05 * off.length);
      expect(Math.max(...off)).toBeLessThan(25);
    },
  );

  test.each([2, 3, 4])('a ball of %i subdivisions: without voxels, and with them', (steps) => {
    const ball = geodesicSphere(5000, steps, [0, 0, 0]);
    const { area, signedVolume } = reportMesh(ball);
    const exact = (3 * signedVolume) / area;
    for (const options of [{}, { voxel: [100, 100, 100] as const }]) {
      const grown = reportMesh(dilate(ball, 500, options));
      // The radius of the ball within: that of a body of the same volume over its area.
      expect(Math.abs((3 * grown.signedVolume) / grown.area - exact - 500)).toBeLessThan(100 / 3);
    }
  });

  test('corners too sharp for a mitre are round', () => {
    const spike = {
      vertices: Float64Array.of(0, 0, 0, 1000, 0, 0, 0, 1000, 0, 0, 0, 9000),
      faces: Uint32Array.of(0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3),
    };
    const remarks: string[] = [];
    const grown = dilate(spike, 200, { remarks });
    expect(remarks).toEqual(['grown by 200 nm: made from voxels of 50 nm, convex edges rounded']);
    expect(Math.max(...grown.vertices.filter((_x, at) => at % 3 === 2))).toBeCloseTo(9200, -2);
    expect(Math.min(...grown.vertices)).toBeCloseTo(-200, -1);
  });

  test('a gap narrower than twice the distance closes, though no face turns over', () => {
    const two = joinMeshesOf(box([0, 0, 0], [1000, 1000, 1000]), box([1100, 0, 0], [2100, 1000, 1000]));
    expect(reportMesh(dilate(two, 100))).toMatchObject({ ...WHOLE, components: 1 });
    expect(reportMesh(dilate(two, 40))).toMatchObject({ ...WHOLE, components: 2, faces: 24 });
  });

  test('a plate thinner than a voxel', () => {
    const plate = box([0, 0, 0], [1000, 1000, 1]);
    expect(volume(dilate(plate, 100, { voxel: [25, 25, 25] }))).toBeGreaterThan(201 * 1e6);
  });
});
