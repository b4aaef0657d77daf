/** Gzip, undone. */

// fflate builds its tables when it is loaded, 25 ms in every execution, each formula's too: so only on first use.
declare const require: (name: 'fflate') => typeof import('fflate');

/** The text inside a gzip file. Throws where the bytes are not one. */
export function gunzipText(bytes: Uint8Array): string {
  const { gunzipSync, strFromU8 } = require('fflate');
  return strFromU8(gunzipSync(bytes));
}
