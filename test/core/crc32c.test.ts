/** CRC-32C by its published check values: RFC 3720, B.4. */
import { Crc32c, crc32c } from '../../src/core/crc32c';
import { random } from '../../workbench/random';

const hex = (text: string): string => Buffer.from(text, 'base64').toString('hex');

test.each([
  ['nothing', new Uint8Array(0), '00000000'],
  ['32 zeros', new Uint8Array(32), '8a9136aa'],
  ['32 ones', new Uint8Array(32).fill(255), '62a8ab43'],
  ['0 to 31', Uint8Array.from({ length: 32 }, (_none, n) => n), '46dd794e'],
  ['123456789', Buffer.from('123456789'), 'e3069283'],
])('%s', (_name, bytes, sum) => {
  expect(hex(crc32c(bytes))).toBe(sum);
});

/** Bit by bit, as the polynomial is written. */
function slow(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test('every length, in one piece and in pieces, against the sum bit by bit, seed 3', () => {
  const chance = random(3);
  for (let length = 0; length < 300; length++) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(chance() * 256));
    const cut = Math.floor(chance() * (length + 1));
    expect(Number.parseInt(hex(crc32c(bytes)), 16)).toBe(slow(bytes));
    expect(new Crc32c().update(bytes.subarray(0, cut)).update(bytes.subarray(cut)).digest()).toBe(
      crc32c(bytes),
    );
  }
});
