/** Matches the rows of the tab with those of a run's record, also after users moved ids by hand. */
import { isEqual, isSame } from '../sheet/look/grid';
import { type MarkedRow, matchRows, type RowMatches } from '../sheet/look/row-identity';
import { formulaOf, markedRows, outputCell, type Table } from '../sheet/table/table';
import type { RowEntry } from './write-record';

/** `killed`: values may be on wrong rows, so they prove nothing about a row without other cells. */
export function matchTable(
  table: Table,
  known: readonly RowEntry[],
  killed: boolean,
): RowMatches & { marks: MarkedRow[] } {
  const marks = markedRows(table);
  const isHeld = (i: number, at: number) =>
    !(killed && marks[i]!.mark.length === 0) && holdsEntry(table, i, known[at]!);
  return { marks, ...matchRows(marks, known, isHeld) };
}

/** Every cell of ours holds the last value that the run wrote there, or the value before the run. */
function holdsEntry(table: Table, i: number, { before, after }: RowEntry): boolean {
  return [...table.columns.keys()].every((output, slot) => {
    if (table.left[i]![slot] || formulaOf(table, i, output) !== '') return true;
    const now = outputCell(table, i, output);
    return (output in after && isEqual(after[output], now)) || isSame(before[output]?.value ?? '', now);
  });
}
