/**
 * The one file that writes answers into cells. Results are placed by id against the key column as it stands at that
 * moment, only into columns that the add-on owns (found by header), and never over a formula or a protected cell.
 */
import { type Id, readCell } from '../../core/ids';
import type { Cell } from '../../core/table';
import type { SheetFile, Tab } from '../host';
import { findColumn, headerText, letterOf, type Place } from './columns';
import { typed, type Written } from './text';

/** Values by header; a header that is absent is left alone. */
export type RowValues = Record<string, Written>;

/** The columns of a job as they stand now. */
export interface Frame {
  tab: Tab;
  place: Place;
  /** Column number by owned header. */
  columns: Map<string, number>;
  firstRow: number;
  /** One entry a row from `firstRow`: the id, or null for a blank or damaged cell. */
  ids: (Id | null)[];
  /** Owned cells of each row, in the order of `columns`. */
  owned: Cell[][];
  /** Cells that must not be written: they hold a formula. */
  formulas: boolean[][];
}

/** Headers whose cells are text: their columns get the plain-text format. */
const TEXT_HEADERS = new Set(['current_id', 'share', 'runner_up', 'point', 'anchor_supervoxel', 'as_of']);

/** Adds the headers that the tab lacks, right of its last column, and answers where all of them stand. */
export function ensureColumns(tab: Tab, place: Place, headers: readonly string[]): string[] {
  const missing = headers.filter((header) => !place.headers.includes(header));
  if (missing.length === 0) return [];
  const first = tab.lastColumn() + 1;
  const lacking = first + missing.length - 1 - tab.maxColumns();
  if (lacking > 0) tab.insertColumns(tab.maxColumns(), lacking);
  const rows = Math.max(1, tab.lastRow() - place.headerRow);
  missing.forEach((header, i) => {
    if (TEXT_HEADERS.has(header)) tab.setFormat(place.headerRow + 1, first + i, rows, 1, '@');
  });
  tab.setValues(place.headerRow, first, [missing.map((header) => `'${header}`)]);
  tab.setBold(place.headerRow, first, 1, missing.length);
  while (place.headers.length < first - 1) place.headers.push('');
  place.headers.push(...missing);
  return missing;
}

/** Reads the key column and the owned columns in as few calls as they have gaps. */
export function readFrame(tab: Tab, header: string, wasAt: number, headers: readonly string[]): Frame {
  const place = findColumn(tab, header, wasAt);
  const columns = new Map<string, number>();
  for (const owned of headers) {
    const at = place.headers.indexOf(owned);
    if (at >= 0 && at + 1 !== place.column) columns.set(owned, at + 1);
  }
  const firstRow = place.headerRow + 1;
  const rows = Math.max(0, tab.lastRow() - place.headerRow);
  const keys = rows > 0 ? tab.values(firstRow, place.column, rows, 1) : [];
  const ids = keys.map(([cell]) => {
    const read = readCell(cell);
    return read.kind === 'id' ? read.id : null;
  });
  const numbers = [...columns.values()];
  const empty = { owned: keys.map(() => [] as Cell[]), formulas: keys.map(() => [] as boolean[]) };
  if (numbers.length === 0 || rows === 0) return { tab, place, columns, firstRow, ids, ...empty };
  const left = Math.min(...numbers);
  const width = Math.max(...numbers) - left + 1;
  const values = tab.values(firstRow, left, rows, width);
  const formulas = tab.formulas(firstRow, left, rows, width);
  return {
    tab,
    place,
    columns,
    firstRow,
    ids,
    owned: values.map((row) => numbers.map((column) => row[column - left] ?? '')),
    formulas: formulas.map((row) => numbers.map((column) => (row[column - left] ?? '') !== '')),
  };
}

/** One row to write: its index in the frame and the new values; a header that is absent keeps what it holds. */
export interface Placement {
  index: number;
  values: RowValues;
}

/**
 * Writes placements with few calls: neighbouring owned columns go together, and rows in between are written with what
 * they hold, which leaves them as they are. Only a cell with a formula breaks a block.
 */
export function writeRows(frame: Frame, placements: readonly Placement[]): void {
  if (placements.length === 0) return;
  const byIndex = new Map(placements.map((placement) => [placement.index, placement.values]));
  const from = Math.min(...byIndex.keys());
  const to = Math.max(...byIndex.keys());
  for (const run of columnRuns(frame)) {
    let start = from;
    for (let index = from; index <= to; index++) {
      if (!run.slots.some((slot) => frame.formulas[index]?.[slot])) continue;
      writeBlock(frame, byIndex, run, start, index - 1);
      writeAround(frame, byIndex, run, index);
      start = index + 1;
    }
    writeBlock(frame, byIndex, run, start, to);
  }
}

interface ColumnRun {
  column: number;
  headers: string[];
  /** Positions in `frame.owned` rows. */
  slots: number[];
}

