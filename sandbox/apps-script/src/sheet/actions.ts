/**
 * A user's actions in Google Sheets, as data: for tests that run one between two service calls, and for pages. Scripts
 * use the services instead.
 */

import type { Axis } from './layout/line-change';
import type { Grid, Workbook } from './model/types';
import { boxesMeet } from './values/boxes';
import type { Box } from './values/types';
import type { ValidationRule } from './values/validation';

type OnTab = { tab: number };
type OnBox = { tab: number; box: Box };
type OnLines = { tab: number; at: number; count: number };

export type PersonAction =
  | ({ do: 'write'; row: number; column: number; cells: string[][] } & OnTab)
  | ({ do: 'clear' | 'plainText' } & OnBox)
  | ({ do: 'format'; format: string } & OnBox)
  | ({ do: 'note'; text: string } & OnBox)
  | ({ do: 'link'; row: number; column: number; text: string; url: string } & OnTab)
  | ({ do: 'insertRows' | 'deleteRows' | 'insertColumns' | 'deleteColumns' } & OnLines)
  | ({ do: 'moveRows' | 'moveColumns'; before: number } & OnLines)
  | ({ do: 'hideRows' | 'showRows' | 'hideColumns' | 'showColumns' } & OnLines)
  | ({ do: 'groupRows' | 'groupColumns'; by: 1 | -1 } & OnLines)
  | ({ do: 'freeze'; rows: number; columns: number } & OnTab)
  | ({ do: 'insertCells'; shift: 'down' | 'right' } & OnBox)
  | ({ do: 'deleteCells'; shift: 'up' | 'left' } & OnBox)
  | ({ do: 'cut'; row: number; column: number } & OnBox)
  /** Sorts all rows below the header by one column. */
  | ({ do: 'sort'; column: number; ascending: boolean } & OnTab)
  /**
   * Creates a filter over the tab's content, unless there is one; hides rows whose cell in the column shows one of the
   * values.
   */
  | ({ do: 'filter'; column: number; hide: string[] } & OnTab)
  | ({ do: 'unfilter' } & OnTab)
  | ({ do: 'filterView'; title: string } & OnBox)
  | ({ do: 'merge' | 'breakApart' | 'unvalidate' | 'unprotect' } & OnBox)
  /** Restricts editing to these users; without a box, for the whole tab. */
  | { do: 'protect'; tab: number; box: Box | null; editors: string[]; warning?: boolean }
  | ({ do: 'checkbox' } & OnBox)
  | ({ do: 'dropdown'; values: string[]; reject: boolean } & OnBox)
  | ({ do: 'conditionalFormat' | 'banding' } & OnBox)
  | ({ do: 'table'; name: string } & OnBox)
  | { do: 'addTab'; name: string }
  | ({ do: 'renameTab' | 'duplicateTab'; name: string } & OnTab)
  | ({ do: 'moveTab'; index: number } & OnTab)
  | ({ do: 'removeTab' } & OnTab);

const MOST_CELLS = 200_000;

/** Performs the action with the user's rights, and recalculates. Throws an Error with a sentence for users. */
export function performAction(workbook: Workbook, action: PersonAction, user: string): void {
  if (action.do === 'addTab') workbook.addGrid(freeName(workbook, action.name));
  else {
    const grid = workbook.gridById(action.tab);
    if (grid === null) throw new Error('That tab is gone.');
    const area = touches(grid, action);
    if (area && !grid.editableBy(area, user)) {
      throw new Error('You are trying to edit a protected cell or object. Ask its owner for access.');
    }
    const handle = HANDLERS[action.do] as (on: Grid, what: PersonAction, file: Workbook) => void;
    handle(grid, action, workbook);
  }
  workbook.settle();
}

