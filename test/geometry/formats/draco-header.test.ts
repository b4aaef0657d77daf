/** Counts in a Draco header, written here byte by byte. */
import { dracoCounts } from '../../../src/geometry/formats/draco-header';

const header = (more: number[], { type = 1, method = 1, flags = 0, version = [2, 2] } = {}): Uint8Array =>
  Uint8Array.from([
    ...new TextEncoder().encode('DRACO'),
    ...version,
    type,
    method,
    flags & 0xff,
    flags >> 8,
    ...more,
  ]);
/** Seven bits a byte, the lowest first. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];

test.each([
  [0, 0],
  [127, 128],
  [16_383, 16_384],
  [2 ** 31 - 1, 2 ** 21],
])('edgebreaker: %i points, %i triangles', (points, faces) => {
  expect(dracoCounts(header([0, ...varint(points), ...varint(faces), 0, 0]))).toEqual({ points, faces });
});

test('a header that ends too early, is of another kind or another version', () => {
  expect(() => dracoCounts(header([0, 0x80]))).toThrow('ends within its header');
  expect(() => dracoCounts(header([0, 1, 1], { type: 0 }))).toThrow('points, not a mesh');
  expect(() => dracoCounts(header([0, 1, 1], { version: [1, 3] }))).toThrow('version 1.3');
  expect(() => dracoCounts(new Uint8Array(0))).toThrow('does not begin with DRACO');
});
