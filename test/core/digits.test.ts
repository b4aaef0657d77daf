/** Digits alone are a number. */
import { digitsValue, hexValue, wholeValue } from '../../src/core/digits';

test.each([
  ['0', 0],
  ['007', 7],
  ['999999999999999', 999999999999999],
])('%s', (text, value) => expect(digitsValue(text)).toBe(value));

test.each(['', ' ', '1 ', '-1', '+1', '1.5', '1e3', '0x10', '1234567890123456', '१', null, undefined])(
  '%p is none',
  (text) => expect(digitsValue(text)).toBeNaN(),
);

test('hexadecimal digits, and the two forms of a JSON number', () => {
  expect(['ff', '0A', '', '0x1', 'g', '123456789'].map(hexValue)).toEqual([255, 10, NaN, NaN, NaN, NaN]);
  expect([5, '5', 0, null, '', ' ', -1, 1.5, 1e21, '1e3', [5], true].map(wholeValue)).toEqual([
    5,
    5,
    0,
    ...new Array(9).fill(NaN),
  ]);
});
