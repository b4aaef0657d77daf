/** How values enter cells: text from outside must stay text and never become a formula. */

import { cellText, TtError } from '../../../core/errors';
import { groupedNumber } from '../../../core/grouped-number';
import { withoutControls } from '../../../core/plain-text';
import type { OutputCell } from '../../../tools/declaration/declare';

export type CellValue = string | number | boolean | Date;

/** Google's limit. */
const CELL_CHARACTERS = 50_000;

/** The value that the cell should read back; a text too long for a cell becomes an error. */
export const cellValue = (out: OutputCell): CellValue => plainValue(fitting(out));

/**
 * As `cellValue`, without a length limit. Drops control characters: some of them start formulas when the text is pasted
 * elsewhere.
 */
export function plainValue(out: OutputCell): CellValue {
  if (out === null) return '';
  if (out instanceof TtError) return withoutControls(cellText(out));
  if (typeof out === 'string') return withoutControls(out);
  if (typeof out === 'number' && !Number.isFinite(out)) return '';
  return out;
}

/** Replaces a text too long for a cell by an error that ends with `remedy`. A cut text would look complete. */
export function fitting(out: OutputCell, remedy = ''): OutputCell {
  const length = typeof out === 'string' ? withoutControls(out).length : 0;
  if (length <= CELL_CHARACTERS) return out;
  return new TtError('BIG', `${groupedNumber(length)} characters; a cell holds 50,000${remedy}`);
}

/**
 * The value as `setValues` needs it. Sheets reads strings as if typed: `=` and `+` start formulas, long digits become
 * rounded numbers, `1/2` a date. A leading apostrophe keeps text and is not part of the value. The plain-text format
 * alone is not enough: a row that a user inserts between setting the format and the value does not have it.
 */
export function escapedValue(value: CellValue): CellValue {
  return typeof value === 'string' && value !== '' ? `'${value}` : value;
}
