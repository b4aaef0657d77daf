/** Boxes one directly below the other: one service call writes them together. */
import type { Box } from '../../interfaces/host';

/** Groups boxes that follow each other downwards and have the same columns; each group is in the order of its rows. */
export function stacksOf<T extends Box>(boxes: readonly T[]): T[][] {
  const stacks: T[][] = [];
  const sorted = [...boxes].sort((a, b) => a.column - b.column || a.columns - b.columns || a.row - b.row);
  for (const box of sorted) {
    const above = stacks.at(-1)?.at(-1);
    const isBelow =
      above?.column === box.column && above.columns === box.columns && above.row + above.rows === box.row;
    if (isBelow) stacks.at(-1)!.push(box);
    else stacks.push([box]);
  }
  return stacks;
}
