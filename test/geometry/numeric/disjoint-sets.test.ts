import { DisjointSets } from '../../../src/geometry/numeric/disjoint-sets';
import { random } from '../../../workbench/random';

test.each([1, 2, 3])('as by painting, seed %i', (seed) => {
  const next = random(seed);
  const groups = new DisjointSets(200);
  const colours = Array.from({ length: 200 }, (_, i) => i);
  for (let i = 0; i < 150; i++) {
    const [a, b] = [Math.floor(next() * 200), Math.floor(next() * 200)];
    const [keep, paint] = [Math.min(colours[a]!, colours[b]!), Math.max(colours[a]!, colours[b]!)];
    expect(groups.union(a, b)).toBe(keep !== paint);
    for (const [at, colour] of colours.entries()) if (colour === paint) colours[at] = keep;
  }
  // The lowest of a group stands for it.
  expect(colours.map((_, at) => groups.find(at))).toEqual(colours);
});
