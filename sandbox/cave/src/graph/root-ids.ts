/** Root ids that look scattered, as real ones do, and still say which family they belong to. */

/** Root ids a family can hand out before the overflow numbers begin. */
const PER_FAMILY = 64n;
const SPAN = 1n << 28n;
const BASE = 400_000_000n;
const FACTOR = 0x9e3779bn;
const INVERSE = inverseOf(FACTOR, SPAN);

function inverseOf(a: bigint, modulus: bigint): bigint {
  let x = 1n;
  // Newton's step doubles the number of right bits; an odd factor always has an inverse modulo a power of two.
  for (let i = 0; i < 6; i++) x = (x * (2n - a * x)) % modulus;
  return ((x % modulus) + modulus) % modulus;
}

export function rootIdOf(layers: number, family: number, k: number): string {
  const index = BigInt(family) * PER_FAMILY + BigInt(k);
  return String((BigInt(layers) << 56n) + BASE + ((index * FACTOR) % SPAN));
}

/** Family that could have handed out this id; null where none could. */
export function familyOfRootId(layers: number, id: bigint): number | null {
  const scattered = id - (BigInt(layers) << 56n) - BASE;
  if (scattered < 0n || scattered >= SPAN) return null;
  return Number(((scattered * INVERSE) % SPAN) / PER_FAMILY);
}

export const ROOTS_PER_FAMILY = Number(PER_FAMILY);
