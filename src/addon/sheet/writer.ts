/**
 * The one file that writes answers into cells. Results are placed by id against the key column as it stands at that
 * moment, only into columns that the add-on owns (found by header), and never over a formula or a protected cell.
 */
import type { SheetFile, Tab } from '../host';
import { findColumn, letterOf } from './columns';
import { ATTEMPTS, type Frame, type RowValues, readFrame } from './frame';
import { putCells } from './put';
import type { Written } from './text';

/** Headers whose cells are text: their columns get the plain-text format. */
const TEXT_HEADERS = new Set(['current_id', 'share', 'runner_up', 'point', 'anchor_supervoxel', 'as_of']);

/**
 * Adds the headers that the tab lacks, right of its last column. Somebody may insert a row at that very moment: the
 * headers are looked for again, and what went astray is taken back.
 */
export function ensureColumns(tab: Tab, header: string, wasAt: number, headers: readonly string[]): string[] {
  const added: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const place = findColumn(tab, header, wasAt);
    const missing = headers.filter((name) => !place.headers.includes(name));
    if (missing.length === 0) return added;
    const first = tab.lastColumn() + 1;
    const lacking = first + missing.length - 1 - tab.maxColumns();
    if (lacking > 0) tab.insertColumns(tab.maxColumns(), lacking);
    const rows = Math.max(1, tab.lastRow() - place.headerRow);
    missing.forEach((name, i) => {
      if (TEXT_HEADERS.has(name)) tab.setFormat(place.headerRow + 1, first + i, rows, 1, '@');
    });
    putCells(tab, place.headerRow, first, [missing]);
    const now = findColumn(tab, header, wasAt);
    if (now.headerRow !== place.headerRow || missing.some((name) => !now.headers.includes(name))) {
      const astray = tab.values(place.headerRow, first, 1, missing.length)[0]!;
      if (astray.every((cell, i) => cell === missing[i])) {
        putCells(tab, place.headerRow, first, [missing.map(() => '')]);
      }
      continue;
    }
    tab.setBold(place.headerRow, first, 1, missing.length);
    added.push(...missing);
  }
  return added;
}

/** One row to write: its index in the frame and the new values; a header that is absent keeps what it holds. */
export interface Placement {
  index: number;
  values: RowValues;
}

/**
 * Writes placements, then looks whether rows moved under the pen (a sort, an inserted row, an edited id): then every
 * row that the write touched gets, by its id, what it should hold. Answers the frame as it was last seen.
 */
export function writeRows(file: SheetFile, frame: Frame, placements: readonly Placement[]): Frame {
  let seen = frame;
  let open = placements;
  for (let attempt = 0; open.length > 0 && attempt < ATTEMPTS; attempt++) {
    const wanted = wantedById(seen, open);
    writeOnce(seen, open);
    file.flush();
    restoreHeaders(seen, wanted);
    const now = readFrame(seen.tab, seen.header, seen.place.column, [...seen.columns.keys()], seen.kind);
    open = sameRows(seen, now) ? [] : astray(now, wanted);
    seen = now;
  }
  return seen;
}

const sameRows = (a: Frame, b: Frame): boolean =>
  a.firstRow === b.firstRow &&
  a.keys.length <= b.keys.length &&
  a.keys.every((key, i) => key === b.keys[i]) &&
  [...a.columns].every(([header, column]) => b.columns.get(header) === column);

/** A row inserted at the top pushes the header under the pen: a header that we wrote over is written again. */
function restoreHeaders(frame: Frame, wanted: Wanted): void {
  const place = findColumn(frame.tab, frame.header, frame.place.column);
  for (const [header, column] of frame.columns) {
    const now = place.headers[column - 1] ?? '';
    if (now === header || place.headers.includes(header)) continue;
    if ([...(wanted.put.get(header) ?? [])].some((value) => String(value) === now)) {
      writeHeader({ ...frame, place }, column, header);
    }
  }
}

export function writeHeader(frame: Frame, column: number, header: string): void {
  putCells(frame.tab, frame.place.headerRow, column, [[header]]);
}