/** The cells that the user must be allowed to edit, or null. */
function touches(grid: Grid, action: PersonAction): Box | null {
  if (action.do === 'protect' || action.do === 'unprotect' || action.do === 'filterView') return null;
  if ('box' in action && action.box) return action.box;
  if (action.do === 'write') return { row: action.row, column: action.column, ...sizeOf(grid, action) };
  if (action.do === 'link') return { row: action.row, column: action.column, rows: 1, columns: 1 };
  if (action.do === 'sort') return bodyOf(grid);
  if (!('at' in action) || action.do.startsWith('insert')) return null;
  const last = { rows: grid.maxRows, columns: grid.maxColumns };
  const lines =
    axisOf(action.do) === 'rows'
      ? { row: action.at, column: 1, rows: action.count, columns: last.columns }
      : { row: 1, column: action.at, rows: last.rows, columns: action.count };
  return action.do.startsWith('delete') || action.do.startsWith('move') ? lines : null;
}

/** The part of the pasted cells that fits into the existing grid. */
function sizeOf(grid: Grid, { row, cells }: Extract<PersonAction, { do: 'write' }>) {
  const columns = cells.reduce((most, line) => Math.max(most, line.length), 1);
  return { rows: Math.max(1, Math.min(cells.length, grid.maxRows - row + 1)), columns };
}

const axisOf = (name: string): Axis => (name.endsWith('Rows') ? 'rows' : 'columns');

/** All rows with content below the first. */
function bodyOf(grid: Grid): Box {
  const columns = Math.max(1, grid.lastColumn());
  return { row: 2, column: 1, rows: Math.max(1, grid.lastRow() - 1), columns };
}

type Handlers = {
  [K in Exclude<PersonAction['do'], 'addTab'>]: (
    grid: Grid,
    action: PersonAction & { do: K },
    workbook: Workbook,
  ) => void;
};

const setHidden = (
  grid: Grid,
  action: OnLines & { do: 'hideRows' | 'showRows' | 'hideColumns' | 'showColumns' },
) => linesOf(grid, action.do).setHidden(action.at, action.count, action.do.startsWith('hide'));
const setDepth = (grid: Grid, action: OnLines & { do: 'groupRows' | 'groupColumns'; by: 1 | -1 }) =>
  linesOf(grid, action.do).shiftDepth(action.at, action.count, action.by);

