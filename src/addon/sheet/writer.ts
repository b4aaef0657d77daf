/**
 * The one file that writes answers into cells. Results are placed by id against the key column as it stands at that
 * moment, only into columns that the add-on owns (found by header), and never over a formula or a protected cell.
 */
import type { SheetFile, SheetTab } from '../interfaces/host';
import type { CellValue } from './cell-value';
import { formatOfColumn, PLAIN_TEXT } from './column-formats';
import { type ColumnSnapshot, MAX_ATTEMPTS, type RowValues, readColumns } from './column-snapshot';
import { columnLetter, findColumn } from './columns';
import { putCells } from './write-cells';

/**
 * Adds the headers that the tab lacks, right of its last column. A row may be inserted at the same time: the headers
 * are read again, and a misplaced header is removed.
 */
export function ensureColumns(
  tab: SheetTab,
  header: string,
  wasAt: number,
  headers: readonly string[],
): string[] {
  const added: string[] = [];
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const location = findColumn(tab, header, wasAt);
    const missing = headers.filter((name) => !location.headers.includes(name));
    if (missing.length === 0) return added;
    const first = tab.lastColumn() + 1;
    const lacking = first + missing.length - 1 - tab.maxColumns();
    if (lacking > 0) tab.insertColumns(tab.maxColumns(), lacking);
    const rows = Math.max(1, tab.lastRow() - location.headerRow);
    missing.forEach((name, i) => {
      const format = formatOfColumn(name);
      if (format !== '') tab.setFormat(location.headerRow + 1, first + i, rows, 1, format);
    });
    putCells(tab, location.headerRow, first, [missing]);
    const now = findColumn(tab, header, wasAt);
    if (now.headerRow !== location.headerRow || missing.some((name) => !now.headers.includes(name))) {
      const astray = tab.values(location.headerRow, first, 1, missing.length)[0]!;
      if (astray.every((cell, i) => cell === missing[i])) {
        putCells(tab, location.headerRow, first, [missing.map(() => '')]);
      }
      continue;
    }
    tab.setBold(location.headerRow, first, 1, missing.length);
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
 * Writes placements, then checks whether rows moved during the write (a sort, an inserted row, an edited id): if so,
 * every row that the write touched gets, by its id, its right content. Returns the snapshot last read.
 */
export function writeRows(
  file: SheetFile,
  snapshot: ColumnSnapshot,
  placements: readonly Placement[],
): ColumnSnapshot {
  let seen = snapshot;
  let open = placements;
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    const wanted = expectedCells(seen, open);
    writeOnce(seen, open);
    file.flush();
    restoreHeaders(seen, wanted);
    const now = readColumns(seen.tab, seen.header, seen.location.column, [...seen.columns.keys()], seen.kind);
    open = sameRows(seen, now) ? [] : misplacedRows(now, wanted);
    seen = now;
  }
  return seen;
}

const sameRows = (a: ColumnSnapshot, b: ColumnSnapshot): boolean =>
  a.firstRow === b.firstRow &&
  a.keys.length <= b.keys.length &&
  a.keys.every((key, i) => key === b.keys[i]) &&
  [...a.columns].every(([header, column]) => b.columns.get(header) === column);

/** A row inserted at the top moves the header during the write: an overwritten header is written again. */
function restoreHeaders(snapshot: ColumnSnapshot, wanted: ExpectedCells): void {
  const location = findColumn(snapshot.tab, snapshot.header, snapshot.location.column);
  for (const [header, column] of snapshot.columns) {
    const now = location.headers[column - 1] ?? '';
    if (now === header || location.headers.includes(header)) continue;
    if ([...(wanted.put.get(header) ?? [])].some((value) => String(value) === now)) {
      writeHeader({ ...snapshot, location }, column, header);
    }
  }
}

export function writeHeader(snapshot: ColumnSnapshot, column: number, header: string): void {
  putCells(snapshot.tab, snapshot.location.headerRow, column, [[header]]);
}

interface ExpectedCells {
  /** What each copy of a key should hold, by header. */
  byKey: Map<string, RowValues[]>;
  /** Every value that the write put anywhere, by header. */
  put: Map<string, Set<CellValue>>;
  /** What rows without an id held, by header: no write touches them. */
  theirs: Map<string, Set<CellValue>>;
}

