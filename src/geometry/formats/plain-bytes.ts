/** Prepares the content of a file for its reader: decompressed, without the marks that editors put before a text. */
import { TtError } from '../../core/errors';
import { gunzip } from '../../core/gzip';

/** A text of this length gives a mesh that fits into the memory of a computer with 2 GB. */
const MOST_BYTES = 512e6;
const QUESTION_MARK = 63;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** @throws INPUT if the file is damaged, or compressed in another format; BIG if it decompresses to too many bytes */
export function unpack(bytes: Uint8Array, what: string): Uint8Array {
  if (isGzip(bytes)) return unpack(gunzip(bytes, what, MOST_BYTES), what);
  for (const [name, start] of PACKERS) {
    if (start.every((byte, at) => bytes[at] === byte)) {
      throw new TtError(
        'INPUT',
        `${what} is packed with ${name}: unpack it first. Only gzip is unpacked here`,
      );
    }
  }
  return bytes;
}

const PACKERS: readonly [name: string, start: readonly number[]][] = [
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** Removes the byte-order mark of UTF-8. */
export const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/**
 * The bytes of an ASCII text: decompressed, without byte-order mark, from UTF-8 or UTF-16. Other characters become a
 * byte that no number or keyword contains.
 */
export function textBytes(text: string | Uint8Array, what: string): Uint8Array {
  if (typeof text === 'string') return toBytes(text.length, (at) => text.charCodeAt(at));
  const bytes = unpack(text, what);
  const low = bytes[0] === 0xff && bytes[1] === 0xfe ? 0 : bytes[0] === 0xfe && bytes[1] === 0xff ? 1 : null;
  if (low === null) return withoutPadding(withoutMark(bytes));
  return toBytes(bytes.length >> 1, (at) => bytes[2 * at + low]! | (bytes[2 * at + 1 - low]! << 8));
}

/** Removes the zeros and the end-of-file mark that some programs append to a text. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 26)) end--;
  return end === bytes.length ? bytes : bytes.subarray(0, end);
}

function toBytes(length: number, codeAt: (at: number) => number): Uint8Array {
  const from = length > 0 && codeAt(0) === 0xfeff ? 1 : 0;
  const bytes = new Uint8Array(length - from);
  for (let at = 0; at < bytes.length; at++) {
    const code = codeAt(at + from);
    bytes[at] = code < 128 ? code : QUESTION_MARK;
  }
  return bytes;
}
