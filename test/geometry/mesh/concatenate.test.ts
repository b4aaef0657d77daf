import { concatenate } from '../../../src/geometry/mesh/concatenate';
import { octahedron } from '../support/solids';

test('faces name the vertices of their own mesh', () => {
  const [one, other] = [octahedron(1), octahedron(5)];
  const { vertices, faces } = concatenate([one, other, one]);
  expect([...vertices]).toEqual([...one.vertices, ...other.vertices, ...one.vertices]);
  expect([...faces.subarray(24, 48)]).toEqual([...other.faces].map((vertex) => vertex + 6));
  expect([...faces.subarray(48)]).toEqual([...one.faces].map((vertex) => vertex + 12));
  expect(concatenate([one])).toBe(one);
});
