/** What a spreadsheet puts into a cell in place of what a person meant: dates, truth values, errors. */
import { CODES, type Code } from '../codes';
import { TtError } from '../errors';

/** Errors of Sheets, also in the words of other languages (`#NV`, `#BEZUG!`), and a formula that is not done. */
const ERROR_VALUE = /^(?:#(?:N\/A|NV|N\/D|ND|Н\/Д|\p{Lu}[\p{Lu}0-9/._]*[!?])|Loading(?:\.{3}|…))$/u;
/** The error that look-ups give for "not there". */
const NOT_THERE = /^#(?:N\/A|NV|N\/D|ND|Н\/Д)$/iu;

export const isErrorValue = (cell: unknown): boolean =>
  cell instanceof Error || (typeof cell === 'string' && ERROR_VALUE.test(cell.trim()));

export const isNotThere = (cell: unknown): boolean => typeof cell === 'string' && NOT_THERE.test(cell.trim());

/** `#TT …` in a cell, which another formula gave: it passes through this one as it stands. */
export function passedError(cell: unknown): TtError | null {
  const found = typeof cell === 'string' ? /^\s*'?(#TT ([A-Z]+)(?::\s*([\s\S]*))?[\s\S]*)$/.exec(cell) : null;
  if (!found) return null;
  const [, shown = '', word = '', message = ''] = found;
  const code: Code = Object.hasOwn(CODES, word) ? (word as Code) : 'FAULT';
  return new TtError(code, message, { shown });
}

/** Why a cell holds nothing that somebody typed, as a sentence; '' where it does. `what` is what was meant. */
export function sheetsOwnValue(cell: unknown, what: string): string {
  if (cell instanceof Date) {
    return `the sheet made a date of a cell: format it as plain text and write the ${what} again`;
  }
  if (isErrorValue(cell)) return `a cell holds the error ${shownCell(cell)}: mend its formula first`;
  return '';
}

/** A cell's content for a message, cut to 40 characters. Never a date: which day it shows is the sheet's affair. */
export function shownCell(cell: unknown): string {
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (cell instanceof Date) return 'a date';
  return String(cell ?? '')
    .trim()
    .slice(0, 40);
}

/** Spaces of every width, joiners, marks of direction and byte order around a text. */
const AROUND =
  /^[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+|[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+$/g;

/** A text without the invisible signs around it. */
export const trimmedText = (text: string): string => text.replace(AROUND, '');
