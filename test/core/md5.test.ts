/** MD5 against Node's, in one piece and in many. */
import { createHash } from 'node:crypto';
import { Md5 } from '../../src/core/md5';
import { random as seeded } from '../../workbench/random';

const judge = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const ours = (...pieces: Uint8Array[]) => {
  const sum = new Md5();
  for (const piece of pieces) sum.update(piece);
  return Buffer.from(sum.digest()).toString('hex');
};

test('every length around the edges of a block', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_none, n) => (n * 7 + length) & 255);
    expect(ours(bytes)).toBe(judge(bytes));
  }
});

test('the words of RFC 1321', () => {
  expect(ours(new Uint8Array(Buffer.from('message digest')))).toBe('f96b697d7cb7938d525a2f31aaf161d0');
});

test('pieces of any length, seed 7', () => {
  const random = seeded(7);
  for (let round = 0; round < 200; round++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 5000) }, () => Math.floor(random() * 256));
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const next = at + Math.floor(random() * 300);
      pieces.push(bytes.subarray(at, next));
      at = next;
    }
    expect(ours(...pieces)).toBe(judge(bytes));
  }
});
