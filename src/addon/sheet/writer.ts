/**
 * The one writer of people's tabs. Google has no write by identity: it looks before, writes, looks after, puts
 * everything foreign back that was hit while rows or columns moved, and places ours where it belongs.
 */
import type { Cell } from '../../core/table';
import type { SheetFile } from '../interfaces/host';
import { type Alignment, align } from './align';
import type { CellValue } from './cell-value';
import { cellKey, type Grid, isBlank, isEqual, isSame, MAX_ATTEMPTS, padded, readGrid } from './grid';
import { mapReferences, type ReferenceMap, relativeForm } from './references';
import { brokenArrays, type CellAt, filledBefore, fillsArray } from './spills';
import { putBlocks } from './write-blocks';
import { putBack } from './write-cells';

/** One cell of the earlier look to write; rows and columns count from 0. */
export interface CellWrite {
  row: number;
  column: number;
  /** What it takes; a text that starts with `=` where `formula` is set. */
  value: CellValue;
  formula?: true;
}

export interface WriteResult {
  grid: Grid;
  /** From the look that the writes were planned on to `grid`. */
  moved: Alignment;
  /** Writes that were not done: the row or the cell was changed meanwhile. */
  dropped: CellWrite[];
  /** Writes that were taken back: an array fills the cell. */
  inArray: CellWrite[];
  /** Where an array filled the cell when the write was planned, and does no more: it held nothing of its own. */
  overArray: CellWrite[];
  /** Cells of `grid` that could not be set right, with what belongs there. */
  lost: { row: number; column: number; value: CellValue }[];
}

interface Known {
  /** The last look before the first write: what everything foreign should hold. */
  before: Grid;
  headerRow: number;
  /** Columns of the cells that make the row what it is: where one was changed, the row is not ours to fill. */
  keys: number[];
  target: Map<string, CellWrite>;
  written: Set<number>;
  /** Cells whose write was taken back for an array, which have no content of their own; how often each was cleared. */
  given: Map<string, number>;
  /** Arrays that the last write stopped: what they filled is blank until they fill it again. */
  broken: readonly CellAt[];
  /** Everything that was put anywhere. */
  put: Set<string>;
  added?: number;
}

/** A value of ours that an array gives by itself cannot be cleared. */
const TIMES_CLEARED = 2;

const keyOf = (row: number, column: number): string => `${row} ${column}`;

export interface WriteOn {
  /** The look on which the writes were planned. */
  planned: Grid;
  /** Its header row, from 0. */
  headerRow: number;
  /** Columns whose cell must be as it was for a row to be written. */
  keys: readonly number[];
  /** Each look reaches at least so far: writes may stand beside the used cells, and from row `added` on below them. */
  size?: { rows: number; columns: number; added: number };
  /** Cells, as `row column`, whose format was changed since: their value may read as another type. */
  reformatted?: ReadonlySet<string>;
}

