import { boundsOf, centreOf, checkMesh, toFloat32 } from '../../../src/geometry/mesh/bounds';

test('a box, and none without points', () => {
  expect(boundsOf(Float64Array.of(1, 5, -2, 3, 4, 7))).toEqual({ min: [1, 4, -2], max: [3, 5, 7] });
  expect(boundsOf(new Float64Array(0))).toBeNull();
});

test('the centre is whole, so that whole coordinates stay whole in single precision', () => {
  const vertices = Float64Array.of(800_000_001, 0, 0, 800_000_004, 3, 9);
  const centre = centreOf(vertices);
  expect(centre.every(Number.isInteger)).toBe(true);
  const single = toFloat32(vertices, centre);
  expect([...single].map((value, at) => value + centre[at % 3]!)).toEqual([...vertices]);
  expect(centreOf(new Float64Array(0))).toEqual([0, 0, 0]);
});

test('a cut mesh is refused', () => {
  const damaged = { vertices: new Float64Array(4), faces: new Uint32Array(0) };
  expect(() => checkMesh(damaged, 'the upload')).toThrow('the upload is damaged');
});
