/** How values enter cells: what came from outside must stay text, and never become a formula. */

import { cellText, TtError } from '../../../core/errors';
import { withoutControls } from '../../../core/plain-text';
import type { OutputCell } from '../../../tools/declaration/declare';

export type CellValue = string | number | boolean | Date;

/** Google's limit. */
const CELL_CHARACTERS = 50_000;

/** A cell as it should read back; a text that no cell holds is refused there. */
export const cellValue = (out: OutputCell): CellValue => plainValue(fitting(out));

/** As `cellValue`, of any length. Control characters are dropped: some of them start formulas when pasted on. */
export function plainValue(out: OutputCell): CellValue {
  if (out === null) return '';
  if (out instanceof TtError) return withoutControls(cellText(out));
  if (typeof out === 'string') return withoutControls(out);
  if (typeof out === 'number' && !Number.isFinite(out)) return '';
  return out;
}

/** In place of a text that no cell holds, its refusal; `remedy` follows it. A text that was cut would pass for whole. */
export function fitting(out: OutputCell, remedy = ''): OutputCell {
  const length = typeof out === 'string' ? withoutControls(out).length : 0;
  if (length <= CELL_CHARACTERS) return out;
  return new TtError('BIG', `${length.toLocaleString('en-US')} characters; a cell holds 50,000${remedy}`);
}

/**
 * As `setValues` must be given it. Sheets reads strings as if typed: `=` and `+` start formulas, long digits become
 * rounded numbers, `1/2` a date. A leading apostrophe keeps text and is not part of the value. The plain-text format
 * alone would not do: a row that somebody inserts between format and value does not have it.
 */
export function escapedValue(value: CellValue): CellValue {
  return typeof value === 'string' && value !== '' ? `'${value}` : value;
}
