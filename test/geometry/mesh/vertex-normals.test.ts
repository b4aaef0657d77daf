import { flip } from '../../../src/geometry/mesh/flip';
import { countInvertedFaces, vertexNormals } from '../../../src/geometry/mesh/vertex-normals';
import { box, meshOf } from '../../../workbench/geometry/meshes';
import { geodesicSphere } from '../support/solids';

test('normals: of a box along its diagonals, however its sides are cut, and none without a face', () => {
  const third = 1 / Math.sqrt(3);
  const normals = vertexNormals(box([0, 0, 0], [1, 1, 1]));
  expect([...normals.slice(0, 3)].map((x) => x + third)).toEqual([0, 0, 0].map((x) => expect.closeTo(x, 12)));
  expect([...normals.slice(21)]).toEqual([third, third, third].map((x) => expect.closeTo(x, 12)));
  expect([...vertexNormals(meshOf([[1, 2, 3]], []))]).toEqual([0, 0, 0]);
});

test('faces that turn over are counted', () => {
  const cube = box([0, 0, 0], [1, 1, 1]);
  expect(countInvertedFaces(cube, cube)).toBe(0);
  expect(countInvertedFaces(cube, flip(cube))).toBe(12);
});

test('of a sphere, along its radii', () => {
  const sphere = geodesicSphere(1, 4);
  const normals = vertexNormals(sphere);
  const apart = normals.map((value, at) => Math.abs(value - sphere.vertices[at]!));
  expect(Math.max(...apart)).toBeLessThan(0.01);
});
