/** The compiled CRC-32C against the script, which has the published check values. */
import { crc32c } from '../../../src/core/crc32c';
import { startNodeCrc32c } from '../../../src/node/crc32c/crc32c';
import { random } from '../../../workbench/random';

const LARGE = 256 * 1024;

function sumOf(bytes: Uint8Array, cuts: readonly number[], size: number): string {
  const sum = startNodeCrc32c(size);
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    sum.update(bytes.subarray(from, to));
    from = to;
  }
  return sum.digest();
}

test('nothing, and 123456789 (RFC 3720)', () => {
  expect(sumOf(new Uint8Array(0), [], LARGE)).toBe('AAAAAA==');
  expect(sumOf(Buffer.from('123456789'), [], LARGE)).toBe('4waSgw==');
});

test.each([
  [0, 300, 1],
  [65_500, 65_600, 7],
  [300_000, 300_400, 50],
])('lengths from %i to %i in pieces of any length, by code and by script, seed 5', (from, to, step) => {
  const draw = random(5);
  for (let length = from; length < to; length += step) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(draw() * 256));
    const cuts = Array.from({ length: Math.floor(draw() * 4) }, () => Math.floor(draw() * (length + 1))).sort(
      (a, b) => a - b,
    );
    const sum = crc32c(bytes);
    expect(sumOf(bytes, cuts, LARGE)).toBe(sum);
    expect(sumOf(bytes, cuts, length)).toBe(sum);
  }
});

test('two computations at once do not share a register', () => {
  const draw = random(6);
  const [a, b] = [0, 1].map(() => Uint8Array.from({ length: 200_000 }, () => Math.floor(draw() * 256))) as [
    Uint8Array,
    Uint8Array,
  ];
  const [one, other] = [startNodeCrc32c(LARGE), startNodeCrc32c(LARGE)];
  for (let at = 0; at < a.length; at += 70_000) {
    one.update(a.subarray(at, at + 70_000));
    other.update(b.subarray(at, at + 70_000));
  }
  expect([one.digest(), other.digest()]).toEqual([crc32c(a), crc32c(b)]);
});
