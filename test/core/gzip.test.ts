/** Gzip and zlib with a limit: what a file claims is checked before and after it is unpacked. */
import { deflateSync, gzipSync } from 'node:zlib';
import { TtError } from '../../src/core/errors';
import { gunzip, inflate, MOST_RATIO } from '../../src/core/gzip';
import { gzip } from '../../src/core/write-gzip';
import { random } from '../../workbench/random';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof TtError) return error.code;
    throw error;
  }
  return 'none';
};
const bytesOf = (seed: number, length: number) => {
  const next = random(seed);
  return Uint8Array.from({ length }, () => Math.floor(next() * 256));
};

test.each([0, 1, 1000, 70_000])(
  '%i random bytes there and back, by zlib and by ourselves (seed 4)',
  (length) => {
    const bytes = bytesOf(4, length);
    expect(gunzip(gzipSync(bytes), 'x', length)).toEqual(bytes);
    expect(gunzip(gzip(bytes), 'x', length)).toEqual(bytes);
    expect(inflate(deflateSync(bytes), length, 'x')).toEqual(bytes);
  },
);

test('the same bytes give the same file', () => {
  expect(gzip(bytesOf(1, 100))).toEqual(gzip(bytesOf(1, 100)));
});

test('beyond the limit, and where the size is a lie, nothing is unpacked', () => {
  const file = gzipSync(new Uint8Array(5000));
  expect(codeOf(() => gunzip(file, 'x', 4999))).toBe('BIG');
  const claim = (size: number) => {
    const changed = Uint8Array.from(file);
    new DataView(changed.buffer).setUint32(changed.length - 4, size, true);
    return changed;
  };
  expect(codeOf(() => gunzip(claim(4999), 'x', 1e9))).toBe('INPUT');
  expect(codeOf(() => gunzip(claim(5001), 'x', 1e9))).toBe('INPUT');
  expect(codeOf(() => gunzip(claim(MOST_RATIO * file.length + 1), 'x', 1e12))).toBe('INPUT');
  expect(codeOf(() => inflate(deflateSync(new Uint8Array(10)), 11, 'x'))).toBe('INPUT');
  expect(codeOf(() => inflate(deflateSync(new Uint8Array(10).fill(7)), 9, 'x'))).toBe('INPUT');
  expect(codeOf(() => inflate(new Uint8Array(20), MOST_RATIO * 20 + 1, 'x'))).toBe('INPUT');
});

test('every changed byte of a small file is noticed, but for those that only name it', () => {
  const file = gzipSync('a segment is one connected object');
  for (let at = 10; at < file.length; at++) {
    const changed = Uint8Array.from(file);
    changed[at]! ^= 0x55;
    expect([at, codeOf(() => gunzip(changed, 'x', 1e6))]).toEqual([at, expect.stringMatching(/INPUT|BIG/)]);
  }
  for (let length = 0; length < file.length; length++) {
    expect(codeOf(() => gunzip(file.subarray(0, length), 'x', 1e6))).toMatch(/INPUT|BIG/);
  }
});
