/** Seeded numbers: the same seed gives the same world on every computer. */

const { floor, imul } = Math;

export type Rng = () => number;

/** A well-mixed 32-bit hash of integers. */
export function hash(...parts: number[]): number {
  let h = 0x811c9dc5;
  for (const part of parts) {
    h = imul(h ^ (part | 0), 0x85ebca6b);
    h = imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = imul(h ^ text.charCodeAt(i), 0x01000193);
  return hash(h);
}

/** A generator of numbers in [0, 1) (mulberry32). */
export function rng(seed: number): Rng {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An integer in [low, high]. */
export const between = (random: Rng, low: number, high: number): number =>
  low + floor(random() * (high - low + 1));

export function pick<T>(random: Rng, list: readonly T[]): T {
  return list[floor(random() * list.length)]!;
}
