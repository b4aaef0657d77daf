/** Notes and a colour on cells that a run changed. A user's note or colour is kept. */
import type { SheetFile, SheetTab } from '../../interfaces/host';
import type { PackedCells } from '../look/cells';
import { type Grid, readGrid } from '../look/grid';
import { COLOURS, type LayerWrite, movedWrites, NOTES, readLayer, writeLayer } from '../write/layer-writer';
import type { WriteResult } from '../write/writer';
import type { Table } from './table';

/** Light yellow, always with a note: colour is never the only mark. */
const CHANGED = '#fff2cc';
/** How a note of ours begins. */
export const MARK_START = 'Changed by Tracer Tools on ';

/** Marks cells of `table` at their places after the write; replaces notes of ours and keeps others. */
export function markChanged(
  file: SheetFile,
  table: Table,
  { grid, moved }: WriteResult,
  cells: readonly { row: number; output: string }[],
  note: string,
): void {
  if (cells.length === 0) return;
  const placedWrites = movedWrites(
    cells.map(({ row, output }) => ({ row, column: table.columns.get(output)!, value: note })),
    moved,
  );
  const headerRow = Math.max(0, moved.rows.indexOf(table.key.headerRow));
  const notes = readLayer(NOTES, grid.tab, grid);
  const free = withHeld(placedWrites, notes).filter(({ held }) => isOurs(held));
  writeLayer(file, NOTES, grid, headerRow, free);
  colour(file, grid, headerRow, free);
}

/** Only cells without a colour. */
function colour(file: SheetFile, grid: Grid, headerRow: number, cells: readonly LayerWrite[]): void {
  const plain = withHeld(cells, readLayer(COLOURS, grid.tab, grid)).filter(({ held }) => held === '');
  writeLayer(file, COLOURS, grid, headerRow, colourWrites(plain, CHANGED));
}

const withHeld = (cells: readonly LayerWrite[], layer: PackedCells<string>) =>
  cells.map((cell) => ({ ...cell, held: layer.cell(cell.row, cell.column) }));

/**
 * Sets notes and a colour on these cells (from 0) unless they hold a note of somebody else. They stay until a user
 * removes them.
 */
export function markCells(
  file: SheetFile,
  tab: SheetTab,
  headerRow: number,
  cells: readonly LayerWrite[],
): void {
  const grid = readGrid(tab, () => undefined);
  const free = withHeld(cells, readLayer(NOTES, tab)).filter(({ held }) => isOurs(held));
  writeLayer(file, NOTES, grid, headerRow, free);
  colour(file, grid, headerRow, free);
}

const isOurs = (note: string): boolean => note === '' || note.startsWith(MARK_START);

const colourWrites = (cells: readonly LayerWrite[], value: string): LayerWrite[] =>
  cells.map((cell) => ({ ...cell, value }));

/** Removes our marks from these columns (from 0); `part` is a text that their notes contain. */
export function clearMarks(
  file: SheetFile,
  tab: SheetTab,
  headerRow: number,
  columns: readonly number[],
  part = '',
): void {
  const grid = readGrid(tab, () => undefined);
  const notes = readLayer(NOTES, tab);
  const markedCells = columns.flatMap((column) =>
    notes
      .column(column)
      .flatMap((note, row): LayerWrite[] =>
        note.startsWith(MARK_START) && note.includes(part) ? [{ row, column, value: '', held: note }] : [],
      ),
  );
  if (markedCells.length === 0) return;
  writeLayer(file, NOTES, grid, headerRow, markedCells);
  const colours = readLayer(COLOURS, tab);
  const yellow = withHeld(markedCells, colours).filter(({ held }) => held === CHANGED);
  writeLayer(file, COLOURS, grid, headerRow, yellow);
}
