import { gzipSync } from 'node:zlib';
import { textBytes, unpack } from '../../../src/geometry/formats/plain-bytes';
import { ascii } from '../support/bytes';

const plain = 'v 1 2 3\n';
const read = (bytes: Uint8Array | string) => String.fromCharCode(...textBytes(bytes, 'it'));
const bytes = (buffer: Buffer) => new Uint8Array(buffer);

test.each<[string, Uint8Array | string]>([
  ['a text', plain],
  ['a text with a mark', `\ufeff${plain}`],
  ['ASCII', ascii(plain)],
  ['UTF-8 with a mark', bytes(Buffer.from(`\ufeff${plain}`))],
  ['UTF-16, low byte first', bytes(Buffer.from(`\ufeff${plain}`, 'utf16le'))],
  ['UTF-16, high byte first', bytes(Buffer.from(`\ufeff${plain}`, 'utf16le').swap16())],
  ['zeros behind it', ascii(`${plain}\0\0\0`)],
  ['an end-of-file mark', ascii(`${plain}\x1a`)],
  ['gzip', bytes(gzipSync(plain))],
  ['gzip of gzip', bytes(gzipSync(gzipSync(plain)))],
  ['gzip of UTF-16', bytes(gzipSync(Buffer.from(`\ufeff${plain}`, 'utf16le')))],
])('%s', (_name, given) => expect(read(given)).toBe(plain));

test('letters of other alphabets become one mark each', () => {
  expect(read('µ日v')).toBe('??v');
  expect(read(bytes(Buffer.from('\ufeffµv', 'utf16le')))).toBe('?v');
});

test.each<[string, Uint8Array, string]>([
  ['cut gzip', bytes(gzipSync(plain)).slice(0, -3), 'it is damaged: its gzip is not whole'],
  ['bzip2', ascii('BZh91AY'), 'it is packed with bzip2: unpack it first. Only gzip is unpacked here'],
  ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), 'it is packed with xz'],
  ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), 'it is packed with zstd'],
])('%s is refused', (_name, given, words) => expect(() => unpack(given, 'it')).toThrow(words));
