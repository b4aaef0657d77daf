/** Column letters and headers. */

import { columnLetter, columnNumber } from '../../../core/cells/column-letters';
import { headerText } from '../../../core/cells/headers';
import { TtError } from '../../../core/errors';

/** @throws INPUT if it names no column */
export function readColumn(letters: string): number {
  if (!/^[A-Z]{1,3}$/.test(letters)) throw new TtError('INPUT', `"${letters.slice(0, 10)}" is not a column`);
  return columnNumber(letters);
}

export { columnLetter, headerText };

/** `F–L` or `F, H–J`: where the headers are or will be. */
export function columnSpan(columns: readonly number[]): string {
  const sortedColumns = [...columns].sort((a, b) => a - b);
  const spans: string[] = [];
  for (let at = 0; at < sortedColumns.length; ) {
    let end = at;
    while (end + 1 < sortedColumns.length && sortedColumns[end + 1] === sortedColumns[end]! + 1) end++;
    spans.push(
      end === at
        ? columnLetter(sortedColumns[at]!)
        : `${columnLetter(sortedColumns[at]!)}–${columnLetter(sortedColumns[end]!)}`,
    );
    at = end + 1;
  }
  return spans.join(', ');
}
