/** Writes of single cells as data, and what one run of the writer knows of them. */
import type { CellValue } from '../cells/cell-value';
import type { Grid } from '../look/grid';
import type { CellAt } from '../look/spills';

/** One cell of the earlier look to write; rows and columns count from 0. */
export interface CellWrite {
  row: number;
  column: number;
  /** What it takes; a text that starts with `=` where `formula` is set. */
  value: CellValue;
  formula?: true;
}

export type Content = Pick<CellWrite, 'value' | 'formula'>;

export interface WriteOn {
  /** The look on which the writes were planned. */
  planned: Grid;
  /** Its header row, from 0. */
  headerRow: number;
  /** Columns whose cell must be as it was for a row to be written. */
  keys: readonly number[];
  /** Each look reaches at least so far: writes may stand beside the used cells, and from row `added` on below them. */
  size?: { rows: number; columns: number; added: number };
  /** Cells between two rows of the plan that hold already what they take: written along where that joins many scattered writes. */
  joins?: (from: number, to: number) => readonly CellWrite[];
  /** Cells, as `row column`, whose format was changed since: their value may read as another type. */
  reformatted?: ReadonlySet<string>;
}

export interface WriteState {
  /** The last look before the first write: what everything foreign should hold. */
  before: Grid;
  headerRow: number;
  /** Columns of the cells that make the row what it is: where one was changed, the row is not ours to fill. */
  keys: number[];
  target: Map<string, CellWrite>;
  written: Set<number>;
  /** Cells whose write was taken back for an array, which have no content of their own; how often each was cleared. */
  clears: Map<string, number>;
  /** Arrays that the last write stopped: what they filled is blank until they fill it again. */
  broken: readonly CellAt[];
  /** Everything that was put anywhere. */
  put: Set<string>;
  /** The first row that is to be added, where some are. */
  added?: number;
  /** Columns, by their numbers at that moment, into which anything was put. */
  reached: Set<number>;
  /** Cells that somebody merged away meanwhile: they hold nothing, and take nothing. */
  merged: Set<string>;
}

export const placeKey = (row: number, column: number): string => `${row} ${column}`;

export const writtenColumns = (writes: readonly CellWrite[]): Set<number> =>
  new Set(writes.map(({ column }) => column));
