/**
 * Matches the rows and columns of two looks at a tab. Rows are identified by their cells in columns that are not
 * written, columns by header and content, because these move with them.
 */
import type { Cell } from '../../../core/table';
import { headerText } from '../cells/columns';
import type { Alignment } from './alignment';
import { cellKey, formulaColumns, type Grid, isBlank, isSame } from './grid';

export interface AlignBy {
  /** Columns of the earlier look that a write changes. */
  written: ReadonlySet<number>;
  headerRow: number;
  /** Every value that the write put anywhere, as `cellKey`. */
  put: ReadonlySet<string>;
  /**
   * Rows of the earlier look from this one on are to be added: they match the blank rows below everything else, in
   * order.
   */
  added?: number;
  /**
   * How many cells the last write filled in a written column of the earlier look; -1 if the header is written too. A
   * column that has lost its header and holds no more was cut out, or cleared, before that write.
   */
  filled?: (column: number) => number;
}

export function align(before: Grid, after: Grid, by: AlignBy): Alignment {
  if (stands(before, after, by)) {
    const upTo = (count: number, old: number) =>
      Array.from({ length: count }, (_x, i) => (i < old ? i : null));
    return {
      rows: upTo(after.values.length, before.values.length),
      columns: Array.from({ length: widthOf(after) }, (_x, i) =>
        i < widthOf(before) || by.written.has(i) ? i : null,
      ),
      same: true,
    };
  }
  const columns = alignColumns(before, after, by);
  return { rows: alignRows(before, after, columns, by), columns, same: false };
}

const widthOf = ({ values }: Grid): number => values.width;

/**
 * Whether every cell that is neither written nor computed is where it was, and so are the headers of the written
 * columns.
 */
function stands(before: Grid, after: Grid, { written, headerRow, put, filled }: AlignBy): boolean {
  if (after.values.length < before.values.length || widthOf(after) < widthOf(before)) return false;
  const header = (grid: Grid, c: number) => headerText(grid.values.cell(headerRow, c));
  for (const c of written) {
    const text = header(after, c);
    if (text !== header(before, c) && (!put.has(text) || (text === '' && (filled?.(c) ?? -1) >= 0)))
      return false;
  }
  const width = Math.max(widthOf(before), widthOf(after));
  if (
    width > widthOf(before) &&
    ![...Array(width).keys()].slice(widthOf(before)).every((c) => written.has(c))
  )
    return false;
  const computedColumns = new Set([...formulaColumns(before.formulas), ...formulaColumns(after.formulas)]);
  // A column of formulas may hold other values by now, but not under another header.
  for (const c of computedColumns) {
    const isComputed = before.formulas.cell(headerRow, c) !== '';
    if (!written.has(c) && !isComputed && header(before, c) !== header(after, c)) return false;
  }
  return before.values.isIn(after.values, (c) => !written.has(c) && !computedColumns.has(c));
}

function alignColumns(before: Grid, after: Grid, { written, headerRow, filled }: AlignBy): (number | null)[] {
  const count = Math.max(widthOf(before), ...[...written].map((c) => c + 1));
  const old = Array.from({ length: count }, (_x, c) => headerText(before.values.cell(headerRow, c)));
  const row = headerRowOf(after, old, headerRow);
  const now = Array.from({ length: widthOf(after) }, (_x, c) => headerText(after.values.cell(row, c)));
  const result: (number | null)[] = now.map(() => null);
  const free = new Set(old.keys());
  const pair = (c: number, b: number) => {
    result[c] = b;
    free.delete(b);
  };
  now.forEach((text, c) => {
    const same = text === '' ? [] : [...free].filter((b) => old[b] === text);
    if (same.length === 1 && now.filter((other) => other === text).length === 1) pair(c, same[0]!);
  });
  // Columns without a unique header are matched by content.
  const scores = result.flatMap((found, c) =>
    found !== null ? [] : [...free].map((b) => ({ c, b, score: likeness(before, b, after, c) })),
  );
  scores.sort((x, y) => y.score - x.score || Math.abs(x.c - x.b) - Math.abs(y.c - y.b));
  for (const { c, b, score } of scores) {
    if (score > LIKE && result[c] === null && free.has(b)) pair(c, b);
  }
  pairGaps(result, free);
  const wasCut = (b: number, c: number) =>
    written.has(b) && old[b] !== '' && now[c] === '' && countFilled(after, c, row) <= filled!(b);
  return filled ? result.map((b, c) => (b !== null && wasCut(b, c) ? null : b)) : result;
}

/** Below a header. */
export const countFilled = ({ values }: Grid, column: number, headerRow: number): number =>
  values.column(column, headerRow + 1).filter((cell) => !isBlank(cell)).length;

const LIKE = 0.3;
const VALUES_COMPARED = 500;

/** Share of the values that two columns have in common. */
function likeness(before: Grid, b: number, after: Grid, c: number): number {
  const old = valuesOf(before, b);
  const now = valuesOf(after, c);
  if (old.size === 0 || now.size === 0) return 0;
  const sharedCount = [...now].filter((value) => old.has(value)).length;
  return sharedCount / Math.max(old.size, now.size);
}

function valuesOf(grid: Grid, c: number): Set<string> {
  const found = new Set<string>();
  for (let r = 0; r < grid.values.length && found.size < VALUES_COMPARED; r++) {
    const cell = grid.values.cell(r, c);
    if (!isBlank(cell)) found.add(cellKey(cell));
  }
  return found;
}

