/** Recognizes a Draco mesh by its first bytes. Separate from the decoder, which is large. */
export const isDraco = (bytes: Uint8Array): boolean =>
  bytes.length >= 5 && String.fromCharCode(...bytes.subarray(0, 5)) === 'DRACO';
