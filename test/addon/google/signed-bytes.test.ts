/** Every byte as Apps Script's services take it, and back. */
import { toSigned, toUnsigned } from '../../../src/addon/google/signed-bytes';

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test('every byte becomes its signed number and comes back', () => {
  expect(toSigned(ALL)).toEqual(Array.from(new Int8Array(ALL.buffer)));
  expect(toUnsigned(toSigned(ALL))).toEqual(ALL);
});

test('a part of a buffer is that part alone, and nothing is nothing', () => {
  expect(toSigned(ALL.subarray(126, 130))).toEqual([126, 127, -128, -127]);
  expect([toSigned(new Uint8Array(0)), [...toUnsigned([])]]).toEqual([[], []]);
});
