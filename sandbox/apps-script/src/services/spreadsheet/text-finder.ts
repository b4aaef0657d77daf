/** SpreadsheetApp.TextFinder: searches in displayed values or in formulas, and replaces what it finds. */

import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { Grid } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import type { ServiceContext } from '../context';
import { Range } from './range';

export class TextFinder extends ServiceObject {
  static readonly path = 'SpreadsheetApp.TextFinder';
  static readonly signatures: Signatures = {
    findAll: [''],
    findNext: [''],
    matchCase: ['b'],
    matchEntireCell: ['b'],
    matchFormulaText: ['b'],
    replaceAllWith: ['S'],
    useRegularExpression: ['b'],
  };
  readonly kind = 'TextFinder';
  private caseMatters = false;
  private entire = false;
  private formulas = false;
  private regular = false;
  private next = 0;

  constructor(
    readonly execution: ServiceContext,
    private readonly grid: Grid,
    private readonly box: Box,
    private readonly text: string,
  ) {
    super();
  }

  findAll(): Range[] {
    this.execution.beforeRead();
    const cells = this.formulas ? this.grid.formulas(this.box) : this.grid.shown(this.box);
    return cells.flatMap((row, down) =>
      row.flatMap((text, right) => {
        const box = { row: this.box.row + down, column: this.box.column + right, rows: 1, columns: 1 };
        return this.matches(text) ? [new Range(this.execution, this.grid, box)] : [];
      }),
    );
  }
  findNext(): Range | null {
    const found = this.findAll()[this.next] ?? null;
    this.next += 1;
    return found;
  }
  /** With `matchFormulaText`, in formulas and in cells without one. At once; returns the number of occurrences. */
  replaceAllWith(text: string): number {
    this.execution.beforeRead();
    // Rows may have been deleted since the finder was made.
    const { grid } = this;
    const box = {
      ...this.box,
      rows: Math.min(this.box.rows, grid.maxRows - this.box.row + 1),
      columns: Math.min(this.box.columns, grid.maxColumns - this.box.column + 1),
    };
    const formulas = grid.formulas(box);
    const shown = grid.shown(box);
    let count = 0;
    formulas.forEach((row, down) => {
      row.forEach((formula, right) => {
        const old = this.formulas && formula !== '' ? formula : shown[down]![right]!;
        if ((formula !== '' && !this.formulas) || !this.matches(old)) return;
        const found = this.entire ? [old] : [...old.matchAll(this.pattern())];
        count += found.length;
        const cell = { row: box.row + down, column: box.column + right, rows: 1, columns: 1 };
        new Range(this.execution, grid, cell).setValue(
          this.entire ? text : old.replace(this.pattern(), () => text),
        );
      });
    });
    this.execution.flush();
    return count;
  }
  matchCase(on: boolean) {
    this.caseMatters = on;
    return this;
  }
  matchEntireCell(on: boolean) {
    this.entire = on;
    return this;
  }
  matchFormulaText(on: boolean) {
    this.formulas = on;
    return this;
  }
  useRegularExpression(on: boolean) {
    this.regular = on;
    return this;
  }

  private pattern(): RegExp {
    const source = this.regular ? this.text : this.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return new RegExp(source, this.caseMatters ? 'g' : 'gi');
  }

  private matches(text: string): boolean {
    if (text === '') return false;
    if (this.regular) {
      const source = this.entire ? `^(?:${this.text})$` : this.text;
      return new RegExp(source, this.caseMatters ? '' : 'i').test(text);
    }
    const [cell, searchText] = this.caseMatters
      ? [text, this.text]
      : [text.toLowerCase(), this.text.toLowerCase()];
    return this.entire ? cell === searchText : cell.includes(searchText);
  }
}
