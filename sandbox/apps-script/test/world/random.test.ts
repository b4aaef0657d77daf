/** Seeded randomness. */

import { seededRandom } from '../../src/world/random';

test('the same seed gives the same numbers, spread over the unit interval', () => {
  const numbers = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 5000 }, random);
  };
  expect(numbers(5)).toEqual(numbers(5));
  expect(numbers(5)).not.toEqual(numbers(6));
  const mean = numbers(5).reduce((a, b) => a + b, 0) / 5000;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  expect(numbers(5).every((value) => value >= 0 && value < 1)).toBe(true);
});
