/** How values enter cells: what came from outside must stay text, and never become a formula. */

import { cellText, TtError } from '../../core/errors';
import type { OutputCell } from '../../tools/declaration/declare';

export type CellValue = string | number | boolean | Date;

const CELL_CHARACTERS = 50_000;

/** A cell as it should read back. Control characters are dropped: some of them start formulas when pasted on. */
export function cellValue(out: OutputCell): CellValue {
  if (out === null) return '';
  if (out instanceof TtError) return clean(cellText(out));
  if (typeof out === 'string') return clean(out);
  if (typeof out === 'number' && !Number.isFinite(out)) return '';
  return out;
}

function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  const safe = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  return safe.length > CELL_CHARACTERS ? `${safe.slice(0, CELL_CHARACTERS - 1)}…` : safe;
}

/**
 * As `setValues` must be given it. Sheets reads strings as if typed: `=` and `+` start formulas, long digits become
 * rounded numbers, `1/2` a date. A leading apostrophe keeps text and is not part of the value. The plain-text format
 * alone would not do: a row that somebody inserts between format and value does not have it.
 */
export function escapedValue(value: CellValue): CellValue {
  return typeof value === 'string' && value !== '' ? `'${value}` : value;
}
