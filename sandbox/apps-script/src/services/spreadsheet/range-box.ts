/** Reads the arguments of getRange into a box; throws for cells outside the grid. */

import { ScriptError } from '../../platform/errors';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import { inside, parseBox } from './a1';

export function makeBox(grid: Grid, row: number, column: number, rows = 1, columns = 1): Box {
  if (row < 1) throw new ScriptError('The starting row of the range is too small.');
  if (column < 1) throw new ScriptError('The starting column of the range is too small.');
  if (rows < 1) throw new ScriptError('The number of rows in the range must be at least 1.');
  if (columns < 1) throw new ScriptError('The number of columns in the range must be at least 1.');
  const box = {
    row: Math.trunc(row),
    column: Math.trunc(column),
    rows: Math.trunc(rows),
    columns: Math.trunc(columns),
  };
  if (!inside(box, grid)) {
    throw new ScriptError('The coordinates of the range are outside the dimensions of the sheet.');
  }
  return box;
}

export function namedBox(grid: Grid, text: string): Box {
  const box = parseBox(text, grid);
  if (!box) throw new ScriptError('Range not found');
  if (!inside(box, grid)) {
    throw new ScriptError('The coordinates of the range are outside the dimensions of the sheet.');
  }
  return box;
}

export function wholeGrid(grid: Grid): Box {
  return { row: 1, column: 1, rows: grid.maxRows, columns: grid.maxColumns };
}

/** Tells whether the text means whole rows (`5:5`) or whole columns (`C:C`). */
export function openLines(text: string): 'rows' | 'columns' | null {
  const cells = text.replace(/[\s$]/g, '');
  if (/^\d+:\d+$/.test(cells)) return 'rows';
  return /^[A-Za-z]+:[A-Za-z]+$/.test(cells) ? 'columns' : null;
}