interface Wanted {
  /** What each copy of a key should hold, by header. */
  byKey: Map<string, RowValues[]>;
  /** Every value that the write put anywhere, by header. */
  put: Map<string, Set<Written>>;
  /** What rows without an id held, by header: no write touches them. */
  theirs: Map<string, Set<Written>>;
}

function wantedById(frame: Frame, placements: readonly Placement[]): Wanted {
  const byIndex = new Map(placements.map((placement) => [placement.index, placement.values]));
  const wanted: Wanted = { byKey: new Map(), put: new Map(), theirs: new Map() };
  const headers = [...frame.columns.keys()];
  const add = (sets: Wanted['put'], header: string, value: Written) => {
    if (!sets.has(header)) sets.set(header, new Set());
    sets.get(header)!.add(value);
  };
  frame.keys.forEach((key, index) => {
    const values: RowValues = {};
    headers.forEach((header, slot) => {
      const held = (frame.owned[index]![slot] ?? '') as Written;
      const placed = byIndex.get(index)?.[header];
      values[header] = placed ?? held;
      const untouched = key === null && placed === undefined && held !== '';
      add(untouched ? wanted.theirs : wanted.put, header, values[header]!);
    });
    if (key !== null) wanted.byKey.set(key, [...(wanted.byKey.get(key) ?? []), values]);
  });
  return wanted;
}

/** Rows that hold what was written for another one; a row whose id is new holds nothing of ours. */
function astray(frame: Frame, wanted: Wanted): Placement[] {
  const copyOf = new Map<string, number>();
  const placements: Placement[] = [];
  frame.keys.forEach((key, index) => {
    const copy = key === null ? 0 : (copyOf.get(key) ?? 0);
    if (key !== null) copyOf.set(key, copy + 1);
    const rows = key === null ? undefined : wanted.byKey.get(key);
    const values: RowValues = {};
    [...frame.columns.keys()].forEach((header, slot) => {
      const now = (frame.owned[index]![slot] ?? '') as Written;
      const want = rows ? (rows[copy] ?? rows[0]!)[header]! : '';
      const ours = wanted.put.get(header)?.has(now) && (rows || !wanted.theirs.get(header)?.has(now));
      if (now !== want && ours && !frame.formulas[index]![slot]) {
        values[header] = want;
      }
    });
    if (Object.keys(values).length > 0) placements.push({ index, values });
  });
  return placements;
}

/**
 * Few calls: neighbouring owned columns go together, and rows in between are written with what they hold, which
 * leaves them as they are. A cell with a formula breaks a block, and so does a row without an id that holds something:
 * nothing could put it right if it moved meanwhile.
 */
function writeOnce(frame: Frame, placements: readonly Placement[]): void {
  const byIndex = new Map(placements.map((placement) => [placement.index, placement.values]));
  // No spread: a hundred thousand rows are more arguments than a call takes.
  const from = placements.reduce((least, { index }) => Math.min(least, index), Number.POSITIVE_INFINITY);
  const to = placements.reduce((most, { index }) => Math.max(most, index), -1);
  for (const run of columnRuns(frame)) {
    let start = from;
    for (let index = from; index <= to; index++) {
      if (!breaksBlock(frame, run, index)) continue;
      writeBlock(frame, byIndex, run, start, index - 1);
      writeAround(frame, byIndex, run, index);
      start = index + 1;
    }
    writeBlock(frame, byIndex, run, start, to);
  }
}

function breaksBlock(frame: Frame, run: ColumnRun, index: number): boolean {
  const held = frame.owned[index] ?? [];
  if (run.slots.some((slot) => frame.formulas[index]?.[slot])) return true;
  return frame.keys[index] === null && run.slots.some((slot) => (held[slot] ?? '') !== '');
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
  return byIndex.get(index)?.[header] ?? frame.owned[index]?.[slot] ?? '';
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
  putCells(frame.tab, row, run.column, cells);
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
    putCells(frame.tab, frame.firstRow + index, run.column + i, [[cell]]);
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
  if (frame.keys.length === 0) return;
  for (const run of columnRuns(frame)) {
    frame.tab.clearMarks(frame.firstRow, run.column, frame.keys.length, run.headers.length);
  }
}
