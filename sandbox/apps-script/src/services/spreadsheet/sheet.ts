/** SpreadsheetApp.Sheet: one tab. */

import { ScriptError } from '../../platform/errors';
import type { EnumValue, Signatures } from '../../platform/service-object';
import { splitTab } from './a1';
import { Banding, ConditionalFormatRule } from './formats';
import { type Protection, protectBox, protectionsOf } from './protection';
import { Range } from './range';
import { makeBox, namedBox, openLines, wholeGrid } from './range-box';
import { RangeList } from './range-list';
import { activeRange, Selection } from './selection';
import { SHEET_LAYOUT_SIGNATURES, SheetLayout } from './sheet-layout';
import { cellInputs, workbookOf } from './sheet-writes';
import { TextFinder } from './text-finder';

/** Default width of a column in pixels. */
const USUAL_WIDTH = 100;

export class Sheet extends SheetLayout {
  static readonly path = 'SpreadsheetApp.Sheet';
  static readonly signatures: Signatures = {
    getName: [''],
    getSheetName: [''],
    setName: ['s'],
    getSheetId: [''],
    getIndex: [''],
    getParent: [''],
    getRange: ['s', 'n,n', 'n,n,n', 'n,n,n,n'],
    getRangeList: ['a'],
    getDataRange: [''],
    getSheetValues: ['n,n,n,n'],
    getLastRow: [''],
    getLastColumn: [''],
    getMaxRows: [''],
    getMaxColumns: [''],
    getActiveRange: [''],
    getActiveCell: [''],
    getCurrentCell: [''],
    getSelection: [''],
    setActiveRange: ['r:Range'],
    setActiveRangeList: ['r:RangeList'],
    setActiveSelection: ['s', 'r:Range'],
    setCurrentCell: ['r:Range'],
    activate: [''],
    hideSheet: [''],
    showSheet: [''],
    isSheetHidden: [''],
    ...SHEET_LAYOUT_SIGNATURES,
    appendRow: ['a'],
    clear: ['', 'o'],
    clearContents: [''],
    clearFormats: [''],
    clearNotes: [''],
    sort: ['n', 'n,b'],
    protect: [''],
    getProtections: ['e:ProtectionType'],
    getColumnWidth: ['n'],
    setColumnWidth: ['n,n'],
    setColumnWidths: ['n,n,n'],
    autoResizeColumn: ['n'],
    autoResizeColumns: ['n,n'],
    setTabColor: ['v'],
    createTextFinder: ['S'],
    getBandings: [''],
    getConditionalFormatRules: [''],
    setConditionalFormatRules: ['a'],
    clearConditionalFormatRules: [''],
  };
  readonly kind = 'Sheet';

