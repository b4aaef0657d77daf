/** Root ids that look scattered, as real ones do, but from which the family can be computed. */

/** Number of root ids per family before the overflow numbers are used. */
const PER_FAMILY = 64n;
const SPAN = 1n << 28n;
const BASE = 400_000_000n;
const FACTOR = 0x9e3779bn;
const INVERSE = inverseOf(FACTOR, SPAN);

function inverseOf(a: bigint, modulus: bigint): bigint {
  let x = 1n;
  // Newton's iteration doubles the number of correct bits; an odd factor always has an inverse modulo a power of two.
  for (let i = 0; i < 6; i++) x = (x * (2n - a * x)) % modulus;
  return ((x % modulus) + modulus) % modulus;
}

export function rootIdOf(layers: number, family: number, k: number): string {
  const index = BigInt(family) * PER_FAMILY + BigInt(k);
  return String((BigInt(layers) << 56n) + BASE + ((index * FACTOR) % SPAN));
}

/** The family that this id can belong to; null if there is none. */
export function familyOfRootId(layers: number, id: bigint): number | null {
  const residue = id - (BigInt(layers) << 56n) - BASE;
  if (residue < 0n || residue >= SPAN) return null;
  return Number(((residue * INVERSE) % SPAN) / PER_FAMILY);
}

export const ROOTS_PER_FAMILY = Number(PER_FAMILY);
