/** Matches the rows of the tab with those of a run's record, also after users moved ids by hand. */
import { isEqual, isSame } from '../sheet/look/grid';
import { type MarkedRows, matchRows, type RowMatches } from '../sheet/look/row-identity';
import { fillsArray } from '../sheet/look/spills';
import { markedRows, outputCell, type Table } from '../sheet/table/table';
import type { RowEntry, WriteRecord } from './write-record';

/** `killed`: values may be on wrong rows, so they prove nothing about a row without other cells. */
export function matchTable(
  table: Table,
  record: WriteRecord,
  killed: boolean,
): RowMatches & { marks: MarkedRows } {
  const marks = markedRows(table);
  const arrays = [...table.columns.values()].map((column) => fillsArray(table.grid, column));
  const isHeld = (i: number, at: number) =>
    !(killed && marks.markAt(i).length === 0) && holdsEntry(table, i, record.entryAt(at), arrays);
  return { marks, ...matchRows(marks, record, isHeld) };
}

/** Every cell with content of ours holds the last value that the run wrote there, or the value before the run. */
function holdsEntry(
  table: Table,
  i: number,
  { before, after }: RowEntry,
  arrays: readonly (readonly boolean[])[],
): boolean {
  return [...table.columns.keys()].every((output, slot) => {
    if (table.leftAt(i, slot) || arrays[slot]![table.first + i]) return true;
    const now = outputCell(table, i, output);
    return (output in after && isEqual(after[output], now)) || isSame(before[output]?.value ?? '', now);
  });
}
