/** Exponents and memory of the bench of growth. */
import { exponentOf, heldBytes } from '../../bench/growth';

test('the exponent of a power is that power, also with some noise', () => {
  const at = (power: number, noise: (i: number) => number) =>
    exponentOf([1e3, 1e4, 1e5].map((units, i) => ({ units, ms: 3e-4 * units ** power * noise(i) })));
  expect(at(1, () => 1)).toBeCloseTo(1, 10);
  expect(at(2, () => 1)).toBeCloseTo(2, 10);
  expect(at(1, (i) => [1.1, 0.9, 1.1][i]!)).toBeCloseTo(1, 1);
});

test('arrays are counted once, wherever they stand', () => {
  const buffer = new Float64Array(10);
  expect(heldBytes({ a: buffer, b: { c: buffer.subarray(2), d: [new Uint8Array(5)] }, e: 3, f: null })).toBe(
    85,
  );
});
