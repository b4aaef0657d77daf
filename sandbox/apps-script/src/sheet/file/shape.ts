/** Checks of a box, and of a block of values against it. */

import type { Box } from '../values/types';

export function checkInside(box: Box, maxRows: number, maxColumns: number): void {
  const inside =
    box.row >= 1 &&
    box.column >= 1 &&
    box.rows >= 1 &&
    box.columns >= 1 &&
    box.row + box.rows - 1 <= maxRows &&
    box.column + box.columns - 1 <= maxColumns;
  if (!inside) throw new Error('The coordinates of the range are outside the dimensions of the sheet.');
}

export function checkShape(box: Box, block: readonly (readonly unknown[])[]): void {
  const wrong = (what: string, has: number, wants: number): Error =>
    new Error(
      `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${has} but the range has ${wants}.`,
    );
  if (block.length !== box.rows) throw wrong('rows', block.length, box.rows);
  for (const row of block) if (row.length !== box.columns) throw wrong('columns', row.length, box.columns);
}
