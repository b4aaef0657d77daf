import { flip } from '../../../src/geometry/mesh/flip';
import { faceCount, type Mesh } from '../../../src/geometry/mesh/mesh';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { dilate } from '../../../src/geometry/voxels/dilate';
import { box, bumpySphere, joined } from '../../../workbench/geometry/meshes';
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
    const made = dilate(box([0, 0, 0], [200, 200, 200]), distance, { voxel: [3, 4, 45] });
    expect(reportMesh(made)).toMatchObject({ ...WHOLE, edgeManifold: true });
  }
});

test('a hollow narrower than the distance is filled, though no voxel was given', () => {
  // A plate with a groove: its walls would run through each other.
  const plate = joined(box([0, 0, 0], [100, 100, 10]));
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
    const report = reportMesh(dilate(sphere, distance, { voxel: [80, 80, 80] }));
    expect(report).toMatchObject({ ...WHOLE, edgeManifold: true, components: 1, eulerCharacteristic: 2 });
    // The surface lies within a voxel of where it should: by its mean radius, and in nm.
    const radius = Math.cbrt(report.signedVolume / ((4 / 3) * Math.PI));
    expect(Math.abs(radius - (8000 + distance))).toBeLessThan(80);
  }
});
