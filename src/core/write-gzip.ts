/** Writes gzip. It is apart from the reader because the add-on only reads, and deflate would add 5 KB to its bundle. */

// Loaded on first use, as in `gzip.ts`.
declare const require: (name: 'fflate') => typeof import('fflate');

/** `level` is 0 to 9; equal bytes give an equal file. */
export function gzip(bytes: Uint8Array, level: 0 | 6 | 9 = 6): Uint8Array {
  return require('fflate').gzipSync(bytes, { level, mtime: 0 });
}
