/** Gzip with a limit on what comes out: the size that a file claims is not believed. */
import { TtError } from '../core/errors';

// fflate builds its tables when it is loaded, which costs every formula 25 ms: so only on first use.
declare const require: (name: 'fflate') => typeof import('fflate');

/** Input taken at once; a gzip file can grow a thousandfold. */
const STEP = 32_768;

/** The bytes inside a gzip file, at most `most`. Throws INPUT for what is not whole gzip, BIG beyond the limit. */
export function gunzip(bytes: Uint8Array, what: string, most: number): Uint8Array {
  const { Gunzip } = require('fflate');
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Gunzip((part, final) => {
    size += part.length;
    if (size > most) throw new TtError('BIG', `${what} unpacks to more than ${Math.round(most / 1e6)} MB`);
    parts.push(part);
    ended = final;
  });
  try {
    for (let at = 0; at < bytes.length; at += STEP) {
      stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    }
  } catch (error) {
    if (error instanceof TtError) throw error;
    throw notGzip(what);
  }
  if (!ended) throw notGzip(what);
  // The last four bytes say the length, modulo 2^32.
  const end = bytes.length;
  const claimed =
    bytes[end - 4]! + bytes[end - 3]! * 2 ** 8 + bytes[end - 2]! * 2 ** 16 + bytes[end - 1]! * 2 ** 24;
  if (claimed !== size % 2 ** 32) throw notGzip(what);
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const notGzip = (what: string): TtError => new TtError('INPUT', `${what} is damaged: its gzip is not whole`);

/** `level` 0 to 9; the same bytes give the same file. */
export function gzip(bytes: Uint8Array, level: 0 | 6 | 9 = 6): Uint8Array {
  return require('fflate').gzipSync(bytes, { level, mtime: 0 });
}

/** UTF-8 as text, and text as UTF-8. */
export const utf8 = (bytes: Uint8Array): string => require('fflate').strFromU8(bytes);
export const toUtf8 = (text: string): Uint8Array => require('fflate').strToU8(text);
