/** NumPy's format, read here as its description says. */
import { writeNpy, writeNumbers } from '../../../src/volumes/labels/npy';

const LABELS = BigUint64Array.from([0n, 1n, 255n, 18_446_744_073_709_551_615n, 720575941609391725n, 6n]);

test('the header: magic, version, length, fields, aligned to 64', () => {
  const bytes = writeNpy(LABELS, [3, 2, 1], 'uint64');
  const data = Buffer.from(bytes);
  expect(data.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
  const length = data.readUInt16LE(8);
  expect((10 + length) % 64).toBe(0);
  const header = data.subarray(10, 10 + length).toString('latin1');
  expect(header.trimEnd()).toBe("{'descr': '<u8', 'fortran_order': True, 'shape': (3, 2, 1), }");
  expect(header.endsWith('\n')).toBe(true);
  const numbers = data.subarray(10 + length);
  expect(Array.from(LABELS, (_label, i) => numbers.readBigUInt64LE(8 * i))).toEqual([...LABELS]);
});

test.each([
  ['uint8', '|u1', 1],
  ['uint16', '<u2', 2],
  ['uint32', '<u4', 4],
] as const)('%s keeps its width', (type, descr, width) => {
  const labels = BigUint64Array.from([0n, 7n, 255n]);
  const bytes = Buffer.from(writeNpy(labels, [3, 1, 1], type));
  expect(bytes.toString('latin1')).toContain(`'${descr}'`);
  const numbers = bytes.subarray(bytes.length - 3 * width);
  expect([0, 1, 2].map((i) => numbers.readUIntLE(i * width, width))).toEqual([0, 7, 255]);
});

test('values that are no labels are refused by name', () => {
  expect(() => writeNumbers(LABELS, 'float32')).toThrow('this volume holds float32 values, not segment ids');
});
