/** Texts, truth values and choices, as cells and forms hold them. */
import { plainSigns, sheetsOwnValue, shownCell, trimmedText } from './foreign';

/** Why a cell is not what was asked for, as the end of a sentence. */
export interface UnreadableCell {
  reason: string;
}

/** A number that a text is written with is its digits; one that lost some is refused. `what` is what the text is. */
export function readTextCell(cell: unknown, what = 'text'): string | UnreadableCell {
  if (typeof cell === 'string' && sheetsOwnValue(cell, what) === '') return cell;
  if (typeof cell === 'number' && Math.abs(cell) <= Number.MAX_SAFE_INTEGER) return String(cell);
  const own = sheetsOwnValue(cell, what);
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
  const own = sheetsOwnValue(cell, 'value');
  if (own !== '') return { reason: own };
  const word = typeof cell === 'string' ? plainSigns(cell).toLowerCase() : '';
  if (/^(?:true|yes|1)$/.test(word)) return true;
  if (/^(?:false|no|0)$/.test(word)) return false;
  return { reason: `TRUE or FALSE, not "${shownCell(cell)}"` };
}

/** One of `choices`, in whatever case it was written. */
export function readChoice(cell: unknown, choices: readonly string[]): string | UnreadableCell {
  const text = readTextCell(cell, 'word');
  if (typeof text !== 'string') return text;
  // A keyboard's μ is the letter of the alphabet, µ the sign of the unit.
  const plain = (word: string) => word.normalize('NFKC').toLowerCase();
  const word = plain(trimmedText(text));
  return choices.find((one) => plain(one) === word) ?? { reason: `one of ${choices.join(', ')}` };
}
