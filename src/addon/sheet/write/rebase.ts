/** Moves writes that were planned on an earlier look to their places in a later one. */
import type { Cell } from '../../../core/table';
import { type Alignment, placesNow } from '../look/alignment';
import { type Grid, isEqual, isSame } from '../look/grid';
import { fillsArray } from '../look/spills';
import { type CellWrite, placeKey, type WriteOn } from './cell-write';

/** The writes at their current places, without those whose row is gone or whose cell or key a user changed. */
export function rebase(
  writes: readonly CellWrite[],
  { planned, keys, reformatted }: WriteOn,
  before: Grid,
  shift: Alignment,
): { kept: CellWrite[]; dropped: CellWrite[]; over: CellWrite[] } {
  const rowNow = placesNow(shift.rows);
  const columnNow = placesNow(shift.columns);
  const keptWrites: CellWrite[] = [];
  const impossible: CellWrite[] = [];
  const over: CellWrite[] = [];
  const filledByColumn = new Map<number, boolean[]>();
  const wasFilled = ({ row, column }: CellWrite): boolean => {
    if (!filledByColumn.has(column)) filledByColumn.set(column, fillsArray(planned, column));
    return filledByColumn.get(column)![row] ?? false;
  };
  for (const write of writes) {
    const row = rowNow.get(write.row);
    const column = columnNow.get(write.column) ?? (shift.same ? write.column : undefined);
    const old = planned.values.cell(write.row, write.column);
    const isOpen =
      row !== undefined &&
      column !== undefined &&
      keys.every((key) =>
        isSame(planned.values.cell(write.row, key), before.values.cell(row, columnNow.get(key) ?? -1)),
      ) &&
      isUnchanged(
        old,
        before.values.cell(row, column),
        reformatted?.has(placeKey(write.row, write.column)) ?? false,
      ) &&
      before.formulas.cell(row, column) === planned.formulas.cell(write.row, write.column);
    const isInPlace = row === write.row && column === write.column;
    if (isOpen) keptWrites.push(isInPlace ? write : { ...write, row, column });
    else {
      impossible.push(write);
      // Content that did not move with its row came from an array.
      const isGone =
        row !== undefined && column !== undefined && !isSame(before.values.cell(row, column), old);
      if (isGone && wasFilled(write)) over.push(write);
    }
  }
  return { kept: keptWrites, dropped: impossible, over };
}

/** A number or a date whose format was changed may read as a text; a text stays the same. */
const isUnchanged = (old: Cell, now: Cell, isReformatted: boolean): boolean =>
  isSame(now, old) || (isReformatted && (isEqual(now, old) || typeof old !== 'string'));
