/**
 * Segment, supervoxel and chunk ids: unsigned 64-bit integers that live as decimal text from cell to wire and
 * back. A double holds 53 bits, so a number is an id only while it is exact.
 */

/** A decimal uint64 without sign, leading zeros or spaces. Made by `parseId` or `toId` only. */
export type Id = string & { readonly __id: unique symbol };

const DIGITS = /^(0|[1-9][0-9]{0,19})$/;
const MAX = '18446744073709551615';

/** Order by value. Canonical text has no leading zeros, so the longer text is the larger number. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The id that `text` spells, or null where it is not a canonical uint64. */
export function parseId(text: string): Id | null {
  return DIGITS.test(text) && compareIds(text, MAX) <= 0 ? (text as Id) : null;
}

/** As `parseId`, for ids that a service sent: anything else there is a broken reply, not a user's mistake. */
export function toId(value: unknown): Id {
  // biome-ignore lint/plugin: an exact number
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  const id = typeof text === 'string' ? parseId(text) : null;
  // biome-ignore lint/plugin: for the message
  if (id === null) throw new RangeError(`not an exact id: ${String(value).slice(0, 40)}`);
  return id;
}

/** Ids below it have layer 1 of the graph: supervoxels. */
export const LAYER_2 = '144115188075855872';

/** Distinct ids in order of first appearance. */
export function distinct(ids: Iterable<Id>): Id[] {
  return [...new Set(ids)];
}

/** The ids in 8·N bytes, little-endian uint64. Throws a RangeError where the bytes are not whole ids. */
export function unpackIds(bytes: Uint8Array): BigUint64Array {
  if (bytes.length % 8 !== 0) throw new RangeError(`${bytes.length} bytes are not whole 8-byte ids`);
  return new BigUint64Array(bytes.slice().buffer);
}
