/**
 * Lossless JSON. CAVE sends 64-bit ids as bare JSON numbers, which `JSON.parse` rounds silently, and numpy's `NaN` and
 * `Infinity`, which `JSON.parse` refuses. Only this file parses replies of CAVE services.
 */

import { forgetLastMatch } from './last-match';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

// A string literal, an integer literal of 16 digits or more (which a double may not hold), or a non-finite word. An
// unterminated string is one token too: matching again from each of its quotes took minutes for a truncated reply of 3
// MB.
const TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?[0-9][0-9.eE+-]*|-?\bInfinity\b|\bNaN\b/g;
const LONG_INTEGER = /^-?[0-9]{16,}$/;

/** Thrown if an object has the same key twice: `JSON.parse` would silently take the last value. */
export class RepeatedKeyError extends SyntaxError {}

/**
 * Parses JSON text. Integers of 16 and more digits become strings of their exact digits; NaN and Infinity become null.
 * Throws a SyntaxError for invalid text and for a repeated key.
 */
export function parseJson(text: string): Json {
  const value = JSON.parse(needsCare(text) ? quoteLongIn(text) : text) as Json;
  if (keysIn(text) !== keysOf(value)) throw new RepeatedKeyError('a key stands twice in an object');
  return value;
}

function quoteLongIn(text: string): string {
  const quoted = text.replace(TOKENS, quoteLong);
  forgetLastMatch();
  return quoted;
}

/** The number of keys in a valid JSON text: strings before a colon. */
function keysIn(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (isSpace(text.charCodeAt(next))) next++;
    if (text.charCodeAt(next) === 0x3a) count++;
    start = text.indexOf('"', next);
  }
  return count;
}

/** True after an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === 0x5c) start--;
  return (at - start) % 2 === 1;
}

/** White space of JSON. */
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function keysOf(value: Json): number {
  const open: Json[] = [value];
  let count = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === null || typeof at !== 'object') continue;
    const values = Array.isArray(at) ? at : Object.values(at);
    if (values !== at) count += values.length;
    for (const one of values) if (one !== null && typeof one === 'object') open.push(one);
  }
  return count;
}

/** As `parseJson`, but NaN and Infinity are invalid: for replies that Python did not write. */
export function parseStrictJson(text: string): Json {
  JSON.parse(text);
  return parseJson(text);
}

function needsCare(text: string): boolean {
  return text.includes('NaN') || text.includes('Infinity') || holdsLongDigits(text);
}

/**
 * Looks at each 16th character only: 16 digits in a row cover one of them. An expression takes six times as long. Digits
 * between quotes are a string already, such as Google's 64-bit numbers.
 */
function holdsLongDigits(text: string): boolean {
  const isQuote = (at: number): boolean => text.charCodeAt(at) === 0x22;
  const isDigit = (at: number): boolean => text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39;
  for (let at = 15, end = 0; at < text.length; at = end + 16) {
    end = at;
    while (isDigit(end)) end++;
    let start = at;
    while (end > at && isDigit(start - 1)) start--;
    if (end - start >= 16 && !(isQuote(start - 1) && isQuote(end))) return true;
  }
  return false;
}

function quoteLong(token: string): string {
  if (token.charCodeAt(0) === 0x22) return token;
  if (LONG_INTEGER.test(token)) return `"${token}"`;
  return token === 'NaN' || token.endsWith('Infinity') ? 'null' : token;
}

/** An id to write as a bare JSON number, digit for digit. The live filters of materialize accept nothing else. */
export class BareNumber {
  constructor(readonly digits: string) {
    if (!/^(0|[1-9][0-9]*)$/.test(digits)) throw new RangeError(`not a bare integer: ${digits.slice(0, 40)}`);
  }
}

export type Writable =
  | null
  | boolean
  | number
  | string
  | BareNumber
  | readonly Writable[]
  | { readonly [key: string]: Writable };

/** Writes JSON text. `BareNumber` keeps all its digits, and keys keep their order. */
export function writeJson(value: Writable): string {
  if (value instanceof BareNumber) return value.digits;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value as { [key: string]: Writable });
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${writeJson(field)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('JSON has no NaN or Infinity');
  return JSON.stringify(value);
}

/**
 * True if an object has a damaged form of `key`: in capitals, or with characters before or after it. `others` are
 * similar names with a meaning of their own. While this is true, a missing optional key does not prove that the server
 * left it out.
 */
export function hasDamagedKey(
  object: { [key: string]: Json },
  key: string,
  others: readonly string[] = [],
): boolean {
  if (Object.hasOwn(object, key)) return false;
  const plain = key.toLowerCase();
  return Object.keys(object).some((found) => {
    const name = found.toLowerCase();
    return (
      !others.includes(found) &&
      (name === plain || name.startsWith(`${plain}_`) || name.endsWith(`_${plain}`))
    );
  });
}

/** The fields that hold text; fields of other types are dropped. */
export const textFields = (object: { [key: string]: Json }): Record<string, string> =>
  Object.fromEntries(
    Object.entries(object).filter((field): field is [string, string] => typeof field[1] === 'string'),
  );

/** The value as an object, or null. Replies are checked, not trusted. */
export function asObject(value: Json | undefined): { [key: string]: Json } | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
}
