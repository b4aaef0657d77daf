/** Writes of single cells as data, and the state of one run of the writer. */
import type { TextLink } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import type { Grid } from '../look/grid';
import type { CellAt } from '../look/spills';
import type { HeldCell } from '../record/record-lines';

/** One cell to write, by its place in the earlier look; rows and columns count from 0. */
export interface CellWrite {
  row: number;
  column: number;
  /** The new value; with `formula`, a text that starts with `=`. */
  value: CellValue;
  formula?: true;
  /** Behind parts of a text. A race may lose them: corrections put the value alone. */
  links?: TextLink[];
}

export type Content = Pick<CellWrite, 'value' | 'formula' | 'links'>;

/**
 * What puts back a cell that a record holds, at a place. Without spreads: in V8 a spread that adds a property gives each
 * object a hidden class of its own, 257 bytes in place of 57, and a plan has 30,000 of them.
 */
export function heldWrite(row: number, column: number, { value, formula, links }: HeldCell): CellWrite {
  if (formula !== undefined) return { row, column, value: formula, formula: true };
  return links === undefined ? { row, column, value } : { row, column, value, links };
}

export interface WriteOn {
  /** The look on which the writes were planned. */
  planned: Grid;
  /** Its header row, from 0. */
  headerRow: number;
  /** Columns whose cell must be unchanged for a row to be written. */
  keys: readonly number[];
  /** The minimum size of each look: writes may go beside the used cells and, from row `added` on, below them. */
  size?: { rows: number; columns: number; added: number };
  /** Of the cells that `isWanted` names, those that hold already what they take: written along to join scattered writes. */
  joins?: (isWanted: (row: number, column: number) => boolean) => readonly CellWrite[];
  /** Cells, as `row column`, whose format was changed since: their value may read as another type. */
  reformatted?: ReadonlySet<string>;
}

export interface WriteState {
  /** The last look before the first write: what everything foreign should hold. */
  before: Grid;
  headerRow: number;
  /** Columns of the cells that identify a row: if one was changed, the row is not ours to fill. */
  keys: number[];
  target: Map<string, CellWrite>;
  written: Set<number>;
  /** See `AlignBy`. */
  filled: (column: number) => number;
  /** Cells without content of their own, whose write was taken back for an array; how often each was cleared. */
  clears: Map<string, number>;
  /** Arrays that the last write blocked: the cells that they filled are blank until they fill them again. */
  broken: readonly CellAt[];
  /** Everything that was put anywhere. */
  put: Set<string>;
  /** The first row to be added, if any. */
  added?: number;
  /** Columns that anything was put into, by their numbers at that moment. */
  reached: Set<number>;
  /** Cells that a user merged into another meanwhile: they hold nothing and take nothing. */
  merged: Set<string>;
}

export const placeKey = (row: number, column: number): string => `${row} ${column}`;

/** Counts for `AlignBy` what `put` fills; `columnOf` gives the column of the earlier look. */
export const filledBy =
  (
    writes: readonly CellWrite[],
    headerRow: number,
    put: readonly CellWrite[] = [],
    columnOf = (column: number): number | null | undefined => column,
  ) =>
  (column: number): number =>
    writes.some((write) => write.row === headerRow && write.column === column)
      ? -1
      : put.filter((write) => columnOf(write.column) === column && write.value !== '').length;

export const writtenColumns = (writes: readonly CellWrite[]): Set<number> =>
  new Set(writes.map(({ column }) => column));
