import { gzipSync } from 'node:zlib';
import { fileText } from '../../../src/cli/input/text-file';

const TEXT = 'root_id\r\n720575941609391725\r\n';

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16 little', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16 big', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
  ['UTF-16 little without a mark', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16 big without a mark', Buffer.from(TEXT, 'utf16le').swap16()],
  ['gzip', gzipSync(TEXT)],
] as const)('%s', (_how, bytes) => {
  expect(fileText(bytes, 'it')).toBe(TEXT);
});

test.each([
  [
    'a picture',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    /neither UTF-8 nor UTF-16/,
  ],
  ['Latin-1', Buffer.from('Caf\xe9', 'latin1'), /neither UTF-8 nor UTF-16: save it as UTF-8/],
  ['zeros', Buffer.from('a\u0000b'), /is no text file/],
  ['half a gzip', gzipSync(TEXT).subarray(0, 20), /packed by gzip and damaged/],
] as const)('%s is refused', (_what, bytes, words) => {
  expect(() => fileText(bytes, 'it')).toThrow(words);
});
