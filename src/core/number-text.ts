/**
 * Reads several numbers from one cell as people write them: "1, 2, 3", "[1 2 3]", "(1; 2; 3)", tabs, "125,283, 118,263,
 * 2,860".
 */
import { plainSigns } from './cells/foreign';

const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
/** A number with commas or apostrophes as thousands separators; 0,500 has a decimal comma. */
const GROUPED = /^[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+)(?:\.[0-9]+)?$/;
const AXIS = /\b([xyz]) ?[:=] ?/gi;
const BETWEEN_BRACKETS = /[\])}]\s*[,;]?\s*[[({]/;

/** The reason why a text does not hold the expected numbers, as the end of a sentence about the text. */
export interface UnreadableNumbers {
  reason: string;
}

/** The number that the text holds, or null. */
export function readNumber(text: string): number | null {
  const plain = tidy(text);
  const digits = GROUPED.test(plain) ? plain.replace(/[,']/g, '') : plain;
  return NUMBER.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : null;
}

/**
 * All numbers of a text; `count` is the expected number of them, or null for any. A comma is a thousands separator only
 * if spaces, tabs or semicolons separate the numbers, and if no other reading fits.
 */
export function readNumbers(text: string, count: number | null): number[] | UnreadableNumbers {
  const groups = tidy(text).split(BETWEEN_BRACKETS);
  const each = count === null ? null : count / groups.length;
  const numbers: number[] = [];
  for (const group of groups) {
    const part = readGroup(group.replace(/[[\](){}]/g, ' ').trim(), each);
    if ('reason' in part) return part;
    numbers.push(...part);
  }
  return numbers;
}

/** Returns numbers with axis names in the order x, y, z: "z: 3, y: 2, x: 1" gives 1, 2, 3. */
function readGroup(text: string, count: number | null): number[] | UnreadableNumbers {
  const names = Array.from(text.matchAll(AXIS), ([, name]) => 'xyz'.indexOf(name!.toLowerCase()));
  const numbers = readPlainGroup(text.replace(AXIS, ''), count);
  if ('reason' in numbers || names.length === 0) return numbers;
  const whole = names.length === numbers.length && names.length % 3 === 0;
  const inOrder = numbers.map((_number, i) => numbers[names.indexOf(i % 3, i - (i % 3))]!);
  const once = names.every((_name, i) => new Set(names.slice(i - (i % 3), i - (i % 3) + 3)).size === 3);
  return whole && once ? inOrder : { reason: 'names some of its axes: name x, y and z once each, or none' };
}

function readPlainGroup(text: string, count: number | null): number[] | UnreadableNumbers {
  const plain = text.replace(/ ?[,;]$/, '');
  const rows = plain.includes(';');
  const strong = separate(plain, rows ? / ?; ?/ : / ?,? +/);
  // "0,0,0; 1,2,3" is six numbers. "1,5; 2,5; 3,5" is not read: decimals need a point.
  const commas = rows && count === null ? null : separate(plain, / ?[,;] ?| /);
  const fits = (numbers: number[] | null): numbers is number[] =>
    numbers !== null && (count === null || numbers.length === count);
  const twoWays = strong !== null && commas !== null && strong.length !== commas.length && strong.length > 1;
  if (fits(strong) && !(twoWays && fits(commas))) {
    return count === null && commas !== null && strong.length === 1 ? commas : strong;
  }
  if (fits(commas) && !twoWays) return commas;
  if (twoWays) return { reason: 'can be read in two ways: leave the thousands separators out' };
  const found = commas ?? strong;
  if (found === null || count === null) return { reason: 'is not a list of numbers' };
  const hint = found.length === 2 * count && /[0-9],[0-9]{3}/.test(plain);
  return {
    reason:
      `holds ${found.length} ${found.length === 1 ? 'number' : 'numbers'}, not ${count}` +
      (hint ? ': leave the thousands separators out' : ''),
  };
}

function separate(text: string, by: RegExp): number[] | null {
  const numbers: number[] = [];
  for (const part of text.split(by)) {
    const number = readNumber(part);
    if (number === null) return null;
    numbers.push(number);
  }
  return numbers;
}

/** Replaces typographic signs by plain ones, and each run of white space by one space. */
const tidy = (text: string): string =>
  plainSigns(text)
    .replace(/[\u2212\u2012\u2013]/g, '-')
    .replace(/\u2019/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
