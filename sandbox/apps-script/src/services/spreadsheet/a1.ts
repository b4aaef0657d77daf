/** A1 notation: `B2`, `A2:C9`, `A2:A`, `C:C`, `5:5`, `'My tab'!A1`, with or without `$`. */

import type { Grid } from '../../sheet/model/types';
import { cellName, columnNumber } from '../../sheet/values/boxes';
import type { Box } from '../../sheet/values/types';

export function boxName(box: Box): string {
  const first = cellName(box.row, box.column);
  if (box.rows === 1 && box.columns === 1) return first;
  return `${first}:${cellName(box.row + box.rows - 1, box.column + box.columns - 1)}`;
}

/** The tab's name and the rest; '' if the text names no tab. */
export function splitTab(text: string): [tab: string, cells: string] {
  const found = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/.exec(text.trim());
  if (!found) return ['', text.trim()];
  return [(found[1] ?? found[2] ?? '').replace(/''/g, "'"), found[3] ?? ''];
}

const PART = /^\$?([A-Za-z]{1,3})?\$?([0-9]{1,8})?$/;

/** The box that a text means on a grid, or null. Open ends extend to the grid's last row or column. */
export function parseBox(text: string, grid: Pick<Grid, 'maxRows' | 'maxColumns'>): Box | null {
  const ends = text.replace(/\s/g, '').split(':');
  if (ends.length > 2) return null;
  const from = PART.exec(ends[0] ?? '');
  const to = PART.exec(ends[1] ?? ends[0] ?? '');
  if (!from || !to || ends.some((end) => end === '')) return null;
  if (ends.length === 1 && (!from[1] || !from[2])) return null;
  if (!from[1] !== !to[1]) return null;
  const columns = [
    from[1] ? columnNumber(from[1]) : 1,
    to[1] ? columnNumber(to[1]) : grid.maxColumns,
  ] as const;
  const rows = [from[2] ? Number(from[2]) : 1, to[2] ? Number(to[2]) : grid.maxRows] as const;
  const row = Math.min(...rows);
  const column = Math.min(...columns);
  if (row < 1) return null;
  return {
    row,
    column,
    rows: Math.max(...rows) - row + 1,
    columns: Math.max(...columns) - column + 1,
  };
}

export function inside(box: Box, grid: Pick<Grid, 'maxRows' | 'maxColumns'>): boolean {
  return box.row + box.rows - 1 <= grid.maxRows && box.column + box.columns - 1 <= grid.maxColumns;
}
