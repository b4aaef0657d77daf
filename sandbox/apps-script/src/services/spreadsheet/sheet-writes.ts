/** Checks before a write, with the messages of Sheets. */

import { ScriptError } from '../../platform/errors';
import { isDate, ServiceObject, Untransferable } from '../../platform/service-object';
import type { Grid, Workbook } from '../../sheet/model/types';
import type { Box, CellValue } from '../../sheet/values/types';
import { MAX_CELL_CHARACTERS } from '../../sheet/values/values';
import type { ServiceContext } from '../context';

export function checkInputShape(data: unknown, box: Box): unknown[][] {
  if (!Array.isArray(data) || data.some((row) => !Array.isArray(row))) {
    throw new ScriptError(
      "The parameters (Object[]) don't match the method signature for SpreadsheetApp.Range.",
    );
  }
  const rows = data as unknown[][];
  if (rows.length !== box.rows) {
    throw new ScriptError(
      `The number of rows in the data does not match the number of rows in the range. The data has ${rows.length} but the range has ${box.rows}.`,
    );
  }
  const wrong = rows.find((row) => row.length !== box.columns);
  if (wrong) {
    throw new ScriptError(
      `The number of columns in the data does not match the number of columns in the range. The data has ${wrong.length} but the range has ${box.columns}.`,
    );
  }
  return rows;
}

/** The content that a value gives a cell; null leaves the cell empty. Objects are converted to text, as in Sheets. */
export function cellInput(value: unknown): CellValue | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') {
    if (value.length > MAX_CELL_CHARACTERS) {
      throw new ScriptError(
        'Your input contains more than the maximum of 50000 characters in a single cell.',
      );
    }
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (isDate(value)) return new Date(value.getTime());
  if (value instanceof Untransferable) throw new ScriptError(`Cannot convert ${value.type} to a cell value.`);
  if (value instanceof ServiceObject) return value.kind;
  return Array.isArray(value) ? value.map(String).join(',') : '[object Object]';
}

export function cellInputs(rows: unknown[][]): (CellValue | null)[][] {
  return rows.map((row) => row.map(cellInput));
}

export function checkEditable(execution: ServiceContext, grid: Grid, box: Box): void {
  workbookOf(execution, grid);
  if (!grid.editableBy(box, execution.user)) {
    throw new ScriptError(
      'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    );
  }
}

/** The file of a tab; a tab may be deleted while a script holds it. */
export function workbookOf(execution: ServiceContext, grid: Grid): Workbook {
  const workbook = execution.world.books.find((each) => each.gridById(grid.id) === grid);
  if (!workbook) throw new ScriptError(`Sheet ${grid.id} not found`);
  return workbook;
}

/** The same value in every cell. All rows are one array, because the grid copies them. */
export function repeatedValue<T>(box: Box, value: T): T[][] {
  return new Array<T[]>(box.rows).fill(new Array<T>(box.columns).fill(value));
}
