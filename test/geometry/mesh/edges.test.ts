import { eachEdge } from '../../../src/geometry/mesh/edges';
import { random } from '../../../workbench/random';

/** Counted in a map of texts, as slowly as plainly. */
function plainly(faces: Uint32Array): Map<string, [number, number]> {
  const edges = new Map<string, [number, number]>();
  for (let at = 0; at < faces.length; at++) {
    const from = faces[at]!;
    const to = faces[at % 3 === 2 ? at - 2 : at + 1]!;
    if (from === to) continue;
    const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
    const counts = edges.get(key) ?? [0, 0];
    counts[from < to ? 0 : 1]++;
    edges.set(key, counts);
  }
  return edges;
}

test.each([
  [1, 4, 60],
  [2, 50, 200],
  [3, 400, 700],
])('every edge once, seed %i, %i vertices, %i faces', (seed, vertices, count) => {
  const next = random(seed);
  // A hub that most faces share has its edges sorted the other way.
  const faces = Uint32Array.from({ length: count * 3 }, () =>
    next() < 0.2 ? 0 : Math.floor(next() * vertices),
  );
  const found = new Map<string, [number, number]>();
  eachEdge({ vertices: new Float64Array(vertices * 3), faces }, (low, high, up, down) => {
    expect(low).toBeLessThan(high);
    expect(found.has(`${low} ${high}`)).toBe(false);
    found.set(`${low} ${high}`, [up, down]);
  });
  expect(found).toEqual(plainly(faces));
});
