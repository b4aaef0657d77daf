/**
 * The paste box: writes a pasted table as text cells, below or at the selected cell. Digits are never read as numbers.
 */

import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Cell } from '../../core/table';
import type { PastePlace } from '../interfaces/api';
import type { Host, SheetTab } from '../interfaces/host';
import type { Job } from '../jobs/state';
import { fitting, plainValue } from '../sheet/cells/cell-value';
import { PLAIN_TEXT } from '../sheet/cells/column-formats';
import { columnLetter } from '../sheet/cells/columns';
import { type Grid, isBlank, padded, readGrid } from '../sheet/look/grid';
import { leftAlone, readRules } from '../sheet/look/left-alone';
import { fillsArray } from '../sheet/look/spills';
import { tabById } from '../sheet/look/tab-by-id';
import type { CellWrite } from '../sheet/write/cell-write';
import type { LayoutChange } from './layout';
import { runEdit, SPARE_ROWS } from './run-edit';

/** More cells are too much for one execution. */
const MOST_CELLS = 60_000;
const CELLS_NAMED = 50;

export function pastePlace(host: Host, rows: number, columns: number): PastePlace {
  requireSize(rows, columns);
  const { tab, row, column } = host.file.selected();
  const tabGrid = readGrid(tab);
  const below = !isBlank(tabGrid.values.cell(row - 1, column - 1));
  const first = below ? rowBelow(tabGrid, row, column, columns) : row;
  const header = first === 1;
  const top = header ? 2 : first;
  const grid = padded(tabGrid, top + rows - 1, column + columns - 1);
  const place = { row: top, column, rows, columns };
  const isLeft = cellsLeft(grid, place, tab);
  const filledCells: string[] = [];
  const notWritten: string[] = [];
  for (let r = top - 1; r < top - 1 + rows; r++) {
    for (let c = column - 1; c < column - 1 + columns; c++) {
      const a1 = `${columnLetter(c + 1)}${r + 1}`;
      if (isLeft(r, c)) notWritten.push(a1);
      else if (!isBlank(grid.values.cell(r, c))) filledCells.push(a1);
    }
  }
  const nameCells = (cells: string[]) => ({ count: cells.length, cells: cells.slice(0, CELLS_NAMED) });
  return {
    sheetId: tab.id,
    sheet: tab.name(),
    a1: a1Of(place),
    row: top,
    column,
    header,
    below,
    replaced: nameCells(filledCells),
    notWritten: nameCells(notWritten),
  };
}

/** The first row below `row` from which on all rows are blank in these columns. */
function rowBelow({ values }: Grid, row: number, column: number, columns: number): number {
  const isFilled = (cells: readonly Cell[]) =>
    cells.slice(column - 1, column - 1 + columns).some((cell) => !isBlank(cell));
  let first = Math.max(row, values.length) + 1;
  while (first > row + 1 && !isFilled(values.row(first - 2))) first--;
  return first;
}

interface Area {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

function a1Of({ row, column, rows, columns }: Area): string {
  const first = `${columnLetter(column)}${row}`;
  const last = `${columnLetter(column + columns - 1)}${row + rows - 1}`;
  return first === last ? first : `${first}:${last}`;
}

function requireSize(rows: number, columns: number): void {
  if (!(rows >= 1 && columns >= 1)) throw new TtError('INPUT', 'there is nothing to paste');
  if (rows * columns > MOST_CELLS) {
    const cells = groupedNumber(rows * columns);
    throw new TtError('BIG', `${cells} cells; up to 60,000 are pasted at once. Paste it in parts`);
  }
}

/** Cells that are not written; rows and columns count from 0. */
function cellsLeft(grid: Grid, { row, column, rows, columns }: Area, tab: SheetTab) {
  const last = Math.min(row + rows - 1, tab.maxRows());
  const wide = Math.min(columns, tab.maxColumns() - column + 1);
  const rules = wide < 1 || last < 1 ? null : readRules(tab, last, column - 1, column - 2 + wide);
  const arrays = new Map<number, boolean[]>();
  return (r: number, c: number): boolean => {
    if (!arrays.has(c)) arrays.set(c, fillsArray(grid, c));
    return leftAlone(grid, r, c, rules) !== null || (arrays.get(c)![r] ?? false);
  };
}

export function paste(
  host: Host,
  place: PastePlace,
  headers: readonly string[],
  cells: readonly (readonly string[])[],
  replace: boolean,
): Job {
  const columns = Math.max(headers.length, ...cells.map((row) => row.length));
  requireSize(cells.length, columns);
  const tab = tabById(host.file, place.sheetId);
  return host.locked(() => {
    const { column } = place;
    const grid = readGrid(tab);
    // Somebody may have inserted rows since the place was shown.
    const row = place.below ? rowBelow(grid, 1, column, columns) : place.row;
    const size = { rows: row + cells.length - 1, columns: column + columns - 1 };
    const plannedGrid = padded(grid, size.rows + SPARE_ROWS, size.columns);
    const area = { row, column, rows: cells.length, columns };
    const isProtected = cellsLeft(plannedGrid, area, tab);
    const writes: CellWrite[] = [];
    let keptCount = 0;
    const put = (r: number, c: number, text: string, mayReplace: boolean) => {
      const oldValue = plannedGrid.values.cell(r, c);
      if (isProtected(r, c) || (!mayReplace && !isBlank(oldValue))) keptCount++;
      else if (text !== '' || !isBlank(oldValue)) writes.push({ row: r, column: c, value: wholeText(text) });
    };
    cells.forEach((texts, i) => {
      for (let c = 0; c < columns; c++) put(row - 1 + i, column - 1 + c, texts[c] ?? '', replace);
    });
    const headersToWrite = place.header ? headers.slice(0, columns) : [];
    headersToWrite.forEach((header, c) => {
      if (header !== '') put(row - 2, column - 1 + c, header, false);
    });
    const formats = formatsIn(tab, size, area);
    const layout = headersToWrite.flatMap((header, c): LayoutChange[] =>
      header === '' ? [] : [{ kind: 'bold', row: row - 1, column: column + c, header }],
    );
    return runEdit(host, {
      title: 'Paste',
      planned: plannedGrid,
      firstNewRow: grid.values.length,
      writes,
      formats: writes
        .filter(({ row: r, column: c }) => r >= row - 1 && formats(r, c) !== PLAIN_TEXT)
        .map(({ row: r, column: c }) => ({ row: r, column: c, value: PLAIN_TEXT })),
      formatOf: formats,
      layout,
      rows: cells.length,
      message: `${cells.length} rows in ${tab.name()}!${a1Of(area)}${keptCount > 0 ? `; ${keptCount} cells were left alone` : ''}`,
    });
  });
}

/** A cell's text. Throws if no cell can hold it, so that nothing is cut off silently. */
function wholeText(text: string): string {
  const out = fitting(String(text));
  if (out instanceof TtError) throw out;
  return String(plainValue(out));
}

/** Formats of an area, by row and column from 0; `General` for rows and columns that do not exist yet. */
function formatsIn(tab: SheetTab, size: { rows: number; columns: number }, area: Area) {
  const rows = Math.min(size.rows, tab.maxRows()) - area.row + 1;
  const columns = Math.min(size.columns, tab.maxColumns()) - area.column + 1;
  const found = rows > 0 && columns > 0 ? tab.formats(area.row, area.column, rows, columns) : [];
  return (r: number, c: number): string => found[r - area.row + 1]?.[c - area.column + 1] ?? 'General';
}
