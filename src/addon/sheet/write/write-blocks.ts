/**
 * Gathers single cells into few writes: rectangles, and for scattered cells one write per value. Writes no other cell.
 */
import type { SheetTab } from '../../interfaces/host';
import type { CellValue } from '../cells/cell-value';
import { columnLetter } from '../cells/columns';
import { portionsOf, putCells, putSame } from '../cells/write-cells';
import { cellKey } from '../look/grid';

export interface CellAtPlace {
  row: number;
  column: number;
  value: CellValue;
}

interface Block {
  row: number;
  column: number;
  lines: CellValue[][];
}

/** Rows and columns count from 0. Each write goes through `attempt`. */
export function putBlocks(
  tab: SheetTab,
  cells: readonly CellAtPlace[],
  attempt: (write: () => void) => void,
): void {
  const { blocks, scattered } = cheapest(blocksOf(cells));
  for (const { row, column, lines } of blocks) attempt(() => putCells(tab, row + 1, column + 1, lines));
  for (const { value, a1 } of scattered) {
    for (const portion of portionsOf(a1)) attempt(() => putSame(tab, portion, value));
  }
}

/** With more writes than this in one step, scattered cells are joined. */
const MOST_WRITES = 12;
/** Maximum number of cells between two writes in a column that may be written along, in the order of trial. */
const GAPS = [1, 4, 16, 64, 256, Number.POSITIVE_INFINITY];
/** Most cells that are written along: a write to some cells of 100,000 rows would be one of the whole column. */
const MOST_JOINS = 20_000;

/**
 * Chooses which of `joins` to write along to need fewer writes; they already hold the value to write. `joins` is asked
 * for the cells that `isGap` names. Returns none if the writes are few anyway: in each further cell a user may be typing.
 */
export function joinsOf<T extends CellAtPlace>(
  cells: readonly CellAtPlace[],
  joins: (isGap: (row: number, column: number) => boolean) => readonly T[],
): T[] {
  let best: T[] = [];
  if (!takesJoins(cells)) return best;
  let fewest = countOf(cells);
  const columns = byColumn<T>(cells);
  const gapRows = smallGaps(columns);
  for (const join of joins((row, column) => gapRows.get(column)?.has(row) ?? false)) {
    columns.get(join.column)?.joins.set(join.row, join);
  }
  for (const gap of GAPS) {
    const usedBridges = [...columns.values()].flatMap((column) => bridges(column, gap));
    const count = countOf([...cells, ...usedBridges]);
    if (count < fewest) [fewest, best] = [count, usedBridges];
    if (fewest <= MOST_WRITES) break;
  }
  return best;
}

/** Whether these cells are so scattered that others are written along. */
export const takesJoins = (cells: readonly CellAtPlace[]): boolean => countOf(cells) > MOST_WRITES;

function countOf(cells: readonly CellAtPlace[]): number {
  const { blocks, scattered } = cheapest(blocksOf(cells));
  return blocks.length + scattered.length;
}

interface Column<T> {
  /** Rows of the cells, in order. */
  rows: number[];
  joins: Map<number, T>;
}

function byColumn<T>(cells: readonly CellAtPlace[]): Map<number, Column<T>> {
  const columns = new Map<number, Column<T>>();
  for (const { row, column } of cells) {
    if (!columns.has(column)) columns.set(column, { rows: [], joins: new Map() });
    columns.get(column)!.rows.push(row);
  }
  for (const { rows } of columns.values()) rows.sort((a, b) => a - b);
  return columns;
}

/** The number of rows from `rows[i - 1]` to `rows[i]`, without these. */
const gapBefore = (rows: readonly number[], i: number): number => rows[i]! - rows[i - 1]! - 1;