/** Writes what was planned, as far as nobody has changed it meanwhile. Flushes. */
export function writeCells(
  file: SheetFile,
  { planned, headerRow, keys, size, reformatted = new Set() }: WriteOn,
  writes: readonly CellWrite[],
): WriteResult {
  const { tab } = planned;
  const look = (used = readGrid(tab)) => padded(used, size?.rows ?? 0, size?.columns ?? 0);
  const used = readGrid(tab);
  const before = look(used);
  const by = {
    written: columnsOf(writes),
    headerRow,
    put: new Set<string>(),
    ...(size && { added: size.added }),
  };
  const shift = align(planned, before, by);
  const { kept, dropped, over } = rebase(writes, { planned, headerRow, keys, reformatted }, before, shift);
  const known: Known = {
    before,
    headerRow: Math.max(0, shift.rows.indexOf(headerRow)),
    keys: keys.map((column) => shift.columns.indexOf(column)),
    target: new Map(kept.map((write) => [keyOf(write.row, write.column), write])),
    written: columnsOf(kept),
    given: new Map(),
    broken: [],
    put: new Set(),
    ...(size && { added: used.values.length }),
  };
  let seen: Grid = before;
  let moved: Alignment = align(before, before, known);
  let open: readonly CellWrite[] = kept;
  let retried = false;
  const arrays = { given: [] as CellWrite[], refused: [] as CellWrite[], over: [] as CellWrite[] };
  const anchors: CellAt[] = [];
  for (let attempt = 0; open.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    put(seen, open, known);
    file.flush();
    const positions = columnsOf(open);
    seen = look();
    moved = align(before, seen, known);
    known.broken = brokenArrays(before, seen, moved);
    anchors.push(...known.broken);
    const inArrays = writesInArrays(known);
    open = [...corrections(known, seen, moved, positions), ...cleared(known, inArrays, moved)];
    (retried ? arrays.refused : arrays.given).push(...inArrays);
    // What the array leaves blank is tried once more: it may end above.
    if (open.length === 0 && arrays.given.length > 0) {
      retried = true;
      const again = arrays.given.filter((write) => isBlankNow(write, seen, moved));
      arrays.refused.push(...arrays.given.filter((write) => !again.includes(write)));
      arrays.over = again.filter((write) => filledBefore(write, anchors, seen, moved));
      arrays.given = [];
      for (const write of again) known.target.set(keyOf(write.row, write.column), write);
      open = corrections(known, seen, moved, columnsOf(again));
    }
  }
  // In the places of the look on which they were planned.
  const asPlanned = (write: CellWrite): CellWrite => ({
    ...write,
    row: shift.rows[write.row] ?? write.row,
    column: shift.columns[write.column] ?? write.column,
  });
  const inArray = arrays.refused.map(asPlanned);
  const overArray = [
    ...over,
    ...arrays.over.filter((write) => !arrays.refused.includes(write)).map(asPlanned),
  ];
  const lost = open.map(({ row, column, value }) => ({ row, column, value }));
  return { grid: seen, moved: compose(shift, moved), dropped, inArray, overArray, lost };
}

const columnsOf = (writes: readonly CellWrite[]): Set<number> => new Set(writes.map(({ column }) => column));

/** The writes at their places of now; without those whose row is gone or whose cell or key somebody changed. */
function rebase(
  writes: readonly CellWrite[],
  { planned, keys, reformatted }: WriteOn,
  before: Grid,
  shift: Alignment,
): { kept: CellWrite[]; dropped: CellWrite[]; over: CellWrite[] } {
  const rowNow = inverse(shift.rows);
  const columnNow = inverse(shift.columns);
  const kept: CellWrite[] = [];
  const dropped: CellWrite[] = [];
  const over: CellWrite[] = [];
  const filled = new Map<number, boolean[]>();
  const wasFilled = ({ row, column }: CellWrite): boolean => {
    if (!filled.has(column)) filled.set(column, fillsArray(planned, column));
    return filled.get(column)![row] ?? false;
  };
  for (const write of writes) {
    const row = rowNow.get(write.row);
    const column = columnNow.get(write.column) ?? (shift.same ? write.column : undefined);
    const old = planned.values[write.row]?.[write.column];
    const isOpen =
      row !== undefined &&
      column !== undefined &&
      keys.every((key) =>
        isSame(planned.values[write.row]?.[key] ?? '', before.values[row]?.[columnNow.get(key) ?? -1] ?? ''),
      ) &&
      (reformatted?.has(keyOf(write.row, write.column)) ||
        isSame(before.values[row]?.[column] ?? '', old ?? '')) &&
      (before.formulas[row]?.[column] ?? '') === (planned.formulas[write.row]?.[write.column] ?? '');
    if (isOpen) kept.push({ ...write, row, column });
    else {
      dropped.push(write);
      // What did not go along with its row came from an array.
      const isGone =
        row !== undefined && column !== undefined && !isSame(before.values[row]?.[column] ?? '', old ?? '');
      if (isGone && wasFilled(write)) over.push(write);
    }
  }
  return { kept, dropped, over };
}

