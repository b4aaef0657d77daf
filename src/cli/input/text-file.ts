/** Decodes a text file: UTF-8 or UTF-16, with or without a byte-order mark, compressed by gzip or not. */
import { TextDecoder } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { TtError } from '../../core/errors';

/** After decompression. */
const MOST_BYTES = 512e6;

/** `what` is the file's name for errors. Throws INPUT if the bytes are not text. */
export function fileText(fileBytes: Uint8Array, what: string): string {
  const bytes = fileBytes[0] === 0x1f && fileBytes[1] === 0x8b ? unpack(fileBytes, what) : fileBytes;
  const text = decoderOf(bytes, what).decode(bytes);
  if (text.includes('\u0000')) throw new TtError('INPUT', `${what} is no text file`);
  return text;
}

function unpack(bytes: Uint8Array, what: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    throw new TtError('INPUT', `${what} is packed by gzip and damaged, or holds over ${MOST_BYTES / 1e6} MB`);
  }
}

/** A decoder removes the byte-order mark of its own encoding. */
function decoderOf(bytes: Uint8Array, what: string): TextDecoder {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  const utf16 = withoutMark(bytes);
  if (utf16 !== null) return new TextDecoder(utf16);
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    utf8.decode(bytes);
    return new TextDecoder('utf-8');
  } catch {
    throw new TtError('INPUT', `${what} is neither UTF-8 nor UTF-16: save it as UTF-8 text`);
  }
}

/**
 * In UTF-16, every second byte of digits and Latin letters is zero; text never has zeros at both even and odd
 * positions.
 */
function withoutMark(bytes: Uint8Array): string | null {
  if (bytes.length % 2 === 1) return null;
  const many = Math.min(bytes.length, 4096);
  const zeros = [0, 0];
  for (let i = 0; i < many; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  if (zeros[1]! > many / 4 && zeros[0] === 0) return 'utf-16le';
  return zeros[0]! > many / 4 && zeros[1] === 0 ? 'utf-16be' : null;
}