  getName() {
    return this.read().name;
  }
  getSheetName() {
    return this.read().name;
  }
  setName(name: string) {
    const other = workbookOf(this.execution, this.grid).grid(name);
    if (other && other !== this.grid) {
      throw new ScriptError(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
    return this.restructure((grid) => {
      grid.name = name;
    });
  }
  getSheetId() {
    return this.grid.id;
  }
  getIndex() {
    return workbookOf(this.execution, this.grid).grids().indexOf(this.grid) + 1;
  }
  getParent() {
    return this.execution.objects.spreadsheet(workbookOf(this.execution, this.grid));
  }
  getRange(first: string | number, column = 1, rows = 1, columns = 1): Range {
    if (typeof first === 'number') {
      return new Range(this.execution, this.grid, makeBox(this.grid, first, column, rows, columns));
    }
    const [tab, cells] = splitTab(first);
    const grid = tab === '' ? this.grid : workbookOf(this.execution, this.grid).grid(tab);
    if (!grid) throw new ScriptError('Range not found');
    return new Range(this.execution, grid, namedBox(grid, cells), openLines(cells));
  }
  getRangeList(names: unknown[]) {
    return new RangeList(
      this.execution,
      names.map((name) => this.getRange(String(name))),
    );
  }
  getDataRange() {
    const grid = this.read();
    const box = {
      row: 1,
      column: 1,
      rows: Math.max(1, grid.lastRow()),
      columns: Math.max(1, grid.lastColumn()),
    };
    return new Range(this.execution, grid, box);
  }
  getSheetValues(row: number, column: number, rows: number, columns: number) {
    return this.getRange(row, column, rows, columns).getValues();
  }
  getLastRow() {
    return this.read().lastRow();
  }
  getLastColumn() {
    return this.read().lastColumn();
  }
  getMaxRows() {
    return this.read().maxRows;
  }
  getMaxColumns() {
    return this.read().maxColumns;
  }

  getActiveRange(): Range | null {
    return activeRange(this.execution);
  }
  getActiveCell() {
    return activeRange(this.execution)?.getCell(1, 1) ?? null;
  }
  getCurrentCell() {
    return this.getActiveCell();
  }
  getSelection() {
    return new Selection(this.execution);
  }
  setActiveRangeList(list: RangeList) {
    return list.activate();
  }
  setActiveRange(range: Range) {
    return range.activate();
  }
  setActiveSelection(range: Range | string) {
    return (typeof range === 'string' ? this.getRange(range) : range).activate();
  }
  setCurrentCell(range: Range) {
    return range.activate();
  }
  activate() {
    this.getRange(1, 1).activate();
    return this;
  }
  hideSheet() {
    const visible = workbookOf(this.execution, this.grid)
      .grids()
      .filter((grid) => !grid.hidden);
    if (visible.length === 1 && visible[0] === this.grid) {
      throw new ScriptError("You can't hide all the sheets in a document.");
    }
    return this.restructure((grid) => {
      grid.hidden = true;
    });
  }
  showSheet() {
    return this.restructure((grid) => {
      grid.hidden = false;
    });
  }
  isSheetHidden() {
    return this.read().hidden;
  }

  /** Appends a row below the last row with content, atomically. A full grid grows. */
  appendRow(values: unknown[]) {
    if (values.length === 0) return this;
    const inputs = cellInputs([values]);
    const row = this.read().lastRow() + 1;
    const area = { row, column: 1, rows: 1, columns: Math.max(1, values.length) };
    return this.restructure((grid) => {
      if (row > grid.maxRows) grid.insertRows(row, row - grid.maxRows);
      const width = values.length - grid.maxColumns;
      if (width > 0) grid.insertColumns(grid.maxColumns + 1, width);
      grid.write({ row, column: 1, rows: 1, columns: values.length }, inputs);
    }, area);
  }
  clear(options?: Record<string, unknown>) {
    this.whole().clear(options);
    return this;
  }
  clearContents() {
    return this.clear({ contentsOnly: true });
  }
  clearFormats() {
    return this.clear({ formatOnly: true });
  }
  clearNotes() {
    return this.clear({ commentsOnly: true });
  }
  sort(column: number, ascending = true) {
    const from = this.getFrozenRows() + 1;
    const rows = this.read().lastRow() - from + 1;
    if (rows > 0) this.getRange(from, 1, rows, this.grid.maxColumns).sort({ column, ascending });
    return this;
  }

  protect(): Protection {
    return protectBox(this.execution, this.grid, null);
  }
  getProtections(type: EnumValue) {
    return protectionsOf(this.execution, this.grid, type);
  }
  getBandings() {
    return this.read().regions.bandings.map((banding) => new Banding(this.execution, this.grid, banding));
  }
  getConditionalFormatRules() {
    return this.read().regions.conditionalFormats.map(
      (format) => new ConditionalFormatRule(this.execution, this.grid, format),
    );
  }
  setConditionalFormatRules(rules: unknown[]) {
    const formats = rules.map((rule) => (rule as ConditionalFormatRule).format);
    this.restructure((grid) => {
      grid.regions.conditionalFormats = formats;
    });
  }
  clearConditionalFormatRules() {
    this.setConditionalFormatRules([]);
  }
  getColumnWidth(column: number) {
    return this.read().columnStates.at(column).size || USUAL_WIDTH;
  }
  setColumnWidth(column: number, pixels: number) {
    return this.setColumnWidths(column, 1, pixels);
  }
  setColumnWidths(column: number, count: number, pixels: number) {
    return this.restructure((grid) => grid.columnStates.setSize(column, count, pixels));
  }
  // Formats that the grid does not store.
  autoResizeColumn(_column: number) {
    return this;
  }
  autoResizeColumns(_column: number, _count: number) {
    return this;
  }
  setTabColor(_colour: unknown) {
    return this;
  }
  createTextFinder(text: unknown) {
    return new TextFinder(this.execution, this.grid, wholeGrid(this.grid), String(text));
  }

  private whole(): Range {
    return new Range(this.execution, this.grid, wholeGrid(this.grid));
  }
}