const inverse = (list: readonly (number | null)[]): Map<number, number> =>
  new Map(list.flatMap((old, now) => (old === null ? [] : [[old, now] as [number, number]])));

function compose(first: Alignment, second: Alignment): Alignment {
  // Beyond the used cells nothing is listed: there a place is the same where nothing moved.
  const through = (a: (number | null)[], b: (number | null)[]) =>
    b.map((at) => (at === null ? null : at < a.length ? a[at]! : first.same ? at : null));
  return {
    rows: through(first.rows, second.rows),
    columns: through(first.columns, second.columns),
    same: first.same && second.same,
  };
}

function put({ tab }: Grid, writes: readonly CellWrite[], known: Known): void {
  putBlocks(
    tab,
    writes.filter(({ formula }) => !formula),
  );
  for (const { row, column, value, formula } of writes) {
    if (formula) putBack(tab, row + 1, column + 1, String(value));
    known.put.add(formula ? relativeForm(String(value), row) : cellKey(value));
  }
}

/** What differs from what should stand there, and was changed by this write. */
function corrections(known: Known, now: Grid, moved: Alignment, positions: ReadonlySet<number>): CellWrite[] {
  const found: CellWrite[] = [];
  const look = (r: number, c: number, row: number | null, isChanged: boolean) => {
    const column = moved.columns[c] ?? null;
    const seen = {
      row: r,
      cell: now.values[r]![c]!,
      formula: now.formulas[r]![c]!,
      isPlace: positions.has(c),
    };
    const fix =
      row === null || column === null
        ? strayCell(known, seen, column)
        : changedCell(known, { row, column }, seen, isChanged, moved);
    if (fix) found.push({ row: r, column: c, ...fix });
  };
  const keysNow = known.keys.map((key) => moved.columns.indexOf(key));
  now.values.forEach((cells, r) => {
    const row = moved.rows[r] ?? null;
    const isChanged =
      row !== null &&
      known.keys.some((key, i) => !isSame(known.before.values[row]?.[key] ?? '', cells[keysNow[i]!] ?? ''));
    // Where nothing moved, only the cells of the write can be wrong.
    const looked = moved.same ? known.written : cells.keys();
    for (const c of looked) if (c < cells.length) look(r, c, row, isChanged);
  });
  return found;
}

interface Seen {
  row: number;
  cell: Cell;
  formula: string;
  /** It stands in a column that was written. */
  isPlace: boolean;
}

type Content = Pick<CellWrite, 'value' | 'formula'>;

/** In a new row or column there is nothing of ours. */
function strayCell(known: Known, seen: Seen, column: number | null): Content | null {
  const near = seen.isPlace || (column !== null && known.written.has(column));
  const isThere = seen.formula !== '' || !isBlank(seen.cell);
  return near && isThere && known.put.has(seenKey(seen)) ? { value: '' } : null;
}

const seenKey = ({ row, cell, formula }: Seen): string =>
  formula === '' ? cellKey(cell) : relativeForm(formula, row);

