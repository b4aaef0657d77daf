import { decimal, nearestDouble } from '../../../src/core/exact';
import { CompensatedSum } from '../../../src/geometry/numeric/compensated-sum';
import { random } from '../../../workbench/random';

test('a small term between large ones that cancel is kept', () => {
  const sum = new CompensatedSum();
  for (const term of [1, 1e100, 1, -1e100]) sum.add(term);
  expect(sum.total).toBe(2);
});

test.each([1, 2, 3])('as exact fractions sum, seed %i', (seed) => {
  const next = random(seed);
  const sum = new CompensatedSum();
  let [top, bottom] = [0n, 1n];
  for (let i = 0; i < 300; i++) {
    const term = Math.round((next() - 0.5) * 1e6) * 10 ** Math.floor(next() * 8);
    sum.add(term);
    const exact = decimal(term);
    top = top * exact.bottom + exact.top * bottom;
    bottom *= exact.bottom;
  }
  expect(sum.total).toBe(nearestDouble({ top, bottom }));
});
