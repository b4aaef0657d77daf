/** CRC-32C by its published check values: RFC 3720, B.4. */
import { crc32c } from '../../src/core/crc32c';

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
