/** Reads gzip with a limit on the decompressed size: the size that the file states is not trusted. */
import { TtError } from './errors';

// fflate builds its tables when it loads, which costs every formula 25 ms: it is loaded only on first use.
declare const require: (name: 'fflate') => typeof import('fflate');

/** The highest compression ratio that deflate can reach: a file that states more is damaged. */
export const MOST_RATIO = 1032;

/**
 * The decompressed content of a gzip file, at most `most` bytes. Throws INPUT for a damaged or truncated file, BIG
 * beyond the limit.
 */
export function gunzip(bytes: Uint8Array, what: string, most: number): Uint8Array {
  const end = bytes.length;
  if (end < 18) throw notGzip(what);
  // The last eight bytes hold the CRC-32 of the content and its length modulo 2^32.
  const word = (at: number): number =>
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  const size = word(end - 4);
  if (size > MOST_RATIO * end) throw notGzip(what);
  if (size > most) throw new TtError('BIG', `${what} unpacks to more than ${Math.round(most / 1e6)} MB`);
  let inside: Uint8Array;
  try {
    inside = require('fflate').gunzipSync(bytes, { out: new Uint8Array(size) });
  } catch {
    throw notGzip(what);
  }
  if (inside.length !== size || crc32(inside) !== word(end - 8)) throw notGzip(what);
  return inside;
}

/** The content of a zlib stream, which must be `size` bytes. Throws INPUT for anything else. */
export function inflate(bytes: Uint8Array, size: number, what: string): Uint8Array {
  if (size > MOST_RATIO * bytes.length) throw notGzip(what);
  let inside: Uint8Array;
  try {
    inside = require('fflate').unzlibSync(bytes, { out: new Uint8Array(size) });
  } catch {
    throw notGzip(what);
  }
  // The stream ends with a checksum. It also detects a longer content, of which only the first `size` bytes were
  // unpacked.
  const end = bytes.length;
  const checksum =
    ((bytes[end - 4]! << 24) | (bytes[end - 3]! << 16) | (bytes[end - 2]! << 8) | bytes[end - 1]!) >>> 0;
  if (inside.length !== size || adler32(inside) !== checksum) throw notGzip(what);
  return inside;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let i = 0; i < bytes.length; i++) {
    a = (a + bytes[i]!) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

let table: Uint32Array | null = null;

/** The CRC-32 that gzip, zip and PNG use. */
export function crc32(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_none, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    return value;
  });
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

const notGzip = (what: string): TtError => new TtError('INPUT', `${what} is damaged: its gzip is not whole`);