/** By column: the rows of the smallest gaps between its cells. */
function smallGaps(columns: ReadonlyMap<number, Column<unknown>>): Map<number, Set<number>> {
  const gaps: { column: number; row: number; size: number }[] = [];
  for (const [column, { rows }] of columns) {
    for (let i = 1; i < rows.length; i++) {
      const size = gapBefore(rows, i);
      if (size > 0) gaps.push({ column, row: rows[i - 1]! + 1, size });
    }
  }
  gaps.sort((a, b) => a.size - b.size);
  const found = new Map([...columns.keys()].map((column) => [column, new Set<number>()]));
  let room = MOST_JOINS;
  for (const { column, row, size } of gaps) {
    room -= size;
    if (room < 0) break;
    for (let i = 0; i < size; i++) found.get(column)!.add(row + i);
  }
  return found;
}

/** The joins in gaps of up to `most` cells that hold nothing else. */
function bridges<T>({ rows, joins }: Column<T>, most: number): T[] {
  const usedBlocks: T[] = [];
  for (let i = 1; i < rows.length; i++) {
    const size = gapBefore(rows, i);
    if (size < 1 || size > most) continue;
    const found: T[] = [];
    for (let row = rows[i - 1]! + 1; row < rows[i]! && joins.has(row); row++) found.push(joins.get(row)!);
    if (found.length === size) usedBlocks.push(...found);
  }
  return usedBlocks;
}

/** Cells that take one value, by their addresses. */
interface Scattered {
  value: CellValue;
  a1: string[];
}

/** Writes large blocks as they are and small ones by value, whichever split takes the fewest writes. */
function cheapest(blocks: readonly Block[]): { blocks: Block[]; scattered: Scattered[] } {
  const sortedBlocks = [...blocks].sort((a, b) => sizeOf(b) - sizeOf(a));
  const values = new Set<string>();
  let keptCount = sortedBlocks.length;
  let fewest = sortedBlocks.length;
  for (let i = sortedBlocks.length - 1; i >= 0; i--) {
    for (const value of sortedBlocks[i]!.lines.flat()) values.add(valueKey(value));
    if (i + values.size < fewest) [keptCount, fewest] = [i, i + values.size];
  }
  return { blocks: sortedBlocks.slice(0, keptCount), scattered: byValue(sortedBlocks.slice(keptCount)) };
}

const sizeOf = ({ lines }: Block): number => lines.length * lines[0]!.length;

const valueKey = (value: CellValue): string => `${typeof value} ${cellKey(value)}`;

function byValue(blocks: readonly Block[]): Scattered[] {
  const found = new Map<string, Scattered>();
  for (const { row, column, lines } of blocks) {
    lines.forEach((line, r) => {
      line.forEach((value, c) => {
        const key = valueKey(value);
        const a1 = `${columnLetter(column + c + 1)}${row + r + 1}`;
        const same = found.get(key);
        if (same) same.a1.push(a1);
        else found.set(key, { value, a1: [a1] });
      });
    });
  }
  return [...found.values()];
}

function blocksOf(cells: readonly CellAtPlace[]): Block[] {
  const sortedCells = [...cells].sort((a, b) => a.row - b.row || a.column - b.column);
  const blocks: Block[] = [];
  /** Blocks whose last line is the row above. */
  let open = new Map<string, Block>();
  for (let at = 0; at < sortedCells.length; ) {
    const { row } = sortedCells[at]!;
    const next = new Map<string, Block>();
    while (at < sortedCells.length && sortedCells[at]!.row === row) {
      const { column } = sortedCells[at]!;
      const from = at;
      while (
        at < sortedCells.length &&
        sortedCells[at]!.row === row &&
        sortedCells[at]!.column === column + at - from
      )
        at++;
      // Of its exact length: a list that grows has room for 17, and there may be 100,000 lines.
      const line = sortedCells.slice(from, at).map(({ value }) => value);
      const key = `${column} ${line.length}`;
      const above = open.get(key);
      if (above && above.row + above.lines.length === row) above.lines.push(line);
      else blocks.push({ row, column, lines: [line] });
      next.set(key, above && above.row + above.lines.length === row + 1 ? above : blocks[blocks.length - 1]!);
    }
    open = next;
  }
  return blocks;
}
