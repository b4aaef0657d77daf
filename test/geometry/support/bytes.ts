/** Files for tests, made of texts and numbers, and damaged versions of them. */
import { concatBytes } from '../../../src/volumes/objects/bytes';

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const concat = (...parts: Uint8Array[]): Uint8Array => concatBytes(parts);

/** Truncated, or with bytes changed, duplicated or removed. */
export function damage(bytes: Uint8Array, next: () => number): Uint8Array {
  const at = Math.floor(next() * bytes.length);
  switch (Math.floor(next() * 4)) {
    case 0:
      return bytes.slice(0, at);
    case 1: {
      const changed = bytes.slice();
      for (let times = 1 + Math.floor(next() * 4); times > 0; times--) {
        changed[Math.floor(next() * changed.length)] = Math.floor(next() * 256);
      }
      return changed;
    }
    case 2:
      return concat(bytes.subarray(0, at), bytes.subarray(Math.min(at + 1 + next() * 9, bytes.length)));
    default:
      return concat(bytes.subarray(0, at), bytes.subarray(Math.max(at - 5, 0)));
  }
}