/** Pairs the unmatched columns or rows between two matched ones, in order, if their number is the same. */
function pairGaps(result: (number | null)[], free: Set<number>): void {
  for (let start = 0; start < result.length; start++) {
    if (result[start] !== null) continue;
    let end = start;
    while (end < result.length && result[end] === null) end++;
    const low = start === 0 ? -1 : result[start - 1]!;
    const after = end < result.length ? result[end]! : null;
    const gap = [...free].filter((b) => b > low && (after === null || b < after)).sort((x, y) => x - y);
    if (gap.length === end - start && gap.every((b, i) => b === gap[0]! + i)) {
      gap.forEach((b, i) => {
        result[start + i] = b;
        free.delete(b);
      });
    }
    start = end;
  }
}

/** The row that holds most of the header texts; if several do, the nearest. */
function headerRowOf(grid: Grid, headers: readonly string[], was: number): number {
  const targets = new Set(headers.filter((text) => text !== ''));
  let best = was;
  let most = 0;
  grid.values.forEach((row, r) => {
    const count = new Set(row.map(headerText).filter((text) => targets.has(text))).size;
    if (count > most || (count === most && count > 0 && Math.abs(r - was) < Math.abs(best - was))) {
      best = r;
      most = count;
    }
  });
  return best;
}

function alignRows(before: Grid, after: Grid, columns: (number | null)[], by: AlignBy): (number | null)[] {
  const pairs = columns.flatMap((b, c) => (b === null ? [] : [{ b, c }]));
  const foreign = pairs.filter(({ b }) => !by.written.has(b));
  const computedColumns = formulaColumns(before.formulas);
  const writeCount = (c: number) => countOf(after, c, by.put);
  const plain = foreign.filter(
    ({ b, c }) => !computedColumns.has(b) && writeCount(c) <= countOf(before, b, by.put),
  );
  const candidates = plain.length > 0 ? plain : foreign;
  const result: (number | null)[] = after.values.map(() => null);
  const { added = before.values.length } = by;
  const free = new Set(Array(Math.min(added, before.values.length)).keys());
  matchBy(
    result,
    free,
    (r) => signature(before, r, pairs, 'b'),
    (r) => signature(after, r, pairs, 'c'),
  );
  // A row that we have written is unchanged except in our columns.
  matchBy(
    result,
    free,
    (r) => signature(before, r, candidates, 'b'),
    (r) => signature(after, r, candidates, 'c'),
  );
  matchAlike(result, free, before, after, candidates);
  const last = result.reduce<number>((most, row, r) => (row === null ? most : r), -1);
  const isFree = (r: number) => r > last && foreign.every(({ c }) => isBlank(after.values.cell(r, c)));
  const below = [...Array(after.values.length).keys()].filter(isFree).slice(0, before.values.length - added);
  below.forEach((r, i) => {
    result[r] = added + i;
  });
  return result;
}

const signature = (grid: Grid, r: number, pairs: { b: number; c: number }[], side: 'b' | 'c'): string =>
  pairs.map((pair) => cellKey(grid.values.cell(r, pair[side]))).join('\u0001');

function countOf(grid: Grid, c: number, put: ReadonlySet<string>): number {
  return grid.values.column(c).filter((cell) => !isBlank(cell) && put.has(cellKey(cell))).length;
}

/** Pairs rows with equal signatures, in order. */
function matchBy(
  result: (number | null)[],
  free: Set<number>,
  before: (row: number) => string,
  after: (row: number) => string,
): void {
  const waiting = new Map<string, number[]>();
  const uses = new Map<string, number>();
  for (const row of free) {
    const key = before(row);
    const queue = waiting.get(key);
    if (queue) queue.push(row);
    else waiting.set(key, [row]);
  }
  result.forEach((found, r) => {
    if (found !== null) return;
    const key = after(r);
    const row = waiting.get(key)?.[uses.get(key) ?? 0];
    if (row === undefined) return;
    uses.set(key, (uses.get(key) ?? 0) + 1);
    result[r] = row;
    free.delete(row);
  });
}

const ROWS_COMPARED = 400;

/** Pairs rows with an edited cell: those that share most of their content. */
function matchAlike(
  result: (number | null)[],
  free: Set<number>,
  before: Grid,
  after: Grid,
  pairs: { b: number; c: number }[],
): void {
  const open = result.flatMap((found, r) => (found === null ? [r] : []));
  if (open.length > ROWS_COMPARED || free.size > ROWS_COMPARED) return;
  const scores = open.flatMap((r) =>
    [...free].map((b) => ({ r, b, score: sharedCells(before.values.row(b), after.values.row(r), pairs) })),
  );
  scores.sort((x, y) => y.score - x.score || Math.abs(x.r - x.b) - Math.abs(y.r - y.b));
  for (const { r, b, score } of scores) {
    if (score <= 0 || result[r] !== null || !free.has(b)) continue;
    result[r] = b;
    free.delete(b);
  }
}

function sharedCells(old: Cell[], now: Cell[], pairs: { b: number; c: number }[]): number {
  let sharedCount = 0;
  for (const { b, c } of pairs) if (!isBlank(old[b]) && isSame(old[b], now[c])) sharedCount++;
  return sharedCount;
}
