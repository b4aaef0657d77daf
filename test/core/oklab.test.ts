/** OKLab against Ottosson's published values (rounded to three decimals there), and back. */
import { distance2, toHex, toLab } from '../../src/core/oklab';
import { random } from '../../workbench/random';

test.each([
  ['#FF0000', [0.628, 0.225, 0.126]],
  ['#00FF00', [0.866, -0.234, 0.179]],
  ['#0000FF', [0.452, -0.032, -0.312]],
  ['#FFFFFF', [1, 0, 0]],
  ['#000000', [0, 0, 0]],
])('%s', (hex, lab) => {
  toLab(hex).forEach((value, axis) => {
    expect(value).toBeCloseTo(lab[axis]!, 3);
  });
});

test('500 random colours there and back (seed 6)', () => {
  const next = random(6);
  for (let i = 0; i < 500; i++) {
    const hex = `#${Math.floor(next() * 2 ** 24)
      .toString(16)
      .padStart(6, '0')}`.toUpperCase();
    expect(toHex(toLab(hex))).toBe(hex);
  }
});

test('what no screen shows has no hex', () => {
  expect(toHex([0.9, 0.4, 0])).toBeNull();
  expect(toHex([1.2, 0, 0])).toBeNull();
});

test('distances are squares', () => {
  expect(distance2([0, 0, 0], [0.1, 0.2, 0.2])).toBeCloseTo(0.09, 12);
});
