/** Packs N ids into 8·N bytes, little-endian uint64: the body of CAVE's binary routes. */
export function packIds(ids: ArrayLike<string | bigint>): Uint8Array {
  return new Uint8Array(BigUint64Array.from(Array.from(ids), BigInt).buffer);
}
