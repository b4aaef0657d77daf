/** SpreadsheetApp.Range: an address. It does not follow rows that users move. */

import { ScriptError } from '../../platform/errors';
import type { Signatures } from '../../platform/service-object';
import type { Box, CellValue } from '../../sheet/values/types';
import { makeBox } from './range-box';
import { CELLS_SIGNATURES, RangeCells } from './range-cells';
import { cellInput, cellInputs, checkInputShape, repeatedValue, workbookOf } from './sheet-writes';

type ClearOptions = Record<string, unknown>;

export class Range extends RangeCells {
  static readonly path = 'SpreadsheetApp.Range';
  static readonly signatures: Signatures = {
    ...CELLS_SIGNATURES,
    getSheet: [''],
    getValue: [''],
    getValues: [''],
    getDisplayValue: [''],
    getDisplayValues: [''],
    getFormula: [''],
    getFormulas: [''],
    getNumberFormat: [''],
    getNumberFormats: [''],
    getNote: [''],
    getNotes: [''],
    getBackground: [''],
    getBackgrounds: [''],
    getFontWeight: [''],
    getFontWeights: [''],
    isBlank: [''],
    setValue: ['v'],
    setValues: ['a'],
    setFormula: ['s'],
    setFormulas: ['a'],
    setNumberFormat: ['s'],
    setNumberFormats: ['a'],
    setNote: ['v'],
    setNotes: ['a'],
    setBackground: ['v'],
    setBackgrounds: ['a'],
    setFontWeight: ['v'],
    setFontWeights: ['a'],
    setFontColor: ['v'],
    setFontFamily: ['v'],
    setFontSize: ['n'],
    setFontStyle: ['v'],
    setHorizontalAlignment: ['v'],
    setVerticalAlignment: ['v'],
    setWrap: ['b'],
    setWrapStrategy: ['e:WrapStrategy'],
    clear: ['', 'o'],
    clearContent: [''],
    clearFormat: [''],
    clearNote: [''],
    offset: ['n,n', 'n,n,n', 'n,n,n,n'],
    getCell: ['n,n'],
    activate: [''],
    sort: ['n', 'o', 'a'],
    protect: [''],
    canEdit: [''],
    createTextFinder: ['S'],
  };
  readonly kind = 'Range';

  getSheet() {
    return this.execution.objects.sheet(this.grid);
  }

  getValues() {
    return this.read().values(this.box);
  }
  getValue() {
    return this.read().values(this.first())[0]?.[0] ?? '';
  }
  getDisplayValues() {
    return this.read().shown(this.box);
  }
  getDisplayValue() {
    return this.read().shown(this.first())[0]?.[0] ?? '';
  }
  getFormulas() {
    return this.read().formulas(this.box);
  }
  getFormula() {
    return this.read().formulas(this.first())[0]?.[0] ?? '';
  }
  getNumberFormats() {
    return this.read().numberFormats(this.box);
  }
  getNumberFormat() {
    return this.read().numberFormats(this.first())[0]?.[0] ?? '';
  }
  getNotes() {
    return this.views((view) => view.note);
  }
  getNote() {
    return this.read().view(this.box.row, this.box.column).note;
  }
  getBackgrounds() {
    return this.views((view) => view.background || '#ffffff');
  }
  getBackground() {
    return this.read().view(this.box.row, this.box.column).background || '#ffffff';
  }
  getFontWeights() {
    return this.views((view) => (view.bold ? 'bold' : 'normal'));
  }
  getFontWeight() {
    return this.getFontWeights()[0]?.[0] ?? 'normal';
  }
  isBlank() {
    return this.read()
      .shown(this.box)
      .every((row) => row.every((text) => text === ''));
  }

