/** Rows of the sheet by their notes, columns by their headers, wherever they stand by now. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { EventLog } from '../event-log';
import { columnOf, headerRow } from '../scene';
import type { SheetCase, SheetRow } from '../sheets';

export const OUTPUTS = ['current_id', 'share'] as const;
/** A column of our name that somebody renamed before the run began. */
export const THEIRS = 'current_id (renamed)';

export interface SweepLine {
  row: number;
  note: string;
  cells: Map<string, number>;
}

/** Rows of the sheet that have a note, and the columns by the headers that the test gave them. */
export function sweepLines(grid: Grid, happened: EventLog): SweepLine[] {
  const top = headerRow(grid);
  const columns = new Map<string, number>();
  for (const name of ['root_id', 'notes', 'pct', 'calc', ...OUTPUTS]) {
    const renamed = happened.headers.get(name);
    const own = columnOf(grid, name);
    const other = renamed ? columnOf(grid, renamed) : 0;
    const isOurs = (OUTPUTS as readonly string[]).includes(name);
    // What somebody renamed before the start is theirs, and ours is made anew; so is one that they deleted.
    const column = renamed === null && !isOurs ? 0 : own > 0 ? own : other;
    if (column > 0) columns.set(name, column);
    if (isOurs && own > 0 && other > 0) columns.set(THEIRS, other);
  }
  const at = columns.get('notes');
  if (top === 0 || at === undefined) return [];
  const rows = grid.lastRow() - top;
  if (rows < 1) return [];
  const notes = grid.shown({ row: top + 1, column: at, rows, columns: 1 });
  return notes.flatMap(([note], i) =>
    note === '' ? [] : [{ row: top + 1 + i, note: note!, cells: columns }],
  );
}

/** What the row was when the play began; rows that another script added had nothing of ours. */
export function originalOf(sheet: SheetCase, { added }: EventLog, note: string): SheetRow | undefined {
  const id = added.get(note);
  return id === undefined
    ? sheet.rows.find((each) => each.note === note)
    : { id, note, old: { current_id: '', share: '' }, spilled: false };
}