/** Owned columns that stand next to each other. */
function columnRuns(frame: Frame): ColumnRun[] {
  const sorted = [...frame.columns].map(([header, column], slot) => ({ header, column, slot }));
  sorted.sort((a, b) => a.column - b.column);
  const runs: ColumnRun[] = [];
  for (const { header, column, slot } of sorted) {
    const last = runs[runs.length - 1];
    if (last && last.column + last.headers.length === column) {
      last.headers.push(header);
      last.slots.push(slot);
    } else runs.push({ column, headers: [header], slots: [slot] });
  }
  return runs;
}

function cellAt(
  frame: Frame,
  byIndex: ReadonlyMap<number, RowValues>,
  index: number,
  header: string,
  slot: number,
): Written {
  const value = byIndex.get(index)?.[header] ?? frame.owned[index]?.[slot] ?? '';
  return typed(value, TEXT_HEADERS.has(header));
}

function writeBlock(
  frame: Frame,
  byIndex: ReadonlyMap<number, RowValues>,
  run: ColumnRun,
  from: number,
  to: number,
): void {
  if (to < from || ![...byIndex.keys()].some((index) => index >= from && index <= to)) return;
  const cells: Written[][] = [];
  for (let index = from; index <= to; index++) {
    cells.push(run.headers.map((header, i) => cellAt(frame, byIndex, index, header, run.slots[i]!)));
  }
  const row = frame.firstRow + from;
  run.headers.forEach((header, i) => {
    if (TEXT_HEADERS.has(header)) frame.tab.setFormat(row, run.column + i, cells.length, 1, '@');
  });
  frame.tab.setValues(row, run.column, cells);
}

/** A row with a formula in it: its other cells one by one. */
function writeAround(
  frame: Frame,
  byIndex: ReadonlyMap<number, RowValues>,
  run: ColumnRun,
  index: number,
): void {
  if (!byIndex.has(index)) return;
  run.headers.forEach((header, i) => {
    if (frame.formulas[index]?.[run.slots[i]!]) return;
    const cell = cellAt(frame, byIndex, index, header, run.slots[i]!);
    frame.tab.setValues(frame.firstRow + index, run.column + i, [[cell]]);
  });
}

/** Light yellow, beside a note: never colour alone. */
const CHANGED = '#fff2cc';

/** Marks changed cells: two calls, however many. */
export function markChanged(
  frame: Frame,
  cells: readonly { index: number; header: string }[],
  note: string,
): void {
  if (cells.length === 0) return;
  const a1 = cells.map(
    ({ index, header }) => `${letterOf(frame.columns.get(header)!)}${frame.firstRow + index}`,
  );
  frame.tab.mark(a1, note, CHANGED);
}

/** Takes the marks of earlier runs off the owned columns. */
export function clearMarks(frame: Frame): void {
  if (frame.ids.length === 0) return;
  for (const run of columnRuns(frame)) {
    frame.tab.clearMarks(frame.firstRow, run.column, frame.ids.length, run.headers.length);
  }
}

/** `F–L` or `F, H–J`: where the headers stand or will stand. */
export function columnSpan(columns: readonly number[]): string {
  const sorted = [...columns].sort((a, b) => a - b);
  const spans: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end]! + 1) end++;
    spans.push(end === at ? letterOf(sorted[at]!) : `${letterOf(sorted[at]!)}–${letterOf(sorted[end]!)}`);
    at = end + 1;
  }
  return spans.join(', ');
}

/** A tab of ours: made when first needed, with a header row of text. */
export function ownTab(file: SheetFile, name: string, headers: readonly string[]): Tab {
  const found = file.tabByName(name);
  if (found && found.lastRow() > 0 && headerText(found.values(1, 1, 1, 1)[0]?.[0]) === headers[0])
    return found;
  const tab = found ?? file.addTab(name);
  tab.setValues(1, 1, [headers.map((header) => `'${header}`)]);
  tab.setBold(1, 1, 1, headers.length);
  tab.freezeRows(1);
  return tab;
}

/** Appends rows of plain values below the last one. */
export function appendRows(tab: Tab, rows: readonly Written[][]): void {
  if (rows.length === 0) return;
  tab.setValues(
    tab.lastRow() + 1,
    1,
    rows.map((row) => row.map((cell) => typed(cell, false))),
  );
}

/** Puts rows under the header, newest first, and cuts what is beyond `most`. */
export function prependRows(tab: Tab, rows: readonly Written[][], most: number): void {
  tab.insertRows(1, rows.length);
  tab.setValues(
    2,
    1,
    rows.map((row) => row.map((cell) => typed(cell, false))),
  );
  const over = tab.lastRow() - 1 - most;
  if (over > 0) tab.deleteRows(most + 2, over);
}
