/** Exact fractions: decimals, doubles, and the one rounding at the end. */
import { decimal, nearestDouble, onOneScale, roundedTo, roundedToEven, truncate } from '../../src/core/exact';
import { random } from '../../workbench/random';

const fraction = (top: number | string, bottom: number | string) => ({
  top: BigInt(top),
  bottom: BigInt(bottom),
});

test.each([
  [0.1, 1, 10],
  [-12.5, -125, 10],
  [1e-7, 1, 10_000_000],
  [1e21, '1000000000000000000000', 1],
  [0, 0, 1],
])('%s in its own decimals', (value, top, bottom) => {
  const written = decimal(value);
  expect(written.top * BigInt(bottom)).toBe(BigInt(top) * written.bottom);
});

test.each([
  [1, 2, 0],
  [3, 2, 2],
  [5, 2, 2],
  [-1, 2, 0],
  [-3, 2, -2],
  [7, 3, 2],
  [8, 3, 3],
  [-8, 3, -3],
])('%s/%s rounds to %s', (top, bottom, expected) =>
  expect(roundedToEven(fraction(top, bottom))).toBe(BigInt(expected)),
);

test.each([
  [12, 23, 3, 0.522],
  [1, 8, 2, 0.12],
  [3, 8, 2, 0.38],
  [-1, 1000, 2, 0],
  [5, 1, 0, 5],
  [2, 3, 15, 0.666666666666667],
])('%s/%s to %s decimals is %s', (top, bottom, digits, expected) =>
  expect(roundedTo(fraction(top, bottom), digits)).toBe(expected),
);

test('cut toward zero', () => {
  expect(truncate(fraction(-7, 2))).toBe(BigInt(-3));
  expect(truncate(fraction(7, 2))).toBe(BigInt(3));
});

test('doubles on one scale keep every bit', () => {
  const values = [0.1, -3, 2 ** -1074, 1e308, 0];
  const { integers, shift } = onOneScale(values);
  expect(integers.map((top) => nearestDouble({ top, bottom: BigInt(1) << BigInt(shift) }))).toEqual(values);
  expect(() => onOneScale([Number.NaN])).toThrow(RangeError);
});

test('seed 5: of 10,000 quotients of integers, each is the double that division gives', () => {
  const next = random(5);
  for (let i = 0; i < 10_000; i++) {
    const top = Math.floor((next() - 0.5) * 2 ** Math.floor(next() * 53));
    const bottom = 1 + Math.floor(next() * 2 ** Math.floor(next() * 52));
    expect(nearestDouble(fraction(top, bottom))).toBe(top === 0 ? 0 : top / bottom);
  }
});
