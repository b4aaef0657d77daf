/** A look at a tab: value and formula of every used cell at one moment. */
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import type { SheetTab } from '../../interfaces/host';

/** Rows and columns count from 0 here: entry [0][0] is A1. */
export interface Grid {
  tab: SheetTab;
  values: Cell[][];
  formulas: string[][];
}

/** Users sort and insert while we read and write: the number of attempts at a read or a write. */
export const MAX_ATTEMPTS = 6;
/** From this attempt on, columns in which a formula changes by itself (the time, random numbers) are not compared. */
const TOLERANT = 3;
const SPILL_WIDTH = 5;

/**
 * Reads a tab as of one moment: the values are read again after the formulas, and have to be the same. `between` reads
 * what else has to belong to that moment.
 */
export function readGrid<T = undefined>(
  tab: SheetTab,
  between?: (values: Cell[][], formulas: string[][]) => T,
): Grid & { more: T } {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const first = tab.data();
    const formulas = tab.dataFormulas();
    const more = between?.(first, formulas) as T;
    const values = tab.data();
    if (!sameCells(first, values, formulas, attempt >= TOLERANT)) continue;
    // Rows may have moved and moved back while the rest was read.
    if (between && hasFormulas(formulas) && !sameFormulas(formulas, tab.dataFormulas())) continue;
    return { tab, values, formulas, more };
  }
  throw new TtError('BUSY', `the tab ${tab.name()} is being changed all the time. Try again in a moment`);
}

/** The look, padded with blank cells to at least this many rows and columns, so that something can be added. */
export function padded<One extends Grid>(grid: One, rows: number, columns: number): One {
  const width = Math.max(columns, grid.values[0]?.length ?? 0);
  const height = Math.max(rows, grid.values.length);
  const pad = <T>(lines: T[][], blank: T): T[][] =>
    Array.from({ length: height }, (_x, r) => [
      ...(lines[r] ?? []),
      ...Array<T>(width - (lines[r]?.length ?? 0)).fill(blank),
    ]);
  return { ...grid, values: pad<Cell>(grid.values, ''), formulas: pad(grid.formulas, '') };
}

function sameCells(a: Cell[][], b: Cell[][], formulas: string[][], tolerant: boolean): boolean {
  if (a.length !== b.length || a[0]?.length !== b[0]?.length || formulas.length !== a.length) return false;
  const ignored = tolerant ? changingColumns(formulas) : new Set<number>();
  return a.every((row, r) =>
    row.every((cell, c) => formulas[r]![c] !== '' || ignored.has(c) || isSame(cell, b[r]![c])),
  );
}

const hasFormulas = (formulas: string[][]): boolean =>
  formulas.some((row) => row.some((text) => text !== ''));

const sameFormulas = (a: string[][], b: string[][]): boolean =>
  a.length === b.length &&
  a.every((row, r) => row.length === b[r]!.length && row.every((text, c) => text === b[r]![c]));

/** Columns with a formula, and those into which its result may spill. */
function changingColumns(formulas: string[][]): Set<number> {
  const found = new Set<number>();
  for (const c of formulaColumns(formulas)) for (let i = 0; i < SPILL_WIDTH; i++) found.add(c + i);
  return found;
}

export function formulaColumns(formulas: string[][]): Set<number> {
  const found = new Set<number>();
  for (const row of formulas) {
    row.forEach((text, c) => {
      if (text !== '') found.add(c);
    });
  }
  return found;
}

/** Each read makes new dates. */
export const isSame = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());

/** As `isSame`; a number in a cell formatted as text reads back as its text. */
export const isEqual = (a: Cell | undefined, b: Cell | undefined): boolean =>
  isSame(a ?? '', b ?? '') || (typeof a !== typeof b && String(a ?? '') === String(b ?? ''));

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === '' || cell === null || cell === undefined;

/** The cell as a key of sets and maps: its text, whatever its type. */
export const cellKey = (cell: Cell | undefined): string =>
  cell instanceof Date ? `date ${cell.getTime()}` : `${cell ?? ''}`;
