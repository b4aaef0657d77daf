/** Digits alone are a number. */
import { digitsValue } from '../../src/core/digits';

test.each([
  ['0', 0],
  ['007', 7],
  ['999999999999999', 999999999999999],
])('%s', (text, value) => expect(digitsValue(text)).toBe(value));

test.each(['', ' ', '1 ', '-1', '+1', '1.5', '1e3', '0x10', '1234567890123456', '१', null, undefined])(
  '%p is none',
  (text) => expect(digitsValue(text)).toBeNaN(),
);
