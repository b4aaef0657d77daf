/**
 * Single cells gathered into few writes: rectangles, and for scattered cells one write for each value that they take.
 * No other cell is written.
 */
import type { SheetTab } from '../interfaces/host';
import type { CellValue } from './cell-value';
import { columnLetter } from './columns';
import { cellKey } from './grid';
import { portionsOf, putCells, putSame } from './write-cells';

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

/** Rows and columns count from 0. */
export function putBlocks(tab: SheetTab, cells: readonly CellAtPlace[]): void {
  const { blocks, scattered } = cheapest(blocksOf(cells));
  for (const { row, column, lines } of blocks) putCells(tab, row + 1, column + 1, lines);
  for (const { value, a1 } of scattered) {
    for (const portion of portionsOf(a1)) putSame(tab, portion, value);
  }
}

/** Cells that take one value, by their addresses. */
interface Scattered {
  value: CellValue;
  a1: string[];
}

/** Large blocks as they are and small ones by value, so that it takes the fewest writes. */
function cheapest(blocks: readonly Block[]): { blocks: Block[]; scattered: Scattered[] } {
  const sorted = [...blocks].sort((a, b) => sizeOf(b) - sizeOf(a));
  const values = new Set<string>();
  let kept = sorted.length;
  let fewest = sorted.length;
  for (let i = sorted.length - 1; i >= 0; i--) {
    for (const value of sorted[i]!.lines.flat()) values.add(valueKey(value));
    if (i + values.size < fewest) [kept, fewest] = [i, i + values.size];
  }
  return { blocks: sorted.slice(0, kept), scattered: byValue(sorted.slice(kept)) };
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
  const sorted = [...cells].sort((a, b) => a.row - b.row || a.column - b.column);
  const blocks: Block[] = [];
  /** Blocks whose last line is the row above. */
  let open = new Map<string, Block>();
  for (let at = 0; at < sorted.length; ) {
    const { row } = sorted[at]!;
    const next = new Map<string, Block>();
    while (at < sorted.length && sorted[at]!.row === row) {
      const { column } = sorted[at]!;
      const line: CellValue[] = [];
      while (at < sorted.length && sorted[at]!.row === row && sorted[at]!.column === column + line.length) {
        line.push(sorted[at]!.value);
        at++;
      }
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
