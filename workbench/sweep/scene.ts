/** The sheet that events happen to, and functions with which events find their cells. */
import type { CellValue, Grid, Workbook } from '@tracer-tools/apps-script/sheet';
import { type EventLog, endWatches } from './event-log';

export interface SweepScene {
  grid: Grid;
  book: Workbook;
  next: () => number;
  pool: readonly string[];
  happened: EventLog;
  /** Chooses another datastack in the settings. */
  changeDatastack: () => void;
  /** Runs steps of another user's job, or of a schedule. */
  other: (kind: 'same' | 'beside' | 'schedule') => void;
  /** Another execution takes the document's lock for longer than anyone waits. */
  occupyLock: () => void;
  /** Calls `event` after so many service calls. */
  later: (calls: number, event: () => void) => void;
  /** What our columns held before the last write, by note and header. */
  beforeLastWrite: () => ReadonlyMap<string, CellValue>;
  /** Whether a value is one that the row had, or should have, in this column. */
  isOwnValue: (note: string, header: string, value: CellValue) => boolean;
}

export interface EventKind {
  name: string;
  /** The event ends the execution or gives an error: the run may end as failed. */
  stops?: true;
  /** Waits for a service call whose name begins like this, such as `Lock.tryLock`. */
  meets?: string;
  happen(scene: SweepScene): void;
}

export const pick = ({ next }: SweepScene, below: number): number => Math.floor(next() * Math.max(1, below));

/** Row of the headers, from 1; 0 if there is none. */
export function headerRow(grid: Grid): number {
  const rows = grid.lastRow();
  if (rows === 0) return 0;
  const shown = grid.shown({ row: 1, column: 1, rows, columns: Math.max(1, grid.lastColumn()) });
  return shown.findIndex((row) => row.includes('notes')) + 1;
}

export function columnOf(grid: Grid, header: string): number {
  const at = headerRow(grid);
  if (at === 0) return 0;
  return headerTexts(grid, at).indexOf(header) + 1;
}

export const headerTexts = (grid: Grid, row: number): string[] =>
  grid.shown({ row, column: 1, rows: 1, columns: grid.lastColumn() })[0]!;

/** A data row, from 1. */
export function dataRow(scene: SweepScene): number {
  const top = headerRow(scene.grid);
  return top + 1 + pick(scene, scene.grid.lastRow() - top);
}

export function noteAt({ grid }: SweepScene, row: number): string {
  const column = columnOf(grid, 'notes');
  return column === 0 ? '' : grid.shown({ row, column, rows: 1, columns: 1 })[0]![0]!;
}

export const cellBox = (row: number, column: number) => ({ row, column, rows: 1, columns: 1 });

/** Picks one of our cells in a data row. */
export function ownCell(
  scene: SweepScene,
  header: string,
  change: (row: number, column: number, note: string) => void,
): void {
  const row = dataRow(scene);
  const note = noteAt(scene, row);
  const column = columnOf(scene.grid, header);
  if (note === '' || column === 0) return;
  change(row, column, note);
}

/** Like `ownCell`; from now on the person may change what is in the cell. */
export function touchCell(
  scene: SweepScene,
  header: string,
  change: (row: number, column: number) => void,
): void {
  ownCell(scene, header, (row, column, note) => {
    scene.happened.touched.add(`${note} ${header}`);
    endWatches(scene.happened, note, header);
    change(row, column);
  });
}

export const wholeTable = ({ grid }: SweepScene) => {
  const top = headerRow(grid);
  return { row: Math.max(1, top), column: 1, rows: grid.lastRow() - top + 1, columns: grid.lastColumn() };
};
