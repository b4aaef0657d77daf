/** Single cells gathered into as few rectangular writes as possible; no other cell is written. */
import type { SheetTab } from '../interfaces/host';
import type { CellValue } from './cell-value';
import { putCells } from './write-cells';

export interface Placed {
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
export function putBlocks(tab: SheetTab, cells: readonly Placed[]): void {
  for (const { row, column, lines } of blocksOf(cells)) putCells(tab, row + 1, column + 1, lines);
}

function blocksOf(cells: readonly Placed[]): Block[] {
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
