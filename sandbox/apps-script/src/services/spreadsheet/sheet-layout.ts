/** Methods of a tab that move, hide, group and freeze its rows and columns. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { Axis } from '../../sheet/layout/line-change';
import type { Grid } from '../../sheet/model/types';
import type { ServiceContext } from '../context';
import { addMetadata, DeveloperMetadataFinder, METADATA_SIGNATURES, metadataAt } from './metadata';
import type { RangeAddress } from './range-address';
import { SHAPE_SIGNATURES, SheetShape } from './sheet-shape';
import { checkEditable, workbookOf } from './sheet-writes';

export const SHEET_LAYOUT_SIGNATURES: Signatures = {
  ...SHAPE_SIGNATURES,
  ...METADATA_SIGNATURES,
  moveRows: ['r:Range,n'],
  moveColumns: ['r:Range,n'],
  hideRows: ['n', 'n,n'],
  showRows: ['n', 'n,n'],
  hideRow: ['r:Range'],
  unhideRow: ['r:Range'],
  hideColumns: ['n', 'n,n'],
  showColumns: ['n', 'n,n'],
  hideColumn: ['r:Range'],
  unhideColumn: ['r:Range'],
  isRowHiddenByUser: ['n'],
  isRowHiddenByFilter: ['n'],
  isColumnHiddenByUser: ['n'],
  getRowGroup: ['n,n'],
  getRowGroupDepth: ['n'],
  getColumnGroup: ['n,n'],
  getColumnGroupDepth: ['n'],
  setFrozenRows: ['n'],
  getFrozenRows: [''],
  setFrozenColumns: ['n'],
  getFrozenColumns: [''],
  getFilter: [''],
};

/** Base class of Sheet. */
export abstract class SheetLayout extends SheetShape {
  /** `before` is a row number before the move. */
  moveRows(rows: RangeAddress, before: number) {
    this.checkLines(rows);
    const { row, rows: count } = rows.box;
    return this.restructure((grid) => grid.moveRows(row, count, before), { ...rows.box, column: 1 });
  }
  moveColumns(columns: RangeAddress, before: number) {
    this.checkLines(columns);
    const { column, columns: count } = columns.box;
    return this.restructure((grid) => grid.moveColumns(column, count, before), { ...columns.box, row: 1 });
  }

  hideRows(first: number, count = 1) {
    return this.states('rows', first, count, true);
  }
  showRows(first: number, count = 1) {
    this.states('rows', first, count, false);
  }
  hideRow(range: RangeAddress) {
    this.states('rows', range.box.row, range.box.rows, true);
  }
  unhideRow(range: RangeAddress) {
    this.states('rows', range.box.row, range.box.rows, false);
  }
  hideColumns(first: number, count = 1) {
    this.states('columns', first, count, true);
  }
  showColumns(first: number, count = 1) {
    this.states('columns', first, count, false);
  }
  hideColumn(range: RangeAddress) {
    this.states('columns', range.box.column, range.box.columns, true);
  }
  unhideColumn(range: RangeAddress) {
    this.states('columns', range.box.column, range.box.columns, false);
  }
  isRowHiddenByUser(row: number) {
    return this.read().rowStates.at(row).hidden;
  }
  isRowHiddenByFilter(row: number) {
    return this.read().filters.hides(row);
  }
  isColumnHiddenByUser(column: number) {
    return this.read().columnStates.at(column).hidden;
  }

  getRowGroupDepth(row: number) {
    return this.read().rowStates.at(row).depth;
  }
  getColumnGroupDepth(column: number) {
    return this.read().columnStates.at(column).depth;
  }
  getRowGroup(row: number, depth: number) {
    return this.group('rows', row, depth);
  }
  getColumnGroup(column: number, depth: number) {
    return this.group('columns', column, depth);
  }

  setFrozenRows(rows: number) {
    this.restructure((grid) => grid.frozen.set('rows', rows, grid.maxRows));
  }
  getFrozenRows() {
    return this.read().frozen.rows;
  }
  setFrozenColumns(columns: number) {
    this.restructure((grid) => grid.frozen.set('columns', columns, grid.maxColumns));
  }
  getFrozenColumns() {
    return this.read().frozen.columns;
  }
  getFilter() {
    return this.read().filters.filter && this.execution.objects.filter(this.grid);
  }

  addDeveloperMetadata(key: string, second?: unknown, third?: unknown) {
    const book = workbookOf(this.execution, this.grid);
    addMetadata(this.execution, book, { kind: 'sheet', tab: this.grid.id }, key, second, third);
    return this;
  }
  getDeveloperMetadata() {
    const book = workbookOf(this.execution, this.grid);
    return metadataAt(this.execution, book, { kind: 'sheet', tab: this.grid.id });
  }
  createDeveloperMetadataFinder() {
    const book = workbookOf(this.execution, this.grid);
    return new DeveloperMetadataFinder(this.execution, { book, tab: this.grid.id });
  }

  private checkLines(range: RangeAddress): void {
    if (range.grid !== this.grid) throw new ScriptError('The range is not on this sheet.');
  }

  private states(axis: Axis, first: number, count: number, hidden: boolean): this {
    return this.restructure((grid) => statesOf(grid, axis).setHidden(first, count, hidden));
  }

  private group(axis: Axis, line: number, depth: number): LineGroup {
    if (!statesOf(this.read(), axis).group(line, depth)) {
      throw new ScriptError(
        `A ${axis === 'rows' ? 'row' : 'column'} group does not exist at index ${line} and group depth ${depth}`,
      );
    }
    return new LineGroup(this.execution, this.grid, axis, line, depth);
  }
}

function statesOf(grid: Grid, axis: Axis) {
  return axis === 'rows' ? grid.rowStates : grid.columnStates;
}

/** SpreadsheetApp.Group: rows or columns that can be collapsed. */
export class LineGroup extends ServiceObject {
  static readonly path = 'SpreadsheetApp.Group';
  static readonly signatures: Signatures = {
    collapse: [''],
    expand: [''],
    isCollapsed: [''],
    getDepth: [''],
    getIndex: [''],
    getRange: [''],
    remove: [''],
  };
  readonly kind = 'Group';

  constructor(
    readonly execution: ServiceContext,
    private readonly grid: Grid,
    private readonly axis: Axis,
    private readonly line: number,
    private readonly depth: number,
  ) {
    super();
  }

  collapse() {
    return this.setHidden(true);
  }
  expand() {
    return this.setHidden(false);
  }
  isCollapsed() {
    return statesOf(this.grid, this.axis).at(this.lines().first).hidden;
  }
  getDepth() {
    return this.depth;
  }
  getIndex() {
    return this.line;
  }
  getRange() {
    const { first, count } = this.lines();
    const { maxRows, maxColumns } = this.grid;
    const box =
      this.axis === 'rows'
        ? { row: first, column: 1, rows: count, columns: maxColumns }
        : { row: 1, column: first, rows: maxRows, columns: count };
    return this.execution.objects.range(this.grid, box);
  }
  remove() {
    const { first, count } = this.lines();
    statesOf(this.grid, this.axis).shiftDepth(first, count, -1);
  }

  private setHidden(hidden: boolean): this {
    const { first, count } = this.lines();
    checkEditable(this.execution, this.grid, this.getRange().box);
    statesOf(this.grid, this.axis).setHidden(first, count, hidden);
    return this;
  }

  private lines(): { first: number; count: number } {
    this.execution.beforeRead();
    const group = statesOf(this.grid, this.axis).group(this.line, this.depth);
    if (!group) throw new ScriptError('The group no longer exists.');
    return group;
  }
}
