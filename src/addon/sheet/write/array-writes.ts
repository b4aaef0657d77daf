/** Writes into cells that an array formula fills: they block the array, and are taken back. */
import type { Cell } from '../../../core/table';
import { type Alignment, placesNow } from '../look/alignment';
import { cellKey, type Grid, isBlank } from '../look/grid';
import type { CellAt } from '../look/spills';
import { type CellWrite, type Content, placeKey, type WriteState } from './cell-write';

/** A value of ours that the array itself returns cannot be cleared. */
const TIMES_CLEARED = 2;

/** For arrays that a write of ours blocked: gives up the writes nearest to their cell, one column at a time. */
export function writesInArrays(state: WriteState): CellWrite[] {
  const stops = state.broken.flatMap((anchor) => {
    const inReach = [...state.target.values()].filter(
      ({ row, column }) => row >= anchor.row && column >= anchor.column,
    );
    const nearest = inReach.reduce((least, { column }) => Math.min(least, column), Number.POSITIVE_INFINITY);
    return inReach.filter(({ column }) => column === nearest);
  });
  for (const { row, column } of stops) {
    state.target.delete(placeKey(row, column));
    state.clears.set(placeKey(row, column), 0);
  }
  return stops;
}

export function isBlankNow({ row, column }: CellWrite, now: Grid, alignment: Alignment): boolean {
  const [r, c] = [alignment.rows.indexOf(row), alignment.columns.indexOf(column)];
  return r >= 0 && c >= 0 && isBlank(now.values.cell(r, c));
}

/** Clears what these writes left; what a person put into such a cell meanwhile stays. */
export function clearsOf(
  state: WriteState,
  writes: readonly CellWrite[],
  now: Grid,
  alignment: Alignment,
): CellWrite[] {
  const rows = placesNow(alignment.rows);
  const columns = placesNow(alignment.columns);
  return writes.flatMap(({ row, column }) => {
    state.clears.set(placeKey(row, column), 1);
    const [r, c] = [rows.get(row), columns.get(column)];
    if (r === undefined || c === undefined || now.formulas.cell(r, c) !== '') return [];
    return state.put.has(cellKey(now.values.cell(r, c))) ? [{ row: r, column: c, value: '' }] : [];
  });
}

/**
 * A cleared value may have escaped because its row moved; a value that is still there afterwards comes from the array.
 */
export function clearAgain(
  { clears, put }: WriteState,
  at: CellAt,
  cell: Cell,
  formula: string,
): Content | null {
  const times = clears.get(placeKey(at.row, at.column))!;
  if (isBlank(cell) || formula !== '' || times === 0 || times > TIMES_CLEARED || !put.has(cellKey(cell)))
    return null;
  clears.set(placeKey(at.row, at.column), times + 1);
  return { value: '' };
}
