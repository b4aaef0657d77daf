/** A look at a tab: value and formula of every used cell at one moment. */
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { SheetTab } from '../../interfaces/host';
import { isSame, PackedCells, readCells } from './cells';

export { isSame };

/** Rows and columns count from 0 here: cell (0, 0) is A1. */
export interface Grid {
  tab: SheetTab;
  values: PackedCells;
  formulas: PackedCells<string>;
}

/** Users sort and insert while we read and write: the number of attempts at a read or a write. */
export const MAX_ATTEMPTS = 6;
/** From this attempt on, columns in which a formula changes by itself (the time, random numbers) are not compared. */
const TOLERANT = 3;
const SPILL_WIDTH = 5;

/**
 * Reads a tab as of one moment: the values are read again after the formulas, and have to be the same. `between` reads
 * what else has to belong to that moment. Blocks that are as in the look `like` are shared with it.
 */
export function readGrid<T = undefined>(
  tab: SheetTab,
  between?: (values: PackedCells, formulas: PackedCells<string>) => T,
  like?: Grid,
): Grid & { more: T } {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const readFormulas = (as?: PackedCells<string>) => readCells((from) => tab.dataFormulas(from), as);
    const first = readCells((from) => tab.data(from), like?.values);
    const formulas = readFormulas(like?.formulas);
    const more = between?.(first, formulas) as T;
    const values = readCells((from) => tab.data(from), first);
    if (!sameCells(first, values, formulas, attempt >= TOLERANT)) continue;
    // Rows may have moved and moved back while the rest was read.
    if (between && formulaColumns(formulas).size > 0 && !isEqualTo(formulas, readFormulas(formulas)))
      continue;
    return { tab, values, formulas, more };
  }
  throw new TtError('BUSY', `the tab ${tab.name()} is being changed all the time. Try again in a moment`);
}

/** The look, padded with blank cells to at least this many rows and columns, so that something can be added. */
export function padded<One extends Grid>(grid: One, rows: number, columns: number): One {
  const { values, formulas } = grid;
  const width = Math.max(columns, values.width);
  const height = Math.max(rows, values.length);
  if (width === values.width && height === values.length) return grid;
  const pad = <T extends Cell>(lines: PackedCells<T>, blank: T): PackedCells<T> => {
    const found = lines.map((line) => [...line, ...Array<T>(width - line.length).fill(blank)]);
    while (found.length < height) found.push(Array<T>(width).fill(blank));
    return PackedCells.of(found);
  };
  return { ...grid, values: pad<Cell>(values, ''), formulas: pad(formulas, '') };
}

const sameSize = (a: PackedCells, b: PackedCells): boolean => a.length === b.length && a.width === b.width;

function sameCells(
  a: PackedCells,
  b: PackedCells,
  formulas: PackedCells<string>,
  tolerant: boolean,
): boolean {
  if (!sameSize(a, b) || formulas.length !== a.length) return false;
  const ignoredColumns = tolerant ? changingColumns(formulas) : new Set<number>();
  return a.isIn(b, (c, r) => formulas.cell(r, c) === '' && !ignoredColumns.has(c));
}

const isEqualTo = (a: PackedCells<string>, b: PackedCells<string>): boolean =>
  sameSize(a, b) && a.isIn(b, () => true);

/** Columns with a formula, and those into which its result may spill. */
function changingColumns(formulas: PackedCells<string>): Set<number> {
  const found = new Set<number>();
  for (const c of formulaColumns(formulas)) for (let i = 0; i < SPILL_WIDTH; i++) found.add(c + i);
  return found;
}

export const formulaColumns = (formulas: PackedCells<string>): Set<number> =>
  new Set([...Array(formulas.width).keys()].filter((c) => !formulas.isBlank(c)));

/** As `isSame`; a number in a cell formatted as text reads back as its text. */
export const isEqual = (a: Cell | undefined, b: Cell | undefined): boolean =>
  isSame(a ?? '', b ?? '') || (typeof a !== typeof b && String(a ?? '') === String(b ?? ''));

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === '' || cell === null || cell === undefined;

/** The cell as a key of sets and maps: its text, whatever its type. */
export const cellKey = (cell: Cell | undefined): string =>
  cell instanceof Date ? `date ${cell.getTime()}` : `${cell ?? ''}`;
