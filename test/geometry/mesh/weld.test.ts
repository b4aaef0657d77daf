import { dropUnused, mergePositions, weld } from '../../../src/geometry/mesh/weld';
import { meshOf } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';

test('positions are merged in order of first appearance; 0 and -0 are one', () => {
  const { vertices, index } = mergePositions(Float64Array.of(1, 2, 3, 0, 0, 0, 1, 2, 3, -0, 0, -0));
  expect([...vertices]).toEqual([1, 2, 3, 0, 0, 0]);
  expect([...index]).toEqual([0, 1, 0, 1]);
});

test('places that differ in the last digit stay apart', () => {
  expect(mergePositions(Float64Array.of(0.1 + 0.2, 0, 0, 0.3, 0, 0)).index).toEqual(Uint32Array.of(0, 1));
});

test.each([1, 2, 3])('as a map of texts does it, seed %i', (seed) => {
  const next = random(seed);
  const vertices = Float64Array.from({ length: 9000 }, () => Math.floor(next() * 12) / 4 - 1);
  const known = new Map<string, number>();
  const expected = Array.from({ length: 3000 }, (_, i) => {
    const key = [...vertices.subarray(i * 3, i * 3 + 3)].map((x) => x + 0).join();
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key)!;
  });
  const merged = mergePositions(vertices);
  expect([...merged.index]).toEqual(expected);
  expect(merged.vertices.length).toBe(known.size * 3);
});

test('weld keeps every face, dropUnused every used vertex', () => {
  const soup = meshOf(
    [
      [0, 0, 0],
      [1, 0, 0],
      [9, 9, 9],
      [0, 1, 0],
      [1, 0, 0],
    ],
    [
      [0, 1, 3],
      [3, 4, 0],
      [1, 4, 0],
    ],
  );
  const welded = weld(soup);
  expect([...welded.faces]).toEqual([0, 1, 3, 3, 1, 0, 1, 1, 0]);
  const lean = dropUnused(welded);
  expect([...lean.faces]).toEqual([0, 1, 2, 2, 1, 0, 1, 1, 0]);
  expect([...lean.vertices]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
});

test('nothing', () => {
  const none = { vertices: new Float64Array(0), faces: new Uint32Array(0) };
  expect(weld(none)).toEqual(none);
  expect(dropUnused(none)).toEqual(none);
});
