/** One tab of the file. */

import { Cells } from '../engine/cells';
import type { Formula } from '../engine/formula';
import { Filters } from '../layout/filters';
import { Frozen } from '../layout/frozen';
import type { Neighbour } from '../layout/line-change';
import { LineStates } from '../layout/line-states';
import { Merges } from '../layout/merges';
import { Protections } from '../layout/protections';
import { Regions } from '../layout/regions';
import type { CellView } from '../model/types';
import { boxesMeet, cellBox } from '../values/boxes';
import { formatMakesDate, meaning, showScalar } from '../values/show';
import type { Box, CellValue, LinkRun } from '../values/types';
import type { ValidationRule } from '../values/validation';
import { cutAndPaste, deleteCells, insertCells, mergeCells } from './cell-moves';
import { cellView, GENERAL, scriptValue } from './read-cells';
import { checkInside, checkShape } from './shape';
import { sortRows } from './sort';
import { deleteLines, insertLines, moveLines } from './structure';
import { styleCells } from './styles';
import type { TabHost, TabState } from './tab-state';
import { type CellParts, checkInputs, clearCells, setRule, writeInputs, writeRichText } from './write-cells';

export class Tab implements TabState {
  readonly cells = new Cells<Formula>();
  hidden = false;
  maxRows = 1000;
  maxColumns = 26;
  readonly merges = new Merges();
  readonly protections = new Protections();
  readonly filters = new Filters();
  readonly regions = new Regions();
  readonly frozen = new Frozen(this.merges);
  readonly rowStates = new LineStates('rows');
  readonly columnStates = new LineStates('columns');
  readonly followers = [
    this.merges,
    this.protections,
    this.filters,
    this.regions,
    this.frozen,
    this.rowStates,
    this.columnStates,
  ];

  constructor(
    readonly id: number,
    private title: string,
    readonly host: TabHost,
  ) {}

  get name(): string {
    return this.title;
  }

  set name(name: string) {
    this.host.checkName(name, this);
    this.title = name;
    this.host.rebind();
    this.host.announce(this, cellBox(1, 1));
  }

  lastRow(): number {
    return this.cells.lastRow();
  }

  lastColumn(): number {
    return this.cells.lastColumn();
  }

  view(row: number, column: number): CellView {
    this.check(cellBox(row, column));
    return cellView(this, row, column);
  }

  values(box: Box): CellValue[][] {
    this.check(box);
    return this.cells.grid<CellValue>(box, '', (cell) => scriptValue(cell, this.host.timeZone));
  }

  shown(box: Box): string[][] {
    this.check(box);
    return this.host.engine.local(() =>
      this.cells.grid(box, '', (cell) => showScalar(cell.value, cell.format)),
    );
  }

  formulas(box: Box): string[][] {
    this.check(box);
    return this.cells.grid(box, '', (cell) => cell.formula?.text ?? '');
  }

  numberFormats(box: Box): string[][] {
    this.check(box);
    return this.cells.grid(box, GENERAL, (cell) => cell.format || GENERAL);
  }

  write(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void {
    this.check(box);
    checkShape(box, inputs);
    writeInputs(this, box, inputs);
  }

  checkEntries(box: Box, inputs: readonly (readonly (CellValue | null)[])[]): void {
    this.check(box);
    checkShape(box, inputs);
    checkInputs(this, box, inputs);
  }

  setRichText(row: number, column: number, text: string, links: readonly LinkRun[]): void {
    this.check(cellBox(row, column));
    writeRichText(this, row, column, text, links);
  }

  clear(box: Box, what: CellParts): void {
    this.check(box);
    clearCells(this, box, what);
  }

  setNumberFormats(box: Box, formats: readonly (readonly string[])[]): void {
    let meansOther = false;
    styleCells(this, box, formats, (cell, format) => {
      const before = formatMakesDate(cell.format);
      cell.format = format === GENERAL ? '' : format;
      meansOther ||= formatMakesDate(cell.format) !== before;
    });
    if (meansOther) this.host.engine.changed(this, box);
  }

  setNotes(box: Box, notes: readonly (readonly string[])[]): void {
    styleCells(this, box, notes, (cell, note) => {
      cell.note = note;
    });
  }

  setBackgrounds(box: Box, colours: readonly (readonly string[])[]): void {
    styleCells(this, box, colours, (cell, colour) => {
      cell.background = colour;
    });
  }

  setBold(box: Box, bold: boolean): void {
    const all = Array.from({ length: box.rows }, () => new Array<boolean>(box.columns).fill(bold));
    styleCells(this, box, all, (cell, on) => {
      cell.bold = on;
    });
  }

  setValidation(box: Box, rule: ValidationRule | null): void {
    this.check(box);
    setRule(this, box, rule);
  }

  merge(box: Box): void {
    this.check(box);
    mergeCells(this, box);
  }

  breakApart(box: Box): void {
    this.check(box);
    this.merges.breakApart(box);
    this.host.announce(this, box);
  }

  insertRows(before: number, count: number, like: Neighbour = 'after'): void {
    insertLines(this, 'rows', before, count, like);
  }

  deleteRows(first: number, count: number): void {
    deleteLines(this, 'rows', first, count);
  }

  insertColumns(before: number, count: number, like: Neighbour = 'after'): void {
    insertLines(this, 'columns', before, count, like);
  }

  deleteColumns(first: number, count: number): void {
    deleteLines(this, 'columns', first, count);
  }

  moveRows(first: number, count: number, before: number): void {
    moveLines(this, 'rows', first, count, before);
  }

  moveColumns(first: number, count: number, before: number): void {
    moveLines(this, 'columns', first, count, before);
  }

  insertCells(box: Box, shift: 'down' | 'right'): void {
    this.check(box);
    insertCells(this, box, shift === 'down' ? 'rows' : 'columns');
  }

  deleteCells(box: Box, shift: 'up' | 'left'): void {
    this.check(box);
    deleteCells(this, box, shift === 'up' ? 'rows' : 'columns');
  }

  cutAndPaste(box: Box, row: number, column: number): void {
    this.check(box);
    this.check(cellBox(row, column));
    cutAndPaste(this, box, row, column);
  }

  sort(box: Box, by: { column: number; ascending: boolean }): void {
    this.check(box);
    sortRows(this, box, by);
  }

  isRowHidden(row: number): boolean {
    return this.rowStates.at(row).hidden || this.filters.hides(row);
  }

  applyFilter(): void {
    this.host.engine.local(() =>
      this.filters.filter?.apply((row, column) => {
        const cell = this.cells.at(row, column);
        return cell
          ? { value: meaning(cell.value, cell.format), shown: showScalar(cell.value, cell.format) }
          : { value: null, shown: '' };
      }),
    );
    this.host.announce(this, { row: 1, column: 1, rows: this.maxRows, columns: this.maxColumns });
  }

  reapplyFilter(box: Box): void {
    const { filter } = this.filters;
    if (filter && boxesMeet(filter.box, box)) this.applyFilter();
  }

  growRows(count: number): void {
    this.host.checkCells(count * this.maxColumns);
    this.maxRows += count;
  }

  protect(box: Box | null, editors: readonly string[]): void {
    if (box === null) this.protections.clear();
    else {
      const details = { description: '', warningOnly: false, unprotected: [] };
      this.protections.add({ box, editors: [...editors], ...details });
    }
  }

  editableBy(box: Box, user: string): boolean {
    return this.protections.editableBy(box, user);
  }

  private check(box: Box): void {
    checkInside(box, this.maxRows, this.maxColumns);
  }
}
