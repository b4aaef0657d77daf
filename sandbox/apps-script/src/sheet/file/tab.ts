/** One tab of the file. */

import { Cells, type GridCell, hasContent } from '../engine/cells';
import { Formula } from '../engine/formula';
import { boxesMeet, cellBox } from '../values/boxes';
import { dateOf, serialOf } from '../values/dates';
import { formatMakesDate, meaning, showScalar } from '../values/show';
import type { Box, CellValue, CellView } from '../values/types';
import { Day, Fault, faultOf, LOADING, MAX_CELL_CHARACTERS, type Scalar } from '../values/values';
import { readInput } from './input';
import { deleteLines, insertLines, sortRows } from './structure';
import type { ProtectedBox, TabHost, TabState } from './tab-state';

const OUTSIDE = 'The coordinates of the range are outside the dimensions of the sheet.';
const GENERAL = 'General';

export class Tab implements TabState {
  readonly cells = new Cells<Formula>();
  hidden = false;
  maxRows = 1000;
  maxColumns = 26;
  protections: ProtectedBox[] = [];

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
    const cell = this.cells.at(row, column);
    const value = cell?.value ?? null;
    return {
      shown: cell ? showScalar(value, cell.format) : '',
      value: cell ? this.scriptValue(cell) : '',
      formula: cell?.formula?.text ?? '',
      error: faultOf(value),
      loading: value === LOADING,
      spilledFrom: cell?.owner ? { row: cell.owner.row, column: cell.owner.column } : null,
      numberFormat: cell?.format || GENERAL,
      note: cell?.note ?? '',
      background: cell?.background ?? '',
      bold: cell?.bold ?? false,
    };
  }

  private scriptValue(cell: GridCell<Formula>): CellValue {
    const value = meaning(cell.value, cell.format);
    if (value === null) return '';
    if (value instanceof Day) return dateOf(value.serial, this.host.timeZone);
    if (value instanceof Fault) return value === LOADING ? 'Loading...' : value.code;
    return value;
  }

  values(box: Box): CellValue[][] {
    this.check(box);
    return this.cells.grid<CellValue>(box, '', (cell) => this.scriptValue(cell));
  }

  shown(box: Box): string[][] {
    this.check(box);
    return this.cells.grid(box, '', (cell) => showScalar(cell.value, cell.format));
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
    for (const row of inputs) for (const input of row) checkLength(input);
    const { engine } = this.host;
    const { settings } = engine;
    const today = Math.floor(serialOf(settings.now(), this.host.timeZone));
    inputs.forEach((row, r) => {
      row.forEach((input, c) => {
        const at = { row: box.row + r, column: box.column + c };
        if (input === null || input === undefined || input === '') {
          const old = this.cells.at(at.row, at.column);
          if (old) this.enter(old, null);
          return;
        }
        const cell = this.cells.ensure(at.row, at.column);
        const read = readInput(input, cell.format, today, settings, this.host.timeZone);
        if ('formula' in read) {
          this.enter(cell, null);
          cell.formula = new Formula(this, at.row, at.column, read.formula);
          engine.add(cell.formula);
          return;
        }
        this.enter(cell, read.value);
        if (read.format && !cell.format) cell.format = read.format;
      });
    });
    engine.changed(this, box);
    this.host.announce(this, box);
  }

  /** Replaces a cell's content. An array that filled the cell is placed again. */
  private enter(cell: GridCell<Formula>, value: Scalar): void {
    const { engine } = this.host;
    if (cell.formula) engine.remove(cell.formula);
    if (cell.owner) engine.markUnplaced(cell.owner);
    cell.formula = null;
    cell.owner = null;
    cell.value = value;
  }

  clear(box: Box, what: { contents?: boolean; formats?: boolean; notes?: boolean }): void {
    this.check(box);
    this.cells.each(box, (cell) => {
      if (what.contents && hasContent(cell)) this.enter(cell, null);
      if (what.notes) cell.note = '';
      if (what.formats) Object.assign(cell, { format: '', background: '', bold: false });
    });
    if (what.contents || what.formats) this.host.engine.changed(this, box);
    this.host.announce(this, box);
  }

  setNumberFormats(box: Box, formats: readonly (readonly string[])[]): void {
    let meansOther = false;
    this.style(box, formats, (cell, format) => {
      const before = formatMakesDate(cell.format);
      cell.format = format === GENERAL ? '' : format;
      meansOther ||= formatMakesDate(cell.format) !== before;
    });
    if (meansOther) this.host.engine.changed(this, box);
  }

  setNotes(box: Box, notes: readonly (readonly string[])[]): void {
    this.style(box, notes, (cell, note) => {
      cell.note = note;
    });
  }

  setBackgrounds(box: Box, colours: readonly (readonly string[])[]): void {
    this.style(box, colours, (cell, colour) => {
      cell.background = colour;
    });
  }

  setBold(box: Box, bold: boolean): void {
    const all = Array.from({ length: box.rows }, () => new Array<boolean>(box.columns).fill(bold));
    this.style(box, all, (cell, on) => {
      cell.bold = on;
    });
  }

  private style<T>(
    box: Box,
    block: readonly (readonly T[])[],
    set: (cell: GridCell<Formula>, value: T) => void,
  ): void {
    this.check(box);
    checkShape(box, block);
    block.forEach((row, r) => {
      row.forEach((value, c) => {
        set(this.cells.ensure(box.row + r, box.column + c), value);
      });
    });
    this.host.announce(this, box);
  }

  insertRows(before: number, count: number): void {
    insertLines(this, 'rows', before, count);
  }

  deleteRows(first: number, count: number): void {
    deleteLines(this, 'rows', first, count);
  }

  insertColumns(before: number, count: number): void {
    insertLines(this, 'columns', before, count);
  }

  deleteColumns(first: number, count: number): void {
    deleteLines(this, 'columns', first, count);
  }

  sort(box: Box, by: { column: number; ascending: boolean }): void {
    this.check(box);
    sortRows(this, box, by);
  }

  growRows(count: number): void {
    this.host.checkCells(count * this.maxColumns);
    this.maxRows += count;
  }

  protect(box: Box | null, editors: readonly string[]): void {
    if (box) this.protections.push({ box, editors: [...editors] });
    else this.protections = [];
  }

  editableBy(box: Box, user: string): boolean {
    return this.protections.every((one) => !boxesMeet(one.box, box) || one.editors.includes(user));
  }

  private check(box: Box): void {
    const inside =
      box.row >= 1 &&
      box.column >= 1 &&
      box.rows >= 1 &&
      box.columns >= 1 &&
      box.row + box.rows - 1 <= this.maxRows &&
      box.column + box.columns - 1 <= this.maxColumns;
    if (!inside) throw new Error(OUTSIDE);
  }
}

function checkShape(box: Box, block: readonly (readonly unknown[])[]): void {
  const wrong = (what: string, has: number, wants: number): Error =>
    new Error(
      `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${has} but the range has ${wants}.`,
    );
  if (block.length !== box.rows) throw wrong('rows', block.length, box.rows);
  for (const row of block) if (row.length !== box.columns) throw wrong('columns', row.length, box.columns);
}

function checkLength(input: CellValue | null): void {
  if (typeof input !== 'string' || input.length <= MAX_CELL_CHARACTERS) return;
  throw new Error(
    `Your input contains more than the maximum of ${MAX_CELL_CHARACTERS} characters in a single cell.`,
  );
}