function expectedCells(snapshot: ColumnSnapshot, placements: readonly Placement[]): ExpectedCells {
  const byIndex = new Map(placements.map((placement) => [placement.index, placement.values]));
  const wanted: ExpectedCells = { byKey: new Map(), put: new Map(), theirs: new Map() };
  const headers = [...snapshot.columns.keys()];
  const add = (sets: ExpectedCells['put'], header: string, value: CellValue) => {
    if (!sets.has(header)) sets.set(header, new Set());
    sets.get(header)!.add(value);
  };
  snapshot.keys.forEach((key, index) => {
    const values: RowValues = {};
    headers.forEach((header, slot) => {
      const held = (snapshot.owned[index]![slot] ?? '') as CellValue;
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
function misplacedRows(snapshot: ColumnSnapshot, wanted: ExpectedCells): Placement[] {
  const copyOf = new Map<string, number>();
  const placements: Placement[] = [];
  snapshot.keys.forEach((key, index) => {
    const copy = key === null ? 0 : (copyOf.get(key) ?? 0);
    if (key !== null) copyOf.set(key, copy + 1);
    const rows = key === null ? undefined : wanted.byKey.get(key);
    const values: RowValues = {};
    [...snapshot.columns.keys()].forEach((header, slot) => {
      const now = (snapshot.owned[index]![slot] ?? '') as CellValue;
      const want = rows ? (rows[copy] ?? rows[0]!)[header]! : '';
      const ours = wanted.put.get(header)?.has(now) && (rows || !wanted.theirs.get(header)?.has(now));
      if (now !== want && ours && !snapshot.formulas[index]![slot]) {
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
function writeOnce(snapshot: ColumnSnapshot, placements: readonly Placement[]): void {
  const byIndex = new Map(placements.map((placement) => [placement.index, placement.values]));
  // No spread: a hundred thousand rows are more arguments than a call takes.
  const from = placements.reduce((least, { index }) => Math.min(least, index), Number.POSITIVE_INFINITY);
  const to = placements.reduce((most, { index }) => Math.max(most, index), -1);
  for (const run of columnRuns(snapshot)) {
    let start = from;
    for (let index = from; index <= to; index++) {
      if (!breaksBlock(snapshot, run, index)) continue;
      writeBlock(snapshot, byIndex, run, start, index - 1);
      writeAround(snapshot, byIndex, run, index);
      start = index + 1;
    }
    writeBlock(snapshot, byIndex, run, start, to);
  }
}

function breaksBlock(snapshot: ColumnSnapshot, run: ColumnRun, index: number): boolean {
  const held = snapshot.owned[index] ?? [];
  if (run.slots.some((slot) => snapshot.formulas[index]?.[slot])) return true;
  return snapshot.keys[index] === null && run.slots.some((slot) => (held[slot] ?? '') !== '');
}

interface ColumnRun {
  column: number;
  headers: string[];
  /** Positions in `frame.owned` rows. */
  slots: number[];
}

/** Owned columns that stand next to each other. */
function columnRuns(snapshot: ColumnSnapshot): ColumnRun[] {
  const sorted = [...snapshot.columns].map(([header, column], slot) => ({ header, column, slot }));
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
  snapshot: ColumnSnapshot,
  byIndex: ReadonlyMap<number, RowValues>,
  index: number,
  header: string,
  slot: number,
): CellValue {
  return byIndex.get(index)?.[header] ?? snapshot.owned[index]?.[slot] ?? '';
}

function writeBlock(
  snapshot: ColumnSnapshot,
  byIndex: ReadonlyMap<number, RowValues>,
  run: ColumnRun,
  from: number,
  to: number,
): void {
  if (to < from || ![...byIndex.keys()].some((index) => index >= from && index <= to)) return;
  const cells: CellValue[][] = [];
  for (let index = from; index <= to; index++) {
    cells.push(run.headers.map((header, i) => cellAt(snapshot, byIndex, index, header, run.slots[i]!)));
  }
  const row = snapshot.firstRow + from;
  run.headers.forEach((header, i) => {
    if (formatOfColumn(header) === PLAIN_TEXT)
      snapshot.tab.setFormat(row, run.column + i, cells.length, 1, PLAIN_TEXT);
  });
  putCells(snapshot.tab, row, run.column, cells);
}

/** A row with a formula in it: its other cells one by one. */
function writeAround(
  snapshot: ColumnSnapshot,
  byIndex: ReadonlyMap<number, RowValues>,
  run: ColumnRun,
  index: number,
): void {
  if (!byIndex.has(index)) return;
  run.headers.forEach((header, i) => {
    if (snapshot.formulas[index]?.[run.slots[i]!]) return;
    const cell = cellAt(snapshot, byIndex, index, header, run.slots[i]!);
    putCells(snapshot.tab, snapshot.firstRow + index, run.column + i, [[cell]]);
  });
}

/** Light yellow, beside a note: never colour alone. */
const CHANGED = '#fff2cc';

/** Marks changed cells: two calls, however many. */
export function markChanged(
  snapshot: ColumnSnapshot,
  cells: readonly { index: number; header: string }[],
  note: string,
): void {
  if (cells.length === 0) return;
  const a1 = cells.map(
    ({ index, header }) => `${columnLetter(snapshot.columns.get(header)!)}${snapshot.firstRow + index}`,
  );
  snapshot.tab.mark(a1, note, CHANGED);
}

/** Takes the marks of earlier runs off the owned columns. */
export function clearMarks(snapshot: ColumnSnapshot): void {
  if (snapshot.keys.length === 0) return;
  for (const run of columnRuns(snapshot)) {
    snapshot.tab.clearMarks(snapshot.firstRow, run.column, snapshot.keys.length, run.headers.length);
  }
}
