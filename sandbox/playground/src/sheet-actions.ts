/** Applies a user's actions to the sheet, with that user's rights. */
import type { Box, Grid, Workbook } from '@tracer-tools/apps-script/sheet';
import type { UserAction } from './protocol';

const MOST_CELLS = 200_000;

export type SheetAction = Exclude<UserAction, { do: 'select' | 'menu' | 'answer' | 'closeSidebar' }>;

/** Applies the action and recomputes. Throws an Error with a sentence for the user. */
export function applyAction(workbook: Workbook, action: SheetAction, user: string): void {
  carryOut(workbook, action, user);
  workbook.settle();
}

function carryOut(workbook: Workbook, action: SheetAction, user: string): void {
  if (action.do === 'addTab') {
    workbook.addGrid(freeName(workbook, action.name));
    return;
  }
  const grid = workbook.gridById(action.tab);
  if (grid === null) throw new Error('That tab is gone.');
  switch (action.do) {
    case 'write':
      write(grid, action.row, action.column, action.cells, user);
      break;
    case 'clear':
      allowed(grid, action.box, user);
      grid.clear(action.box, { contents: true });
      break;
    case 'plainText':
      grid.setNumberFormats(action.box, filled(action.box, '@'));
      break;
    case 'insertRows':
      grid.insertRows(action.at, action.count);
      break;
    case 'deleteRows':
      grid.deleteRows(action.at, action.count);
      break;
    case 'insertColumns':
      grid.insertColumns(action.at, action.count);
      break;
    case 'deleteColumns':
      grid.deleteColumns(action.at, action.count);
      break;
    case 'sort':
      sort(grid, action.column, action.ascending);
      break;
    case 'renameTab':
      grid.name = action.name.trim();
      break;
    case 'removeTab':
      workbook.removeGrid(action.tab);
      break;
  }
}

/** Typed or pasted cells; the grid gets more rows where a paste needs them. */
function write(grid: Grid, row: number, column: number, cells: string[][], user: string): void {
  const columns = cells.reduce((most, line) => Math.max(most, line.length), 0);
  if (cells.length * columns === 0) return;
  if (cells.length * columns > MOST_CELLS)
    throw new Error(`At most ${MOST_CELLS} cells can be pasted at once.`);
  const missing = row + cells.length - 1 - grid.maxRows;
  if (missing > 0) grid.insertRows(grid.maxRows + 1, missing);
  if (column + columns - 1 > grid.maxColumns) throw new Error('There are not enough columns to paste into.');
  const box = { row, column, rows: cells.length, columns };
  allowed(grid, box, user);
  grid.write(
    box,
    cells.map((line) => Array.from({ length: columns }, (_, i) => line[i] ?? '')),
  );
}

/** Sorts all rows below the header by one column. */
function sort(grid: Grid, column: number, ascending: boolean): void {
  const rows = grid.lastRow() - 1;
  if (rows < 2) return;
  grid.sort({ row: 2, column: 1, rows, columns: grid.lastColumn() }, { column, ascending });
}

function allowed(grid: Grid, box: Box, user: string): void {
  if (!grid.editableBy(box, user)) {
    throw new Error('You are trying to edit a protected cell or object. Ask its owner for access.');
  }
}

function filled(box: Box, text: string): string[][] {
  return Array.from({ length: box.rows }, () => Array.from({ length: box.columns }, () => text));
}

function freeName(workbook: Workbook, wanted: string): string {
  const stem = wanted.trim() === '' ? 'Sheet' : wanted.trim();
  const taken = new Set(workbook.grids().map((grid) => grid.name.toLowerCase()));
  if (wanted.trim() !== '' && !taken.has(stem.toLowerCase())) return stem;
  let n = workbook.grids().length + 1;
  while (taken.has(`${stem}${n}`.toLowerCase())) n += 1;
  return `${stem}${n}`;
}
