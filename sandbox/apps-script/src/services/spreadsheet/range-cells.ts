/** Methods of a range for properties of cells other than content: validation, checkboxes, links, banding. */

import { ScriptError } from '../../platform/errors';
import type { EnumValue, Signatures } from '../../platform/service-object';
import type { CellView } from '../../sheet/model/types';
import type { Box } from '../../sheet/values/types';
import { uncheckedValue, type ValidationRule } from '../../sheet/values/validation';
import { Banding } from './formats';
import { LAYOUT_SIGNATURES, RangeLayout } from './range-layout';
import { RichTextValue } from './rich-text';
import { checkInputShape, repeatedValue } from './sheet-writes';
import { DataValidation, newDataValidation } from './validation';

export const CELLS_SIGNATURES: Signatures = {
  ...LAYOUT_SIGNATURES,
  getDataValidation: [''],
  getDataValidations: [''],
  setDataValidation: ['r:DataValidation', 'v'],
  setDataValidations: ['a'],
  clearDataValidations: [''],
  insertCheckboxes: ['', 'v', 'v,v'],
  removeCheckboxes: [''],
  isChecked: [''],
  check: [''],
  uncheck: [''],
  getRichTextValue: [''],
  getRichTextValues: [''],
  setRichTextValue: ['r:RichTextValue'],
  setRichTextValues: ['a'],
  applyRowBanding: ['', 'e:BandingTheme'],
  getBandings: [''],
};

/** Base class of Range. */
export abstract class RangeCells extends RangeLayout {
  getDataValidations() {
    return this.views(({ validation }) => validation && new DataValidation(this.execution, validation));
  }
  getDataValidation() {
    return this.getDataValidations()[0]?.[0] ?? null;
  }
  setDataValidation(rule: DataValidation | null) {
    return this.setRules(repeatedValue(this.box, rule?.rule ?? null));
  }
  setDataValidations(rules: unknown[]) {
    const rows = checkInputShape(rules, this.box);
    return this.setRules(
      rows.map((row) => row.map((rule) => (rule instanceof DataValidation ? rule.rule : null))),
    );
  }
  clearDataValidations() {
    return this.setDataValidation(null);
  }

  insertCheckboxes(checked?: unknown, other?: unknown) {
    const values = [checked, other].filter((value) => value !== undefined);
    const { rule } = newDataValidation(this.execution)
      .requireCheckbox(...values)
      .setAllowInvalid(false);
    return this.change((grid, box) => {
      grid.setValidation(box, rule);
      const off = uncheckedValue(rule);
      const views = grid.values(box);
      if (off !== null) {
        const boxes = views.map((row) => row.map((value) => (value === true ? true : (off as string))));
        grid.write(box, boxes);
      }
    });
  }
  /** Removes the validation and the values. */
  removeCheckboxes() {
    return this.change((grid, box) => {
      eachCell(box, (cell) => {
        if (grid.view(cell.row, cell.column).validation?.criterion !== 'CHECKBOX') return;
        grid.setValidation(cell, null);
        grid.clear(cell, { contents: true });
      });
    });
  }
  /** Returns null if checked and unchecked boxes are mixed, or if a cell has no checkbox. */
  isChecked() {
    const states = new Set(
      this.views(({ validation, value }) =>
        validation?.criterion === 'CHECKBOX' ? value === checkedValue(validation) : null,
      ).flat(),
    );
    return states.size === 1 ? ([...states][0] ?? null) : null;
  }
  check() {
    return this.setChecked(true);
  }
  uncheck() {
    return this.setChecked(false);
  }

  /** null for a cell whose value is not text. */
  getRichTextValues() {
    const { formulaLinks } = this.execution.world.switches;
    return this.views((view) => {
      if (typeof view.value !== 'string' || view.error) return null;
      const whole = formulaLinks && view.formulaLink !== null;
      const links = whole ? [{ start: 0, end: view.value.length, url: view.formulaLink! }] : view.links;
      return new RichTextValue(this.execution, view.value, links);
    });
  }
  getRichTextValue() {
    return this.getRichTextValues()[0]?.[0] ?? null;
  }
  setRichTextValue(value: RichTextValue) {
    return this.setTexts(repeatedValue(this.box, value));
  }
  setRichTextValues(values: unknown[]) {
    return this.setTexts(
      checkInputShape(values, this.box).map((row) =>
        row.map((value) => {
          if (value instanceof RichTextValue) return value;
          throw new ScriptError(
            "The parameters (Object[]) don't match the method signature for SpreadsheetApp.Range.setRichTextValues.",
          );
        }),
      ),
    );
  }

  applyRowBanding(theme?: EnumValue) {
    const banding = { box: this.box, theme: theme?.name ?? 'LIGHT_GREY' };
    this.read().regions.addBanding(banding);
    return new Banding(this.execution, this.grid, banding);
  }
  getBandings() {
    const { row, column, rows, columns } = this.box;
    const meets = (box: Box) =>
      box.row < row + rows &&
      row < box.row + box.rows &&
      box.column < column + columns &&
      column < box.column + box.columns;
    return this.read()
      .regions.bandings.filter(({ box }) => meets(box))
      .map((banding) => new Banding(this.execution, this.grid, banding));
  }

  protected views<T>(pick: (view: CellView) => T): T[][] {
    const grid = this.read();
    const { row, column, rows, columns } = this.box;
    return Array.from({ length: rows }, (_, down) =>
      Array.from({ length: columns }, (_, right) => pick(grid.view(row + down, column + right))),
    );
  }

  private setRules(rules: readonly (readonly (ValidationRule | null)[])[]): this {
    return this.change((grid, box) => {
      eachCell(box, (cell, down, right) => grid.setValidation(cell, rules[down]?.[right] ?? null));
    });
  }

  private setTexts(values: readonly (readonly RichTextValue[])[]): this {
    return this.change((grid, box) => {
      eachCell(box, ({ row, column }, down, right) => {
        const value = values[down]![right]!;
        grid.setRichText(row, column, value.text, value.links);
      });
    });
  }

  private setChecked(on: boolean): this {
    return this.change((grid, box) => {
      eachCell(box, (cell) => {
        const { validation } = grid.view(cell.row, cell.column);
        if (validation?.criterion !== 'CHECKBOX') return;
        const value = on ? checkedValue(validation) : uncheckedValue(validation);
        grid.write(cell, [[value as string | boolean | null]]);
      });
    });
  }
}

function checkedValue(rule: ValidationRule): unknown {
  return rule.values[0] ?? true;
}

function eachCell(box: Box, visit: (cell: Box, down: number, right: number) => void): void {
  for (let down = 0; down < box.rows; down++) {
    for (let right = 0; right < box.columns; right++) {
      visit({ row: box.row + down, column: box.column + right, rows: 1, columns: 1 }, down, right);
    }
  }
}
