import { reportMesh } from '../../../src/geometry/mesh/report';
import { dropFlaps, eachSameFaces } from '../../../src/geometry/mesh/same-faces';
import { box } from '../../../workbench/geometry/meshes';
import { random } from '../../../workbench/random';

test.each([1, 2])('the same as a map of texts finds, seed %i', (seed) => {
  const next = random(seed);
  const faces = Uint32Array.from({ length: 1500 }, () => Math.floor(next() * 9));
  const sets = new Map<string, number[]>();
  for (let face = 0; face < 500; face++) {
    const key = [...faces.subarray(face * 3, face * 3 + 3)].sort().join();
    sets.set(key, [...(sets.get(key) ?? []), face]);
  }
  const found: (readonly number[])[] = [];
  eachSameFaces({ vertices: new Float64Array(27), faces }, (same) => found.push(same));
  const plain = [...sets.values()].filter((same) => same.length > 1);
  expect(new Set(found.map(String))).toEqual(new Set(plain.map(String)));
  expect(found.length).toBe(plain.length);
});

test('a flap goes, a face that is there twice stays', () => {
  const cube = box([0, 0, 0], [1, 1, 1]);
  const [a, b, c] = cube.faces as unknown as [number, number, number];
  const flapped = { ...cube, faces: Uint32Array.of(0, 3, 5, ...cube.faces, 5, 3, 0) };
  expect(dropFlaps(flapped)).toEqual(cube);
  expect(reportMesh(dropFlaps(flapped)).closed).toBe(true);
  const twice = { ...cube, faces: Uint32Array.of(b, c, a, ...cube.faces) };
  expect(dropFlaps(twice)).toBe(twice);
});
