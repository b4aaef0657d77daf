import { offsetVertices } from '../../../src/geometry/edit/offset-vertices';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { box, bumpySphere } from '../../../workbench/geometry/meshes';
import { geodesicSphere } from '../support/solids';

const worst = (errors: Float64Array): number => Math.max(...errors);

test.each([100, -100, 0.001])(
  'a box by %d: every face moves by exactly that, its corners stay corners',
  (by) => {
    const { mesh, faceErrors } = offsetVertices(box([0, 0, 0], [1000, 2000, 3000]), by);
    expect(worst(faceErrors)).toBeLessThan(1e-12);
    expect(reportMesh(mesh).signedVolume / ((1000 + 2 * by) * (2000 + 2 * by) * (3000 + 2 * by))).toBeCloseTo(
      1,
      12,
    );
  },
);

test('a coarse ball: its faces move by the distance, its corners by more', () => {
  for (const steps of [0, 1, 2, 3]) {
    const { mesh, faceErrors } = offsetVertices(geodesicSphere(1000, steps, [0, 0, 0]), 100);
    // An icosahedron's corners are too far out for a mitre within twice the distance, or just within it.
    if (worst(faceErrors) > 0.05) continue;
    const inner = (one: typeof mesh) => (3 * reportMesh(one).signedVolume) / reportMesh(one).area;
    expect(inner(mesh) - inner(geodesicSphere(1000, steps, [0, 0, 0]))).toBeCloseTo(100, -1);
  }
});

test('where faces at a vertex do not agree, they move by the distance on average, and it is known how far off', () => {
  const rough = bumpySphere(60, 40);
  const { mesh, faceErrors } = offsetVertices(rough, 200);
  const { area, signedVolume } = reportMesh(rough);
  expect((reportMesh(mesh).signedVolume - signedVolume) / (area * 200)).toBeCloseTo(1, 1);
  expect(worst(faceErrors)).toBeGreaterThan(0.05);
  expect(worst(faceErrors)).toBeLessThan(3);
});

test('faces without an area, and vertices without a face, move nothing', () => {
  const cube = box([0, 0, 0], [10, 10, 10]);
  const more = {
    vertices: Float64Array.of(...cube.vertices, 5, 5, 5),
    faces: Uint32Array.of(...cube.faces, 0, 0, 1),
  };
  const { mesh } = offsetVertices(more, 1);
  expect([...mesh.vertices.subarray(24)]).toEqual([5, 5, 5]);
  expect(reportMesh({ ...mesh, faces: cube.faces }).signedVolume).toBeCloseTo(1728, 9);
});
