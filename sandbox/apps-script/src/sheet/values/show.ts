/** The text that a cell shows, and the text of a value inside a formula. */
import { activeLocale } from './locale';
import { formatNumber, isDateFormat } from './number-format';
import { Day, Fault, LOADING, type Scalar } from './values';

/** The text in a cell: integers up to 15 digits in full, longer ones as 7.20576E+17, fractions with 10 digits. */
export function showNumber(value: number): string {
  return localDigits(short(value, 10, 6));
}

/** The text of a number that a formula joins to other text: 15 significant digits. */
export function numberText(value: number): string {
  return localDigits(short(value, 15, 15));
}

function localDigits(text: string): string {
  const { decimal } = activeLocale();
  return decimal === '.' ? text : text.replace('.', decimal);
}

function short(value: number, digits: number, digitsWithExponent: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-9) return exponential(value, digitsWithExponent);
  if (Number.isInteger(value)) return String(value);
  const whole = Math.floor(size) === 0 ? 0 : String(Math.floor(size)).length;
  const roundedValue = Number(value.toPrecision(Math.max(digits, Math.min(whole, 15))));
  return plain(roundedValue);
}

function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}

function exponential(value: number, digits: number): string {
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${short}E${power[0]}${power.slice(1).padStart(2, '0')}`;
}

/** A value in a number format ('' and General show it unformatted). */
export function showScalar(value: Scalar, format: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return activeLocale().booleans[value ? 0 : 1];
  if (value instanceof Fault) return value === LOADING ? 'Loading...' : value.code;
  const plainFormat = isPlainTextFormat(format);
  if (value instanceof Day) {
    return formatNumber(value.serial, plainFormat ? dayFormat(value.serial) : format);
  }
  return plainFormat ? showNumber(value) : formatNumber(value, format);
}

function dayFormat(serial: number): string {
  const whole = Number.isInteger(serial);
  if (serial >= 0 && serial < 1 && !whole) return 'h:mm:ss';
  const { dateFormat } = activeLocale();
  return whole ? dateFormat : `${dateFormat} h:mm:ss`;
}

export function isPlainTextFormat(format: string): boolean {
  return format === '' || format === 'General' || format === '@';
}

const dateFormats = new Map<string, boolean>();

/** True if formulas and scripts treat a number with this format as a date. */
export function formatMakesDate(format: string): boolean {
  if (isPlainTextFormat(format)) return false;
  let isDate = dateFormats.get(format);
  if (isDate === undefined) {
    isDate = isDateFormat(format);
    dateFormats.set(format, isDate);
  }
  return isDate;
}

/**
 * The value with the type that its format gives it: a number with a date format is a date, and a date with a number
 * format is a number.
 */
export function meaning(value: Scalar, format: string): Scalar {
  if (isPlainTextFormat(format)) return value;
  if (typeof value === 'number') return formatMakesDate(format) ? new Day(value) : value;
  return value instanceof Day && !formatMakesDate(format) ? value.serial : value;
}
