/** A short key for a long text: the add-on's cache takes keys of at most 250 characters. */

const PRIME = 0x01000193;

/**
 * Two 32-bit FNV-1a hashes, forwards and backwards, and the length. Sufficient to distinguish the texts of one
 * spreadsheet, not more.
 */
export function textKey(text: string): string {
  let forth = 0x811c9dc5;
  let back = 0x811c9dc5;
  for (let i = 0, j = text.length - 1; j >= 0; i++, j--) {
    forth = Math.imul(forth ^ text.charCodeAt(i), PRIME);
    back = Math.imul(back ^ text.charCodeAt(j), PRIME);
  }
  return [forth >>> 0, back >>> 0, text.length].map((part) => part.toString(36)).join('-');
}
