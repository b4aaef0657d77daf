/** Exact arithmetic on doubles and decimals, as fractions of big integers that are rounded once, at the end. */

/** The fraction `top / bottom`, not reduced; `bottom` is above 0. */
export interface Fraction {
  top: bigint;
  bottom: bigint;
}

const ZERO = BigInt(0);
const ONE = BigInt(1);
const TWO = BigInt(2);
const TEN = BigInt(10);

/**
 * The decimal number that the value's shortest text shows: 0.1 gives exactly one tenth, not the double nearest to it.
 */
export function decimal(value: number): Fraction {
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', part = ''] = digits.split('.');
  const shift = Number(exponent) - part.length;
  const top = BigInt(whole + part);
  return shift >= 0 ? { top: top * power(TEN, shift), bottom: ONE } : { top, bottom: power(TEN, -shift) };
}

/**
 * The exact values of the doubles as integers with one common power of two: `values[i] === integers[i] / 2 ** shift`.
 */
export function onOneScale(values: readonly number[]): { integers: bigint[]; shift: number } {
  const parts = values.map(binary);
  const shift = parts.reduce((most, part) => Math.max(most, part.shift), 0);
  return { integers: parts.map((part) => part.integer << BigInt(shift - part.shift)), shift };
}

/** A local constant is faster: the loop below calls it a thousand times for a very small number. */
const { isInteger } = Number;

function binary(value: number): { integer: bigint; shift: number } {
  if (!Number.isFinite(value)) throw new RangeError('not a finite number');
  let integer = value;
  let shift = 0;
  // Doubling is exact, and at most 1,074 doublings make a double an integer.
  while (!isInteger(integer)) {
    integer *= 2;
    shift++;
  }
  return { integer: BigInt(integer), shift };
}

export const absolute = (value: bigint): bigint => (value < ZERO ? -value : value);
export const sign = (value: bigint): number => (value > ZERO ? 1 : value < ZERO ? -1 : 0);

/** The fraction rounded towards zero. */
export const truncate = ({ top, bottom }: Fraction): bigint => top / bottom;

/** The nearest integer; a half is rounded to the even integer. */
export function roundedToEven({ top, bottom }: Fraction): bigint {
  const whole = absolute(top) / bottom;
  const twice = (absolute(top) % bottom) * TWO;
  const up = twice > bottom || (twice === bottom && whole % TWO === ONE);
  const nearest = up ? whole + ONE : whole;
  return top < ZERO ? -nearest : nearest;
}

/** The fraction rounded to `digits` decimals, halves to even, as the nearest double. */
export function roundedTo({ top, bottom }: Fraction, digits: number): number {
  const scaledValue = roundedToEven({ top: top * power(TEN, digits), bottom });
  return scaledValue === ZERO ? 0 : Number(`${scaledValue}e-${digits}`);
}

/** The nearest double. Below 1e-307 the result may be a neighbour of it. */
export function nearestDouble({ top, bottom }: Fraction): number {
  if (top === ZERO) return 0;
  // To round to the 53 bits of a double, 70 bits of the quotient and a last bit for "there is a remainder" are enough.
  const size = absolute(top).toString(2).length - bottom.toString(2).length;
  const up = Math.max(70 - size, 0);
  const down = Math.max(size - 70, 0);
  const over = absolute(top) << BigInt(up);
  const under = bottom << BigInt(down);
  const quotient = (over / under) * TWO + (over % under === ZERO ? ZERO : ONE);
  const scale = down - up - 1;
  const value = Number(quotient);
  // Multiply in two steps: 2^-1100 alone underflows to 0, even if the product does not.
  const half = Math.trunc(scale / 2);
  const double = value * 2 ** half * 2 ** (scale - half);
  return top < ZERO ? -double : double;
}

function power(base: bigint, exponent: number): bigint {
  let result = ONE;
  for (let i = 0; i < exponent; i++) result *= base;
  return result;
}
