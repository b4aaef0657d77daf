/** Reads texts, truth values and choices from cells and form fields. */
import { plainSigns, reasonNotTyped, shownCell, trimmedText } from './foreign';

/** The reason why a cell does not hold the expected value, as the end of a sentence. */
export interface UnreadableCell {
  reason: string;
}

/**
 * A number is read as the text of its digits; a number that has lost digits is refused. `what` names the text in the
 * message.
 */
export function readTextCell(cell: unknown, what = 'text'): string | UnreadableCell {
  if (typeof cell === 'string' && reasonNotTyped(cell, what) === '') return cell;
  if (typeof cell === 'number' && Math.abs(cell) <= Number.MAX_SAFE_INTEGER) return String(cell);
  const own = reasonNotTyped(cell, what);
  if (own !== '') return { reason: own };
  if (typeof cell === 'number') {
    return {
      reason: `${shownCell(cell)} is a rounded number: format the cell as plain text and write it again`,
    };
  }
  return { reason: `a ${what}, not ${shownCell(cell)}` };
}

export function readBooleanCell(cell: unknown): boolean | UnreadableCell {
  if (typeof cell === 'boolean') return cell;
  if (cell === 0 || cell === 1) return cell === 1;
  const own = reasonNotTyped(cell, 'value');
  if (own !== '') return { reason: own };
  const word = typeof cell === 'string' ? plainSigns(cell).toLowerCase() : '';
  if (/^(?:true|yes|1)$/.test(word)) return true;
  if (/^(?:false|no|0)$/.test(word)) return false;
  return { reason: `TRUE or FALSE, not "${shownCell(cell)}"` };
}

/** Returns the one of `choices` that the cell holds, in any case. */
export function readChoice(cell: unknown, choices: readonly string[]): string | UnreadableCell {
  const text = readTextCell(cell, 'word');
  if (typeof text !== 'string') return text;
  // A keyboard types μ (the Greek letter) where the unit has µ (the micro sign).
  const plain = (word: string) => word.normalize('NFKC').toLowerCase();
  const word = plain(trimmedText(text));
  return choices.find((one) => plain(one) === word) ?? { reason: `one of ${choices.join(', ')}` };
}
