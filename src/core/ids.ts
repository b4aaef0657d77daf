/**
 * Segment, supervoxel and chunk ids: unsigned 64-bit integers that are decimal text everywhere, from the cell to the
 * HTTP request and back. A double holds 53 bits, so a number is an id only if it is a safe integer.
 */

/** A decimal uint64 without sign, leading zeros or spaces. Only `parseId` and `toId` make one. */
export type Id = string & { readonly __id: unique symbol };

const DIGITS = /^(0|[1-9][0-9]{0,19})$/;
const MAX = '18446744073709551615';

/** Compares by value. Text without leading zeros is the larger number if it is longer. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The id that `text` holds, or null if the text is not a canonical uint64. */
export function parseId(text: string): Id | null {
  return DIGITS.test(text) && compareIds(text, MAX) <= 0 ? (text as Id) : null;
}

/**
 * As `parseId`, for ids from a service. Throws a RangeError for anything else: the reply is broken, and the user made
 * no mistake.
 */
export function toId(value: unknown): Id {
  // biome-ignore lint/plugin: an exact number
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  const id = typeof text === 'string' ? parseId(text) : null;
  // biome-ignore lint/plugin: for the message
  if (id === null) throw new RangeError(`not an exact id: ${String(value).slice(0, 40)}`);
  return id;
}

/** The smallest id of layer 2 of the graph. Smaller ids are supervoxels. */
export const LAYER_2 = '144115188075855872';

/** The distinct ids in order of first appearance. */
export function distinct(ids: Iterable<Id>): Id[] {
  return [...new Set(ids)];
}

/** Reads 8·N bytes as little-endian uint64 ids. Throws a RangeError if the length is not a multiple of 8. */
export function unpackIds(bytes: Uint8Array): BigUint64Array {
  if (bytes.length % 8 !== 0) throw new RangeError(`${bytes.length} bytes are not whole 8-byte ids`);
  return new BigUint64Array(bytes.slice().buffer);
}
