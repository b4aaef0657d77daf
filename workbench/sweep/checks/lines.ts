/** Finds rows by their notes and columns by their headers, wherever they are now. */
import type { Grid } from '@tracer-tools/apps-script/sheet';
import type { EventLog } from '../event-log';
import { headerRow, headerTexts } from '../scene';
import type { SheetCase, SheetRow } from '../sheets';

export const OUTPUTS = ['current_id', 'share'] as const;
/** A column with our name that a person renamed before the run. */
export const THEIRS = 'current_id (renamed)';

export interface SweepLine {
  row: number;
  note: string;
  cells: Map<string, number>;
}

/** Rows that have a note, and the columns by the headers that the test wrote. */
export function sweepLines(grid: Grid, happened: EventLog): SweepLine[] {
  const top = headerRow(grid);
  const columns = new Map<string, number>();
  const headers = top === 0 ? [] : headerTexts(grid, top);
  for (const name of ['root_id', 'notes', 'pct', 'calc', ...OUTPUTS]) {
    const renamed = happened.headers.get(name);
    const own = headers.indexOf(name) + 1;
    const other = renamed ? headers.indexOf(renamed) + 1 : 0;
    const isOurs = (OUTPUTS as readonly string[]).includes(name);
    // If a person renamed or deleted our column before the start, that column is theirs, and the run makes a new one.
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

/** The row's state at the start of the play; rows that another script added had none of our values. */
export function originalOf(sheet: SheetCase, { added }: EventLog, note: string): SheetRow | undefined {
  const id = added.get(note);
  return id === undefined
    ? sheet.rows.find((each) => each.note === note)
    : { id, note, old: { current_id: '', share: '' }, spilled: false };
}

/** What the id column holds in the rows of each copied note, in any order. */
export function copyIds(grid: Grid, happened: EventLog): Map<string, string> {
  const ids = new Map<string, string[]>();
  for (const { row, note, cells } of happened.copies.size === 0 ? [] : sweepLines(grid, happened)) {
    const column = cells.get('root_id');
    if (!happened.copies.has(note) || column === undefined) continue;
    ids.set(note, [...(ids.get(note) ?? []), String(grid.view(row, column).value)]);
  }
  return new Map([...ids].map(([note, each]) => [note, each.sort().join(', ')]));
}

/** Only people change ids of copied rows. */
export function checkCopies(grid: Grid, happened: EventLog): string[] {
  const now = copyIds(grid, happened);
  return [...happened.copyIds].flatMap(([note, ids]) =>
    now.get(note) === ids ? [] : [`${note}, copied: root_id is ${now.get(note)}, not ${ids}`],
  );
}
