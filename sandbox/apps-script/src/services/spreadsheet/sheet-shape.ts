/** Rows and columns of a tab. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import type { ServiceContext } from '../context';
import { checkEditable, workbookOf } from './sheet-writes';

export const SHAPE_SIGNATURES: Signatures = {
  insertRowBefore: ['n'],
  insertRowAfter: ['n'],
  insertRowsBefore: ['n,n'],
  insertRowsAfter: ['n,n'],
  insertRows: ['n', 'n,n'],
  deleteRow: ['n'],
  deleteRows: ['n,n'],
  insertColumnBefore: ['n'],
  insertColumnAfter: ['n'],
  insertColumnsBefore: ['n,n'],
  insertColumnsAfter: ['n,n'],
  insertColumns: ['n', 'n,n'],
  deleteColumn: ['n'],
  deleteColumns: ['n,n'],
};

/** Base class of Sheet: methods that change the grid's shape. */
export abstract class SheetShape extends ServiceObject {
  constructor(
    readonly execution: ServiceContext,
    readonly grid: Grid,
  ) {
    super();
  }

  insertRowBefore(row: number) {
    return this.insertRowsBefore(row, 1);
  }
  insertRowAfter(row: number) {
    return this.insertRowsAfter(row, 1);
  }
  /** New rows take formats from the row that they push down; rows inserted after a row take them from that row. */
  insertRowsBefore(row: number, count: number) {
    return this.restructure((grid) => grid.insertRows(row, count, 'after'), this.rows(row, 1));
  }
  insertRowsAfter(row: number, count: number) {
    return this.restructure((grid) => grid.insertRows(row + 1, count, 'before'), this.rows(row + 1, 1));
  }
  insertRows(row: number, count = 1) {
    return this.insertRowsBefore(row, count);
  }
  deleteRow(row: number) {
    return this.deleteRows(row, 1);
  }
  deleteRows(row: number, count: number) {
    if (row < 1 || row + count - 1 > this.read().maxRows)
      throw new ScriptError('Those rows are out of bounds.');
    if (count >= this.grid.maxRows) throw new ScriptError("You can't delete all the rows on the sheet.");
    return this.restructure((grid) => grid.deleteRows(row, count), this.rows(row, count));
  }
  insertColumnBefore(column: number) {
    return this.insertColumnsBefore(column, 1);
  }
  insertColumnAfter(column: number) {
    return this.insertColumnsAfter(column, 1);
  }
  insertColumnsBefore(column: number, count: number) {
    return this.restructure((grid) => grid.insertColumns(column, count, 'after'), this.columns(column, 1));
  }
  insertColumnsAfter(column: number, count: number) {
    return this.restructure(
      (grid) => grid.insertColumns(column + 1, count, 'before'),
      this.columns(column + 1, 1),
    );
  }
  insertColumns(column: number, count = 1) {
    return this.insertColumnsBefore(column, count);
  }
  deleteColumn(column: number) {
    return this.deleteColumns(column, 1);
  }
  deleteColumns(column: number, count: number) {
    if (column < 1 || column + count - 1 > this.read().maxColumns) {
      throw new ScriptError('Those columns are out of bounds.');
    }
    if (count >= this.grid.maxColumns)
      throw new ScriptError("You can't delete all the columns on the sheet.");
    return this.restructure((grid) => grid.deleteColumns(column, count), this.columns(column, count));
  }

  protected read(): Grid {
    this.execution.beforeRead();
    workbookOf(this.execution, this.grid);
    return this.grid;
  }

  private rows(row: number, rows: number): Box {
    return { row, column: 1, rows, columns: this.grid.maxColumns };
  }

  private columns(column: number, columns: number): Box {
    return { row: 1, column, rows: this.grid.maxRows, columns };
  }

  /**
   * Changes the grid's shape at once, after the buffered writes. This needs the right to edit the affected cells.
   * Unverified for insertions, which here need the right to edit the row or column that moves.
   */
  protected restructure(apply: (grid: Grid) => void, area?: Box): this {
    workbookOf(this.execution, this.grid);
    if (area) checkEditable(this.execution, this.grid, area);
    this.execution.write(() => {
      workbookOf(this.execution, this.grid);
      apply(this.grid);
    });
    this.execution.flush();
    return this;
  }
}
