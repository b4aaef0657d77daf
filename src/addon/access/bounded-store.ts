/** Properties within Google's limits: 9 KB a value, 500 KB in all. */
import { TtError } from '../../core/errors';
import type { PropertyStore } from '../interfaces/host';

/** Google says 9 KB; whether that is 9,000 or 9,216 it does not say. */
export const PROPERTY_BYTES = 9000;

export function bytesOf(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts as two.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** Throws in words where the value does not fit; `what` begins the sentence. */
export function setBounded(store: PropertyStore, key: string, value: string, what: string): void {
  if (bytesOf(value) > PROPERTY_BYTES) {
    throw new TtError(
      'BIG',
      `${what} is too long to be kept: ${bytesOf(value).toLocaleString('en-US')} of 9,000 bytes`,
    );
  }
  store.set(key, value);
}
