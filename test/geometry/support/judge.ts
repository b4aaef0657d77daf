/** A slow and simple judge for a segment and a triangle in whole numbers: linear equations by Cramer's rule. */

export type Whole3 = readonly [bigint, bigint, bigint];

export interface Verdict {
  /** 'along': the segment lies in the triangle's plane and meets it. */
  kind: 'apart' | 'point' | 'along';
  /** The point `top / bottom`, and whether it still counts after the infinitesimal step. */
  top: bigint;
  bottom: bigint;
  counted: boolean;
}

const none = (kind: 'apart' | 'along'): Verdict => ({ kind, top: 0n, bottom: 1n, counted: false });

/** `bits`: all coordinates are smaller than 2 ** bits. */
export function judge(p: Whole3, q: Whole3, triangle: readonly Whole3[], bits: number): Verdict {
  const [a, b, c] = triangle as [Whole3, Whole3, Whole3];
  const met = solve(p, q, a, b, c);
  if (met === 'apart') return none('apart');
  if (met === 'parallel') return none(flatTouch(p, q, [a, b, c]) ? 'along' : 'apart');
  const { top, bottom, tie } = met;
  if (!tie) return { kind: 'point', top, bottom, counted: true };
  // A step that no difference of products of two coordinates can cancel: 2^-s, 2^-2s and 2^-3s of a unit.
  const s = BigInt(2 * bits + 8);
  const wide = (x: Whole3): Whole3 => [x[0] << (3n * s), x[1] << (3n * s), x[2] << (3n * s)];
  const moveToWhole = (x: Whole3): Whole3 => {
    const [X, Y, Z] = wide(x);
    return [X + (1n << (2n * s)), Y + (1n << s), Z + 1n];
  };
  const after = solve(moveToWhole(p), moveToWhole(q), wide(a), wide(b), wide(c));
  return { kind: 'point', top, bottom, counted: typeof after === 'object' };
}

/** p + t·d = a + u·e + v·f with 0 ≤ t ≤ 1, 0 ≤ u, v and u + v ≤ 1. */
function solve(p: Whole3, q: Whole3, a: Whole3, b: Whole3, c: Whole3) {
  const [d, e, f, s] = [less(p, q), less(b, a), less(c, a), less(p, a)];
  const normal = cross(e, f);
  const whole = dot(d, normal);
  if (whole === 0n) return 'parallel';
  const turn = whole < 0n ? -1n : 1n;
  const [top, bottom] = [turn * dot(s, normal), turn * whole];
  if (top < 0n || top > bottom) return 'apart';
  const u = turn * det(d, s, f);
  if (u < 0n || u > bottom) return 'apart';
  const v = turn * det(d, e, s);
  if (v < 0n || u + v > bottom) return 'apart';
  const tie = top === 0n || top === bottom || u === 0n || v === 0n || u + v === bottom;
  return { top, bottom, tie };
}

/** Whether a segment in a triangle's plane meets it: clips the segment at the three edges. */
function flatTouch(p: Whole3, q: Whole3, [a, b, c]: readonly [Whole3, Whole3, Whole3]): boolean {
  const normal = cross(less(b, a), less(c, a));
  const axis = normal.findIndex((x) => x !== 0n);
  if (axis < 0 || dot(normal, less(p, a)) !== 0n || dot(normal, less(q, a)) !== 0n) return false;
  const turn = normal[axis]! > 0n ? 1n : -1n;
  // The rest of the segment from `low` to `high`, as fractions.
  let [low, lowBottom, high, highBottom] = [0n, 1n, 1n, 1n];
  for (const [from, to] of [
    [a, b],
    [b, c],
    [c, a],
  ] as const) {
    const within = (x: Whole3) => turn * cross(less(to, from), less(x, from))[axis]!;
    const [atP, atQ] = [within(p), within(q)];
    if (atP < 0n && atQ < 0n) return false;
    if (atP >= 0n && atQ >= 0n) continue;
    // The value is 0 at atP / (atP - atQ).
    const [top, bottom] = atP < 0n ? [-atP, atQ - atP] : [atP, atP - atQ];
    if (atP < 0n && top * lowBottom > low * bottom) [low, lowBottom] = [top, bottom];
    if (atP >= 0n && top * highBottom < high * bottom) [high, highBottom] = [top, bottom];
  }
  return low * highBottom <= high * lowBottom;
}

const less = (x: Whole3, y: Whole3): Whole3 => [x[0] - y[0], x[1] - y[1], x[2] - y[2]];
const dot = (x: Whole3, y: Whole3): bigint => x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
const cross = (x: Whole3, y: Whole3): Whole3 => [
  x[1] * y[2] - x[2] * y[1],
  x[2] * y[0] - x[0] * y[2],
  x[0] * y[1] - x[1] * y[0],
];
export const det = (x: Whole3, y: Whole3, z: Whole3): bigint => dot(x, cross(y, z));

/** Doubles as multiples of one unit, 2 ** -shift, read from their bits; and the number of bits that they need. */
export function wholes(values: Float64Array): { wholes: bigint[]; shift: number; bits: number } {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const exponents = Array.from(values, (_x, i) => Math.max((words[2 * i + 1]! >>> 20) & 0x7ff, 1) - 1075);
  let shift = 0;
  values.forEach((value, i) => {
    if (value !== 0) shift = Math.max(shift, -(exponents[i]! + trailing(words[2 * i]!, words[2 * i + 1]!)));
  });
  let most = 0n;
  const all = Array.from(values, (value, i) => {
    if (value === 0) return 0n;
    const [low, high] = [words[2 * i]!, words[2 * i + 1]!];
    const hidden = (high & 0x7ff00000) === 0 ? 0 : 0x100000;
    const mantissa = (BigInt((high & 0xfffff) | hidden) << 32n) | BigInt(low);
    const power = exponents[i]! + shift;
    const size = power >= 0 ? mantissa << BigInt(power) : mantissa >> BigInt(-power);
    if (size > most) most = size;
    return value < 0 ? -size : size;
  });
  return { wholes: all, shift, bits: most.toString(2).length };
}

/** Zero bits at the end of a double's mantissa. */
function trailing(low: number, high: number): number {
  if (low !== 0) return 31 - Math.clz32(low & -low);
  const rest = high & 0xfffff;
  return rest === 0 ? 52 : 63 - Math.clz32(rest & -rest);
}

/** The nearest double, from 20 digits of the quotient. */
export const quotient = (top: bigint, bottom: bigint): number => {
  const scale = 10n ** 40n;
  return Number((top * scale) / bottom) / 1e40;
};