const HANDLERS: Handlers = {
  write: (grid, { row, column, cells }) => write(grid, row, column, cells),
  clear: (grid, { box }) => grid.clear(box, { contents: true }),
  plainText: (grid, { box }) => grid.setNumberFormats(box, fillBox(box, '@')),
  format: (grid, { box, format }) => grid.setNumberFormats(box, fillBox(box, format)),
  note: (grid, { box, text }) => grid.setNotes(box, fillBox(box, text)),
  link: (grid, { row, column, text, url }) =>
    grid.setRichText(row, column, text, [{ start: 0, end: text.length, url }]),
  insertRows: (grid, { at, count }) => grid.insertRows(at, count),
  deleteRows: (grid, { at, count }) => grid.deleteRows(at, count),
  insertColumns: (grid, { at, count }) => grid.insertColumns(at, count),
  deleteColumns: (grid, { at, count }) => grid.deleteColumns(at, count),
  moveRows: (grid, { at, count, before }) => grid.moveRows(at, count, before),
  moveColumns: (grid, { at, count, before }) => grid.moveColumns(at, count, before),
  hideRows: setHidden,
  showRows: setHidden,
  hideColumns: setHidden,
  showColumns: setHidden,
  groupRows: setDepth,
  groupColumns: setDepth,
  freeze(grid, { rows, columns }) {
    grid.frozen.set('rows', rows, grid.maxRows);
    grid.frozen.set('columns', columns, grid.maxColumns);
  },
  insertCells: (grid, { box, shift }) => grid.insertCells(box, shift),
  deleteCells: (grid, { box, shift }) => grid.deleteCells(box, shift),
  cut: (grid, { box, row, column }) => grid.cutAndPaste(box, row, column),
  sort(grid, { column, ascending }) {
    if (grid.lastRow() > 2) grid.sort(bodyOf(grid), { column, ascending });
  },
  filter(grid, { column, hide }) {
    const box = { ...bodyOf(grid), row: 1, rows: Math.max(1, grid.lastRow()) };
    const filter = grid.filters.filter ?? grid.filters.create(box);
    filter.criteria.set(column, { hiddenValues: hide, condition: null });
    grid.applyFilter();
  },
  unfilter(grid) {
    grid.filters.filter = null;
  },
  filterView(grid, { title, box }) {
    grid.filters.views.push({ title, box });
  },
  merge: (grid, { box }) => grid.merge(box),
  breakApart: (grid, { box }) => grid.breakApart(box),
  protect(grid, { box, editors, warning = false }) {
    grid.protections.add({ box, editors, description: '', warningOnly: warning, unprotected: [] });
  },
  unprotect({ protections }, { box }) {
    for (const range of [...protections.all()]) {
      if (!range.box || boxesMeet(range.box, box)) protections.remove(range);
    }
  },
  checkbox: (grid, { box }) => grid.setValidation(box, rule('CHECKBOX', [], false)),
  dropdown: (grid, { box, values, reject }) =>
    grid.setValidation(box, rule('VALUE_IN_LIST', values, !reject)),
  unvalidate: (grid, { box }) => grid.setValidation(box, null),
  conditionalFormat({ regions }, { box }) {
    const format = { boxes: [box], criterion: 'CELL_NOT_EMPTY', values: [], background: '#d9ead3' };
    regions.conditionalFormats = [...regions.conditionalFormats, format];
  },
  banding: (grid, { box }) => grid.regions.addBanding({ box, theme: 'LIGHT_GREY' }),
  table: (grid, { box, name }) => grid.regions.addTable({ name, box }),
  renameTab(grid, { name }) {
    grid.name = name.trim();
  },
  duplicateTab: (grid, { name }, workbook) =>
    void workbook.duplicateGrid(grid.id, freeName(workbook, name || `Copy of ${grid.name}`)),
  moveTab: (grid, { index }, workbook) => workbook.moveGrid(grid.id, index),
  removeTab: (grid, _action, workbook) => workbook.removeGrid(grid.id),
};

function rule(criterion: string, values: string[], allowInvalid: boolean): ValidationRule {
  return { criterion, values, allowInvalid, helpText: null };
}

function linesOf(grid: Grid, name: string) {
  return axisOf(name) === 'rows' ? grid.rowStates : grid.columnStates;
}

/** Writes typed or pasted cells; the grid grows by rows if a paste needs them. */
function write(grid: Grid, row: number, column: number, cells: string[][]): void {
  const columns = cells.reduce((most, line) => Math.max(most, line.length), 0);
  if (cells.length * columns === 0) return;
  if (cells.length * columns > MOST_CELLS)
    throw new Error(`At most ${MOST_CELLS} cells can be pasted at once.`);
  if (column + columns - 1 > grid.maxColumns) throw new Error('There are not enough columns to paste into.');
  const missing = row + cells.length - 1 - grid.maxRows;
  if (missing > 0) grid.insertRows(grid.maxRows + 1, missing);
  grid.write(
    { row, column, rows: cells.length, columns },
    cells.map((line) => Array.from({ length: columns }, (_, i) => line[i] ?? '')),
  );
}

function fillBox(box: Box, text: string): string[][] {
  return Array.from({ length: box.rows }, () => Array.from({ length: box.columns }, () => text));
}

function freeName(workbook: Workbook, name: string): string {
  const stem = name.trim() === '' ? 'Sheet' : name.trim();
  const usedNames = new Set(workbook.grids().map((grid) => grid.name.toLowerCase()));
  if (name.trim() !== '' && !usedNames.has(stem.toLowerCase())) return stem;
  let n = workbook.grids().length + 1;
  while (usedNames.has(`${stem}${n}`.toLowerCase())) n += 1;
  return `${stem}${n}`;
}
