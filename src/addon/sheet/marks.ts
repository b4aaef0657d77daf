/** Notes and a colour on cells that a run changed. A note or a colour of somebody else stays as it is. */
import type { SheetFile, SheetTab } from '../interfaces/host';
import { columnLetter } from './columns';
import type { Table } from './table';
import type { WriteResult } from './writer';

/** Light yellow, beside a note: never colour alone. */
const CHANGED = '#fff2cc';
const NO_COLOUR = ['', '#ffffff'];
/** How a note of ours begins. */
export const MARK_START = 'Changed by Tracer Tools on ';
/** People sort and insert meanwhile. */
const ATTEMPTS = 3;

const a1Of = (row: number, column: number): string => `${columnLetter(column + 1)}${row + 1}`;

/** Marks cells of `table` where they stand after the write; a note of ours is renewed, another one is kept. */
export function markChanged(
  file: SheetFile,
  table: Table,
  { grid, moved }: WriteResult,
  cells: readonly { row: number; output: string }[],
  note: string,
): void {
  if (cells.length === 0) return;
  const look = marksOf(
    grid.tab,
    grid.values.length,
    moved.columns.flatMap((old, now) => ([...table.columns.values()].includes(old ?? -1) ? [now] : [])),
  );
  const places = cells.flatMap(({ row, output }) => {
    const [r, c] = [moved.rows.indexOf(row), moved.columns.indexOf(table.columns.get(output)!)];
    return r < 0 || c < 0 ? [] : [{ r, c }];
  });
  const free = places.filter(({ r, c }) => look.note(r, c) === '' || look.note(r, c).startsWith(MARK_START));
  if (free.length === 0) return;
  const coloured = free.filter(({ r, c }) => NO_COLOUR.includes(look.colour(r, c)));
  const names = (list: readonly { r: number; c: number }[]) => list.map(({ r, c }) => a1Of(r, c));
  grid.tab.mark(names(free), note, names(coloured), CHANGED);
  file.flush();
}

/** Takes our marks off these columns, from 0; `part` is a text that their notes have. */
export function clearMarks(file: SheetFile, tab: SheetTab, columns: readonly number[], part = ''): void {
  if (columns.length === 0) return;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rows = Math.max(1, tab.lastRow());
    const { note, colour } = marksOf(tab, rows, columns);
    const marked: string[] = [];
    const coloured: string[] = [];
    for (const column of columns) {
      for (let r = 0; r < rows; r++) {
        if (!note(r, column).startsWith(MARK_START) || !note(r, column).includes(part)) continue;
        marked.push(a1Of(r, column));
        if (colour(r, column) === CHANGED) coloured.push(a1Of(r, column));
      }
    }
    if (marked.length === 0) return;
    tab.clearMarks(marked, coloured);
    file.flush();
  }
}

function marksOf(tab: SheetTab, rows: number, columns: readonly number[]) {
  const left = Math.min(...columns);
  const box = [1, left + 1, Math.max(1, rows), Math.max(...columns) - left + 1] as const;
  const notes = tab.notes(...box);
  const colours = tab.backgrounds(...box);
  return {
    note: (r: number, c: number) => notes[r]?.[c - left] ?? '',
    colour: (r: number, c: number) => colours[r]?.[c - left] ?? '',
  };
}
