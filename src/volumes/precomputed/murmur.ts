/** The first 64 bits of MurmurHash3 x86 128-bit with seed 0, for an 8-byte key, as sharded stores use it. */

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function finish(x: number): number {
  let h = x;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Requires 0 ≤ key < 2^64. */
export function murmurhash(key: bigint): bigint {
  // biome-ignore lint/plugin: a bigint of 32 bits or less
  const low = Number(key & 0xffffffffn);
  // biome-ignore lint/plugin: a bigint of 32 bits or less
  const high = Number(key >> 32n);
  // Eight bytes are less than a block, so only the tail step of the algorithm runs.
  let h2 = Math.imul(rotate(Math.imul(high, 0xab0e9789), 16), 0x38b34ae5);
  let h1 = Math.imul(rotate(Math.imul(low, 0x239b961b), 15), 0xab0e9789);
  let h3 = 8;
  let h4 = 8;
  h1 ^= 8;
  h2 ^= 8;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  [h1, h2, h3, h4] = [finish(h1), finish(h2), finish(h3), finish(h4)];
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  return (BigInt(h2 >>> 0) << 32n) | BigInt(h1 >>> 0);
}