function changedCell(
  known: Known,
  at: CellAt,
  seen: Seen,
  isChanged: boolean,
  moved: Alignment,
): Content | null {
  const { cell, formula, isPlace } = seen;
  const planned = known.target.get(keyOf(at.row, at.column));
  const isInReach = known.broken.some((anchor) => at.row >= anchor.row && at.column >= anchor.column);
  if (!planned && known.given.has(keyOf(at.row, at.column))) return givenCell(known, at, cell, formula);
  if (!planned && isInReach && isBlank(cell)) return null;
  const target = isChanged ? undefined : planned;
  const held = (known.before.values[at.row]?.[at.column] ?? '') as CellValue;
  const heldFormula = known.before.formulas[at.row]?.[at.column] ?? '';
  const isOurs =
    formula === '' && known.put.has(cellKey(cell)) && (!isBlank(cell) || isPlace || planned !== undefined);
  if (target) {
    // What an array fills cannot be cleared.
    if (isBlank(target.value) && fillsArray(known.before, at.column)[at.row]) return null;
    if (isEqual(cell, target.value) || (target.formula && formula !== '')) return null;
    const untouched = isSame(cell, held) && formula === heldFormula;
    return isOurs || untouched ? { value: target.value, ...(target.formula ? { formula: true } : {}) } : null;
  }
  if (heldFormula !== '') {
    const text = () => mapReferences(heldFormula, referencesAfter(at, moved));
    return formula === '' && isOurs ? { value: text(), formula: true } : null;
  }
  // A formula that was put back may have fallen on a row that holds a value.
  const isFallen = formula !== '' && known.put.has(seenKey(seen));
  if (isFallen) return { value: held };
  if (isSame(cell, held) || formula !== '' || !isOurs) return null;
  // A cell that an array fills has no content of its own: cleared, the array fills it again.
  const value = fillsArray(known.before, at.column)[at.row] ? '' : held;
  return isSame(cell, value) ? null : { value };
}

/** Rows that moved may have escaped being cleared; what still stands there after that comes from the array. */
function givenCell({ given, put: wrote }: Known, at: CellAt, cell: Cell, formula: string): Content | null {
  const times = given.get(keyOf(at.row, at.column))!;
  if (isBlank(cell) || formula !== '' || times === 0 || times > TIMES_CLEARED || !wrote.has(cellKey(cell)))
    return null;
  given.set(keyOf(at.row, at.column), times + 1);
  return { value: '' };
}

/** Inserted, deleted and moved lines take every reference along; in a sort a formula moves as if it were copied. */
function referencesAfter(at: CellAt, moved: Alignment): ReferenceMap {
  const rows = inverse(moved.rows);
  const columns = inverse(moved.columns);
  const isSorted = !isOneMove(moved.rows);
  const shift = (rows.get(at.row) ?? at.row) - at.row;
  const follow = (now: Map<number, number>, place: number) => (now.get(place - 1) ?? place - 1) + 1;
  return {
    row: (row, fixed) => (isSorted ? (fixed ? row : row + shift) : follow(rows, row)),
    column: (column) => follow(columns, column),
  };
}

/** In order, or in order but for one block that was moved. */
function isOneMove(list: readonly (number | null)[]): boolean {
  const known = list.filter((old) => old !== null);
  return (
    known.filter((old, i) => i > 0 && old < known[i - 1]!).length <= 1 &&
    known.filter((old, i) => i > 0 && old > known[i - 1]! + 1).length <= 2
  );
}

/** Arrays that a write of ours stopped: the writes nearest to their cell are given up, one column at a time. */
function writesInArrays(known: Known): CellWrite[] {
  const given = known.broken.flatMap((anchor) => {
    const inReach = [...known.target.values()].filter(
      ({ row, column }) => row >= anchor.row && column >= anchor.column,
    );
    const nearest = inReach.reduce((least, { column }) => Math.min(least, column), Number.POSITIVE_INFINITY);
    return inReach.filter(({ column }) => column === nearest);
  });
  for (const { row, column } of given) {
    known.target.delete(keyOf(row, column));
    known.given.set(keyOf(row, column), 0);
  }
  return given;
}

function isBlankNow({ row, column }: CellWrite, now: Grid, moved: Alignment): boolean {
  const [r, c] = [moved.rows.indexOf(row), moved.columns.indexOf(column)];
  return r >= 0 && c >= 0 && isBlank(now.values[r]?.[c]);
}

function cleared(known: Known, given: readonly CellWrite[], moved: Alignment): CellWrite[] {
  const rows = inverse(moved.rows);
  const columns = inverse(moved.columns);
  return given.flatMap(({ row, column }) => {
    known.given.set(keyOf(row, column), 1);
    const r = rows.get(row);
    const c = columns.get(column);
    return r === undefined || c === undefined ? [] : [{ row: r, column: c, value: '' }];
  });
}
