/** Matches the rows of the tab with those of a run's record, also after users moved ids by hand. */
import { isEqual, isSame } from '../sheet/look/grid';
import { type MarkedRows, matchRows, type RowMatches } from '../sheet/look/row-identity';
import { formulaOf, markedRows, outputCell, type Table } from '../sheet/table/table';
import type { RowEntry, WriteRecord } from './write-record';

/** `killed`: values may be on wrong rows, so they prove nothing about a row without other cells. */
export function matchTable(
  table: Table,
  record: WriteRecord,
  killed: boolean,
): RowMatches & { marks: MarkedRows } {
  const marks = markedRows(table);
  const isHeld = (i: number, at: number) =>
    !(killed && marks.markAt(i).length === 0) && holdsEntry(table, i, record.entryAt(at));
  return { marks, ...matchRows(marks, record, isHeld) };
}

/** Every cell of ours holds the last value that the run wrote there, or the value before the run. */
function holdsEntry(table: Table, i: number, { before, after }: RowEntry): boolean {
  return [...table.columns.keys()].every((output, slot) => {
    if (table.leftAt(i, slot) || formulaOf(table, i, output) !== '') return true;
    const now = outputCell(table, i, output);
    return (output in after && isEqual(after[output], now)) || isSame(before[output]?.value ?? '', now);
  });
}
