/** Converts values to the type that an operator or built-in needs, as Sheets does; also compares values. */
import { numberText, showScalar } from './show';
import { readEntryText } from './typed';
import { type Arg, Day, Fault, Matrix, type Scalar } from './values';

/** The value itself, or its first cell. */
export function firstCell(value: Arg | undefined): Scalar {
  return value instanceof Matrix ? value.at(0, 0) : (value ?? null);
}

export function asMatrix(value: Arg | undefined): Matrix {
  return value instanceof Matrix ? value : new Matrix([[value ?? null]]);
}

export function toNumber(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Day) return value.serial;
  if (value instanceof Fault) throw value;
  const number = numberIn(value);
  if (number === null) {
    throw new Fault('#VALUE!', `'${value.slice(0, 60)}' is a text and cannot be coerced to a number.`);
  }
  return number;
}

/** The number in a text (dates count), or null. */
export function numberIn(text: string): number | null {
  const entry = readEntryText(text, 0);
  if (!entry || typeof entry.value === 'boolean') return null;
  return entry.value instanceof Day ? entry.value.serial : entry.value;
}

export function toText(value: Scalar): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Fault) throw value;
  return showScalar(value, '');
}

export function toBoolean(value: Scalar): boolean {
  if (typeof value === 'boolean') return value;
  if (value instanceof Fault) throw value;
  if (typeof value === 'string') {
    const upper = value.toUpperCase();
    if (upper === 'TRUE') return true;
    if (upper === 'FALSE' || upper === '') return false;
    throw new Fault('#VALUE!', `'${value.slice(0, 60)}' is a text and cannot be coerced to a boolean.`);
  }
  return toNumber(value) !== 0;
}

function rank(value: Scalar): number {
  if (typeof value === 'number' || value instanceof Day) return 0;
  if (typeof value === 'string') return 1;
  return typeof value === 'boolean' ? 2 : 3;
}

/** The order of Sheets: numbers, then text without regard to case, then booleans. A blank counts as 0, '' or FALSE. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (a instanceof Fault) throw a;
  if (b instanceof Fault) throw b;
  const left = a === null ? blankLike(b) : a;
  const right = b === null ? blankLike(a) : b;
  const kinds = rank(left) - rank(right);
  if (kinds !== 0) return kinds;
  if (typeof left === 'string') {
    const x = left.toLowerCase();
    const y = (right as string).toLowerCase();
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return toNumber(left) - toNumber(right);
}

function blankLike(other: Scalar): Scalar {
  if (typeof other === 'string') return '';
  return typeof other === 'boolean' ? false : 0;
}

export function equal(a: Scalar, b: Scalar): boolean {
  return compareScalars(a, b) === 0;
}

/** The order for sorting cells: as `compareScalars`, errors after values, blanks last in both directions. */
export function compareForSort(a: Scalar, b: Scalar, ascending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  const order = a instanceof Fault || b instanceof Fault ? rank(a) - rank(b) : compareScalars(a, b);
  return ascending ? order : -order;
}