  setValue(value: unknown) {
    return this.enter(repeatedValue(this.box, cellInput(value)));
  }
  setValues(data: unknown[]) {
    return this.enter(cellInputs(checkInputShape(data, this.box)));
  }
  setFormula(formula: string) {
    return this.setValue(asFormula(formula));
  }
  setFormulas(data: unknown[]) {
    return this.setValues(checkInputShape(data, this.box).map((row) => row.map(asFormula)));
  }
  setNumberFormat(format: string) {
    return this.change((grid, box) => grid.setNumberFormats(box, repeatedValue(box, format)));
  }
  setNumberFormats(data: unknown[]) {
    const formats = texts(data, this.box);
    return this.change((grid, box) => grid.setNumberFormats(box, formats));
  }
  setNote(note: unknown) {
    return this.change((grid, box) => grid.setNotes(box, repeatedValue(box, asText(note))));
  }
  setNotes(data: unknown[]) {
    const notes = texts(data, this.box);
    return this.change((grid, box) => grid.setNotes(box, notes));
  }
  setBackground(colour: unknown) {
    return this.change((grid, box) => grid.setBackgrounds(box, repeatedValue(box, asText(colour))));
  }
  setBackgrounds(data: unknown[]) {
    const colours = texts(data, this.box);
    return this.change((grid, box) => grid.setBackgrounds(box, colours));
  }
  setFontWeight(weight: unknown) {
    return this.change((grid, box) => grid.setBold(box, weight === 'bold'));
  }
  setFontWeights(data: unknown[]) {
    const weights = texts(data, this.box);
    return this.change((grid, box) => {
      for (const [down, row] of weights.entries()) {
        for (const [right, weight] of row.entries()) {
          const cell = { row: box.row + down, column: box.column + right, rows: 1, columns: 1 };
          grid.setBold(cell, weight === 'bold');
        }
      }
    });
  }

  // Formats that the grid does not store. The call is accepted, counted and checked for rights, but has no effect.
  setFontColor(_colour: unknown) {
    return this.change(() => {});
  }
  setFontFamily(_family: unknown) {
    return this.change(() => {});
  }
  setFontSize(_size: number) {
    return this.change(() => {});
  }
  setFontStyle(_style: unknown) {
    return this.change(() => {});
  }
  setHorizontalAlignment(_side: unknown) {
    return this.change(() => {});
  }
  setVerticalAlignment(_side: unknown) {
    return this.change(() => {});
  }
  setWrap(_on: boolean) {
    return this.change(() => {});
  }
  setWrapStrategy(_strategy: unknown) {
    return this.change(() => {});
  }

  clear(options: ClearOptions = {}) {
    const { contentsOnly, formatOnly, commentsOnly } = options;
    const all = !contentsOnly && !formatOnly && !commentsOnly;
    return this.change((grid, box) =>
      grid.clear(box, {
        contents: all || contentsOnly === true,
        formats: all || formatOnly === true,
        notes: all || commentsOnly === true,
      }),
    );
  }
  clearContent() {
    return this.clear({ contentsOnly: true });
  }
  clearFormat() {
    return this.clear({ formatOnly: true });
  }
  clearNote() {
    return this.clear({ commentsOnly: true });
  }

  offset(down: number, right: number, rows = this.box.rows, columns = this.box.columns) {
    const box = makeBox(this.grid, this.box.row + down, this.box.column + right, rows, columns);
    return new Range(this.execution, this.grid, box);
  }
  getCell(row: number, column: number) {
    if (row < 1 || column < 1 || row > this.box.rows || column > this.box.columns) {
      throw new ScriptError('Cell reference out of range');
    }
    return this.offset(row - 1, column - 1, 1, 1);
  }
  activate() {
    const { screen, workbook } = this.execution.world;
    if (workbookOf(this.execution, this.grid) === workbook)
      screen.select(this.execution.user, this.grid, this.box);
    return this;
  }
  sort(by: unknown) {
    const orders = (Array.isArray(by) ? by : [by]).map((order) =>
      typeof order === 'number' ? { column: order, ascending: true } : (order as Record<string, unknown>),
    );
    return this.change((grid, box) => {
      // Stable sorts, by the least important column first.
      for (const { column, ascending } of [...orders].reverse()) {
        grid.sort(box, { column: Number(column), ascending: ascending !== false });
      }
    });
  }
  protect() {
    return this.execution.objects.protect(this.grid, this.box);
  }
  canEdit() {
    return this.grid.editableBy(this.box, this.execution.user);
  }
  createTextFinder(text: unknown) {
    return this.execution.objects.textFinder(this.grid, this.box, String(text));
  }

  /** Entries that validation rejects throw at the call or, if the switch says so, when writes are applied. */
  private enter(inputs: (CellValue | null)[][]): this {
    if (this.execution.world.switches.validationFailsAt === 'call') this.grid.checkEntries(this.box, inputs);
    return this.change((grid, box) => grid.write(box, inputs));
  }

  private first(): Box {
    return { ...this.box, rows: 1, columns: 1 };
  }
}

const asText = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const asFormula = (value: unknown) => {
  const text = asText(value);
  return text === '' || text.startsWith('=') ? text : `=${text}`;
};
const texts = (data: unknown[], box: Box) => checkInputShape(data, box).map((row) => row.map(asText));
