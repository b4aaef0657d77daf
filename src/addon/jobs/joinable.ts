/** Cells between scattered writes that may be written along with them, with the value that they already hold. */
import type { CellValue } from '../sheet/cells/cell-value';
import { isBlank, isEqual } from '../sheet/look/grid';
import { matchRows } from '../sheet/look/row-identity';
import { formulaOf, markedRows, outputCell, type Table } from '../sheet/table/table';
import type { CellWrite } from '../sheet/write/cell-write';
import type { WriteRecord } from './write-record';

/**
 * Of the cells of a run's columns that `isWanted` names by row and column of the tab, from 0: blank cells and those that
 * hold what is on record, `after` the run or `before` it. Nothing else: a value that is not on record could not be told
 * from somebody's, should it fall on another cell.
 */
export function joinableCells(
  table: Table,
  record: WriteRecord,
  side: 'after' | 'before',
  isWanted: (row: number, column: number) => boolean,
): CellWrite[] {
  const { entries } = matchRows(markedRows(table), record);
  const found: CellWrite[] = [];
  const outputs = [...table.columns];
  for (let i = 0; i < table.keys.length; i++) {
    const at = entries[i] ?? null;
    outputs.forEach(([output, column], slot) => {
      if (!isWanted(table.first + i, column)) return;
      const entry = at === null ? undefined : record.entryAt(at);
      if (table.leftAt(i, slot) || formulaOf(table, i, output) !== '') return;
      const value = outputCell(table, i, output) as CellValue;
      const heldValue = side === 'after' ? entry?.after[output] : entry?.before[output]?.value;
      const isOurs = isBlank(value) || (heldValue !== undefined && isEqual(heldValue, value));
      if (isOurs) found.push({ row: table.first + i, column, value });
    });
  }
  return found;
}
