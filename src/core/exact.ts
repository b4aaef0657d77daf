/** Exact arithmetic on doubles and decimals as fractions of big integers, rounded once, at the end. */

/** `top / bottom`; `bottom` is above 0. Not reduced. */
export interface Fraction {
  top: bigint;
  bottom: bigint;
}

const ZERO = BigInt(0);
const ONE = BigInt(1);
const TWO = BigInt(2);
const TEN = BigInt(10);

/** The digits that a number is written with: 0.1 is one tenth here, not the double next to it. */
export function decimal(value: number): Fraction {
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', part = ''] = digits.split('.');
  const shift = Number(exponent) - part.length;
  const top = BigInt(whole + part);
  return shift >= 0 ? { top: top * power(TEN, shift), bottom: ONE } : { top, bottom: power(TEN, -shift) };
}

/** The doubles themselves as integers over one power of two: `values[i] === integers[i] / 2 ** shift`. */
export function onOneScale(values: readonly number[]): { integers: bigint[]; shift: number } {
  const parts = values.map(binary);
  const shift = parts.reduce((most, part) => Math.max(most, part.shift), 0);
  return { integers: parts.map((part) => part.integer << BigInt(shift - part.shift)), shift };
}

/** Looked up once: the loop below calls it a thousand times for a very small number. */
const { isInteger } = Number;

function binary(value: number): { integer: bigint; shift: number } {
  if (!Number.isFinite(value)) throw new RangeError('not a finite number');
  let integer = value;
  let shift = 0;
  // Doubling is exact, and a double is an integer after 1,074 of them at most.
  while (!isInteger(integer)) {
    integer *= 2;
    shift++;
  }
  return { integer: BigInt(integer), shift };
}

export const absolute = (value: bigint): bigint => (value < ZERO ? -value : value);
export const sign = (value: bigint): number => (value > ZERO ? 1 : value < ZERO ? -1 : 0);

/** The integer next to the fraction on the side of zero. */
export const truncate = ({ top, bottom }: Fraction): bigint => top / bottom;

/** The nearest integer, halves to the even one. */
export function roundedToEven({ top, bottom }: Fraction): bigint {
  const whole = absolute(top) / bottom;
  const twice = (absolute(top) % bottom) * TWO;
  const up = twice > bottom || (twice === bottom && whole % TWO === ONE);
  const rounded = up ? whole + ONE : whole;
  return top < ZERO ? -rounded : rounded;
}

/** Rounded to `digits` decimals, halves to even, as the double next to that decimal. */
export function roundedTo({ top, bottom }: Fraction, digits: number): number {
  const scaled = roundedToEven({ top: top * power(TEN, digits), bottom });
  return scaled === ZERO ? 0 : Number(`${scaled}e-${digits}`);
}

/** The double nearest to the fraction; below 1e-307 it may be a neighbouring one. */
export function nearestDouble({ top, bottom }: Fraction): number {
  if (top === ZERO) return 0;
  // 70 bits of quotient, and a last bit that says whether anything was cut, decide a double's 53.
  const size = absolute(top).toString(2).length - bottom.toString(2).length;
  const up = Math.max(70 - size, 0);
  const down = Math.max(size - 70, 0);
  const over = absolute(top) << BigInt(up);
  const under = bottom << BigInt(down);
  const quotient = (over / under) * TWO + (over % under === ZERO ? ZERO : ONE);
  const scale = down - up - 1;
  const value = Number(quotient);
  // In two steps: 2^-1100 alone underflows to 0, though the product may not.
  const half = Math.trunc(scale / 2);
  const double = value * 2 ** half * 2 ** (scale - half);
  return top < ZERO ? -double : double;
}

function power(base: bigint, exponent: number): bigint {
  let result = ONE;
  for (let i = 0; i < exponent; i++) result *= base;
  return result;
}
