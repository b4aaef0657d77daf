/** The look after a write that goes by places: whether rows or columns moved in that moment, and what was hit. */
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { Box } from '../../interfaces/host';
import { columnLetter } from '../cells/columns';
import { PackedCells } from './cells';
import { cellKey, formulaColumns, type Grid, isBlank, readGrid } from './grid';

/** The first ones, and how many more there are. */
export const someOf = (all: readonly string[], most = 20): string =>
  all.slice(0, most).join('; ') + (all.length > most ? `; and ${all.length - most} more` : '');

/**
 * Whether all cells that are not written stand where they stood. Values in columns with formulas may be others by now.
 * `isWritten` takes a column and a row, from 0.
 */
export function haveStayed(
  before: Grid,
  now: Grid,
  isWritten: (column: number, row: number) => boolean = () => false,
): boolean {
  const computed = new Set([...formulaColumns(before.formulas), ...formulaColumns(now.formulas)]);
  const isFixed = (c: number, r: number) => !isWritten(c, r) && !computed.has(c);
  const isForeign = (c: number, r: number) => !isWritten(c, r);
  return (
    before.values.isIn(now.values, isFixed) &&
    now.values.isIn(before.values, isFixed) &&
    before.formulas.isIn(now.formulas, isForeign) &&
    now.formulas.isIn(before.formulas, isForeign)
  );
}

type IsCell = (column: number, row: number) => boolean;

/** Which cells are in these boxes, or below: arrays may fill them. */
export function inBoxes(boxes: readonly Box[]): IsCell {
  const tops = new Map<number, number>();
  for (const { row, column, columns } of boxes)
    for (let c = column - 1; c < column - 1 + columns; c++)
      tops.set(c, Math.min(row - 1, tops.get(c) ?? row - 1));
  return (c, r) => r >= (tops.get(c) ?? r + 1);
}

/** Rows that the write removed, or inserted blank, from a row on, from 0. */
interface RowChange {
  row: number;
  removed: number;
  inserted: number;
}

/**
 * Looks at the tab after the cells `where` were written, and returns the look. `held`: what they held before, in words.
 * @throws INPUT if rows or columns moved in that moment, with the cells to check and what is no longer in the tab
 */
export function refuseMoved(
  before: Grid,
  isWritten: IsCell,
  where: string,
  held: string,
  change?: RowChange,
): Grid {
  const now = readGrid(before.tab, undefined, before);
  const stayed = change
    ? haveStayed(spliced(before, change), spliced(now), isWritten)
    : haveStayed(before, now, isWritten);
  if (stayed) return now;
  // Beside a formula, nobody can tell what it filled from what somebody entered.
  const lost = lostFrom(before, now, change ? isWritten : () => false);
  throw new TtError(
    'INPUT',
    `rows or columns were moved in the moment in which ${where} of ${before.tab.name()} was written: check its cells, and ` +
      `those around it. ${held}${lost.length > 0 ? `. No longer there: ${someOf(lost)}` : ''}`,
  );
}

/** Content that is in the tab fewer times than before, with the places where it stood. */
function lostFrom(before: Grid, now: Grid, isWritten: IsCell): string[] {
  const counts = new Map<string, number>();
  const add = (cell: Cell, by: number) => {
    const count = (counts.get(cellKey(cell)) ?? 0) + by;
    counts.set(cellKey(cell), count);
    return count;
  };
  now.values.forEach((line) => {
    for (const cell of line) add(cell, 1);
  });
  const lost: string[] = [];
  before.values.forEach((line, r) => {
    line.forEach((cell, c) => {
      if (isBlank(cell) || isWritten(c, r) || before.formulas.cell(r, c) !== '') return;
      if (add(cell, -1) < 0) lost.push(`${columnLetter(c + 1)}${r + 1} held ${cellKey(cell)}`);
    });
  });
  return lost;
}

/** The look as it is after the change, with marks for formulas: their texts change with the rows that they name. */
function spliced(
  grid: Grid,
  { row, removed, inserted }: RowChange = { row: 0, removed: 0, inserted: 0 },
): Grid {
  const change = <T extends Cell>(all: PackedCells<T>, of: (cell: T) => T): PackedCells<T> => {
    const lines = all.map((line) => line.map(of));
    lines.splice(row, removed, ...Array.from({ length: inserted }, () => []));
    return PackedCells.of(lines);
  };
  return {
    ...grid,
    values: change(grid.values, (cell) => cell),
    formulas: change(grid.formulas, (formula) => formula && '='),
  };
}
