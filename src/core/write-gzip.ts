/** Writing gzip, apart from reading it: the add-on reads alone, and deflate would be 5 KB of its bundle. */

// Loaded on first use, as in `gzip.ts`.
declare const require: (name: 'fflate') => typeof import('fflate');

/** `level` 0 to 9; the same bytes give the same file. */
export function gzip(bytes: Uint8Array, level: 0 | 6 | 9 = 6): Uint8Array {
  return require('fflate').gzipSync(bytes, { level, mtime: 0 });
}
