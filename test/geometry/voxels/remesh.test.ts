import { flip } from '../../../src/geometry/mesh/flip';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { remesh } from '../../../src/geometry/voxels/remesh';
import { box, bumpySphere, joinMeshesOf } from '../../../workbench/geometry/meshes';
import { describeWith } from '../../support/shared-data';
import { publishedMesh, truthOf } from '../support/published';
import { geodesicSphere } from '../support/solids';

const MANIFOLD = { closed: true, edgeManifold: true, windsOutward: true, degenerateFaces: 0 };

test('a sphere keeps its volume, inside out or not', () => {
  const sphere = bumpySphere(60, 40);
  for (const mesh of [sphere, flip(sphere)]) {
    const report = reportMesh(remesh(mesh, [9000, 8000, 7000]));
    expect(report).toMatchObject({ ...MANIFOLD, components: 1, eulerCharacteristic: 2 });
    expect(Math.abs(report.signedVolume / reportMesh(sphere).signedVolume - 1)).toBeLessThan(0.003);
  }
});

test('parts that run through each other become one', () => {
  const crossed = joinMeshesOf(
    box([0, 0, 0], [90, 30, 30]),
    box([30, -30, 0], [60, 60, 30]),
    box([33, 0, -60], [57, 30, 90]),
  );
  expect(reportMesh(crossed).components).toBe(3);
  const report = reportMesh(remesh(crossed, [3, 3, 3]));
  expect(report).toMatchObject({ ...MANIFOLD, components: 1, eulerCharacteristic: 2 });
  const volume = 90 * 30 * 30 + 2 * 30 * 30 * 30 + 24 * 30 * 120;
  expect(Math.abs(report.signedVolume / volume - 1)).toBeLessThan(0.02);
});

test('an open mesh, and one thinner than its voxels, are refused', () => {
  const cube = box([0, 0, 0], [9, 9, 9]);
  expect(() => remesh({ ...cube, faces: cube.faces.slice(3) }, [1, 1, 1])).toThrow('the mesh is open');
  expect(() => remesh(box([0, 0, 0.1], [9, 9, 0.2]), [1, 1, 1])).toThrow('thinner than that');
});

describeWith(truthOf('meshes'))('published meshes', () => {
  test.each<[string, [number, number, number], number]>([
    ['all-blobs-merged.obj', [250, 250, 250], 1],
    ['neuropil.obj', [400, 160, 250], 14],
    ['sez-right.stl', [700, 700, 700], 1],
  ])('%s, voxels of %j: %i parts', (name, voxel, components) => {
    const mesh = publishedMesh(`meshes/${name}`);
    const report = reportMesh(remesh(mesh, voxel));
    expect(report).toMatchObject({ ...MANIFOLD, components });
    expect(Math.abs(report.signedVolume / reportMesh(mesh).signedVolume - 1)).toBeLessThan(0.002);
  });
});

test('fourteen parts stay fourteen, with the volume of fourteen spheres', () => {
  const spheres = Array.from({ length: 14 }, (_, i) =>
    geodesicSphere(3000 + 100 * i, 5, [(i % 4) * 12_000, Math.floor(i / 4) * 12_000, (i % 3) * 500]),
  );
  const mesh = joinMeshesOf(...spheres);
  const report = reportMesh(remesh(mesh, [200, 150, 250]));
  expect(report).toMatchObject({ ...MANIFOLD, components: 14, eulerCharacteristic: 28 });
  const volume = spheres.reduce((sum, _, i) => sum + (4 / 3) * Math.PI * (3000 + 100 * i) ** 3, 0);
  expect(Math.abs(report.signedVolume / volume - 1)).toBeLessThan(0.005);
});
