/** Notes and a colour on cells that a scheduled run changed. A note or a colour of somebody else stays as it is. */
import type { SheetFile } from '../interfaces/host';
import { columnLetter } from './columns';
import type { Table } from './table';
import type { WriteResult } from './writer';

/** Light yellow, beside a note: never colour alone. */
const CHANGED = '#fff2cc';
/** How a note of ours begins. */
const OURS = 'Changed by Tracer Tools on ';
const ATTEMPTS = 3;

const a1Of = (row: number, column: number): string => `${columnLetter(column + 1)}${row + 1}`;

/** Marks cells of `table` where they stand after the write; a cell with a note of its own is not marked. */
export function markChanged(
  file: SheetFile,
  table: Table,
  { grid, moved }: WriteResult,
  cells: readonly { row: number; output: string }[],
  note: string,
): void {
  if (cells.length === 0) return;
  const rowNow = new Map(moved.rows.map((old, now) => [old, now]));
  const columnNow = new Map(moved.columns.map((old, now) => [old, now]));
  const notes = notesOf(table, grid.values.length);
  const a1 = cells.flatMap(({ row, output }) => {
    const r = rowNow.get(row);
    const c = columnNow.get(table.columns.get(output)!);
    return r === undefined || c === undefined || notes(r, c) !== '' ? [] : [a1Of(r, c)];
  });
  if (a1.length === 0) return;
  table.grid.tab.mark(a1, note, CHANGED);
  file.flush();
}

/** Takes the marks of earlier runs off the columns. */
export function clearMarks(file: SheetFile, table: Table): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rows = table.grid.values.length;
    const notes = notesOf(table, rows);
    const marked: string[] = [];
    for (const column of table.columns.values()) {
      for (let r = table.first; r < rows; r++)
        if (notes(r, column).startsWith(OURS)) marked.push(a1Of(r, column));
    }
    if (marked.length === 0) return;
    table.grid.tab.clearMarks(marked, CHANGED);
    file.flush();
  }
}

function notesOf({ grid, columns }: Table, rows: number): (row: number, column: number) => string {
  const numbers = [...columns.values()];
  const left = Math.min(...numbers);
  const notes = grid.tab.notes(1, left + 1, Math.max(1, rows), Math.max(...numbers) - left + 1);
  return (row, column) => notes[row]?.[column - left] ?? '';
}
