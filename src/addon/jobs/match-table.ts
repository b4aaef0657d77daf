/** Matches the rows of the tab with those of a run's record, also after users moved ids by hand. */
import { isBlank, isEqual, isSame } from '../sheet/look/grid';
import { type MarkedRows, matchRows, type RowMatches } from '../sheet/look/row-identity';
import { fillsArray } from '../sheet/look/spills';
import { markedRows, outputCell, type Table } from '../sheet/table/table';
import type { RowEntry, WriteRecord } from './write-record';

/**
 * `killed`: values of ours may be on wrong rows. Of a row without other cells, only what the run found there proves which
 * one it is. `ignoredColumns` tell nothing about a row.
 */
export function matchTable(
  table: Table,
  record: WriteRecord,
  killed: boolean,
  ignoredColumns?: Iterable<number>,
): RowMatches & { marks: MarkedRows } {
  const marks = markedRows(table, ignoredColumns);
  const arrays = [...table.columns.values()].map((column) => fillsArray(table.grid, column));
  const isHeld = (i: number, at: number) => {
    const isBare = killed && marks.markAt(i).length === 0;
    return holdsEntry(table, i, record.entryAt(at), arrays, isBare ? record : null);
  };
  return { marks, ...matchRows(marks, record, isHeld) };
}

/**
 * Every cell with content of ours holds the last value that the run wrote there, or the value before the run. `bare` is
 * the record where the row has no other cells: then each holds a value before the run that the run wrote nowhere.
 */
function holdsEntry(
  table: Table,
  i: number,
  { before, after }: RowEntry,
  arrays: readonly (readonly boolean[])[],
  bare: WriteRecord | null,
): boolean {
  return [...table.columns.keys()].every((output, slot) => {
    if (table.leftAt(i, slot) || arrays[slot]![table.first + i]) return bare === null;
    const now = outputCell(table, i, output);
    const isBefore = isSame(before[output]?.value ?? '', now);
    if (bare !== null) return isBefore && !isBlank(now) && !bare.wroteAnywhere(now);
    return isBefore || (output in after && isEqual(after[output], now));
  });
}
