/** Writes properties within Google's limits: 9 KB per value, 500 KB in total. */

import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { PropertyStore } from '../interfaces/host';

/** Google says 9 KB, but not whether that means 9,000 or 9,216 bytes. */
export const PROPERTY_BYTES = 9000;

export function bytesOf(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts as two bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** Throws BIG if the value does not fit; `what` is the subject of the sentence. */
export function setBounded(store: PropertyStore, key: string, value: string, what: string): void {
  if (bytesOf(value) > PROPERTY_BYTES) {
    throw new TtError(
      'BIG',
      `${what} is too long to be kept: ${groupedNumber(bytesOf(value))} of 9,000 bytes`,
    );
  }
  store.set(key, value);
}
