/** Columns by letter and by header: the headers are how columns are found again, wherever they were moved. */

import { columnLetter, HEADER_ROWS, headerText } from '../../core/cells/headers';
import { TtError } from '../../core/errors';
import type { SheetTab } from '../interfaces/host';

export function columnNumber(letters: string): number {
  if (!/^[A-Z]{1,3}$/.test(letters)) throw new TtError('INPUT', `"${letters.slice(0, 10)}" is not a column`);
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

export { columnLetter, headerText };

/** Where an id column stands now. */
export interface ColumnLocation {
  headerRow: number;
  column: number;
  /** The header row's texts, from column 1. */
  headers: string[];
}

/** Finds the column with this header; several alike: the one nearest to where it was. */
export function findColumn(tab: SheetTab, header: string, wasAt: number): ColumnLocation {
  const rows = Math.min(HEADER_ROWS, tab.lastRow());
  const columns = tab.lastColumn();
  const top = rows > 0 && columns > 0 ? tab.values(1, 1, rows, columns) : [];
  for (let row = 0; row < top.length; row++) {
    const headers = top[row]!.map(headerText);
    const found = headers
      .map((text, i) => ({ text, column: i + 1 }))
      .filter(({ text }) => text === header)
      .sort((a, b) => Math.abs(a.column - wasAt) - Math.abs(b.column - wasAt))[0];
    if (found) return { headerRow: row + 1, column: found.column, headers };
  }
  throw new TtError('INPUT', `the column "${header}" is no longer in the tab ${tab.name()}`);
}

/** `F–L` or `F, H–J`: where the headers stand or will stand. */
export function columnSpan(columns: readonly number[]): string {
  const sorted = [...columns].sort((a, b) => a - b);
  const spans: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end]! + 1) end++;
    spans.push(
      end === at ? columnLetter(sorted[at]!) : `${columnLetter(sorted[at]!)}–${columnLetter(sorted[end]!)}`,
    );
    at = end + 1;
  }
  return spans.join(', ');
}
