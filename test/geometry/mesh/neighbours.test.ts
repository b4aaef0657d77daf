/** Neighbours along edges against sets, on meshes with edges of one, two and many faces. */
import { eachEdge } from '../../../src/geometry/mesh/edges';
import { neighboursOf } from '../../../src/geometry/mesh/neighbours';
import { bumpySphere } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';

const listOf = (faces: Uint32Array, many: number): number[][] => {
  const { starts, neighbours } = neighboursOf(faces, many);
  expect([starts[0], starts[many], starts.length]).toEqual([0, neighbours.length, many + 1]);
  return Array.from({ length: many }, (_vertex, v) => [...neighbours.subarray(starts[v]!, starts[v + 1]!)]);
};

const bySets = (faces: Uint32Array, many: number): number[][] => {
  const sets = Array.from({ length: many }, () => new Set<number>());
  for (let at = 0; at < faces.length; at++) {
    for (let k = 0; k < 3; k++) {
      const other = faces[at - (at % 3) + k]!;
      if (other !== faces[at]) sets[faces[at]!]!.add(other);
    }
  }
  return sets.map((set) => [...set].sort((a, b) => a - b));
};

test.each([1, 2, 3, 4, 5, 6])('any faces, also those that name a vertex twice (seed %i)', (seed) => {
  const next = random(seed);
  const many = 3 + Math.floor(next() * 40);
  const faces = Uint32Array.from({ length: 3 * Math.floor(next() * 80) }, () => Math.floor(next() * many));
  const found = listOf(faces, many);
  for (const list of found) expect(new Set(list).size).toBe(list.length);
  expect(found.map((list) => list.sort((a, b) => a - b))).toEqual(bySets(faces, many));
});

test('on a closed surface two for each edge, and so as many as corners of faces', () => {
  const { vertices, faces } = bumpySphere(24, 12);
  let edges = 0;
  eachEdge({ vertices, faces }, () => edges++);
  const { neighbours } = neighboursOf(faces, vertices.length / 3);
  expect(neighbours.length).toBe(2 * edges);
  expect(neighbours.length).toBe(faces.length);
});

test('no faces: no neighbours', () => {
  expect(listOf(new Uint32Array(0), 2)).toEqual([[], []]);
  expect(listOf(new Uint32Array(0), 0)).toEqual([]);
});
