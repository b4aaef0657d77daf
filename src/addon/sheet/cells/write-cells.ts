/**
 * The only file that writes values and formulas into cells. Text from outside stays text and never becomes a formula;
 * each kind of formula has a function of its own, which takes only ours.
 */
import { TtError } from '../../../core/errors';
import type { Cell } from '../../../core/table';
import { toolByFormula } from '../../../tools/registry';
import type { Box, LinkedText, SheetTab } from '../../interfaces/host';
import { type CellValue, escapedValue } from './cell-value';

export function putCells(
  tab: SheetTab,
  row: number,
  column: number,
  cells: readonly (readonly Cell[])[],
): void {
  tab.setValues(
    row,
    column,
    cells.map((line) => line.map((cell) => escapedValue(cell ?? ''))),
  );
}

/** Puts the same value into all these cells. */
export function putSame(tab: SheetTab, a1: string[], cell: CellValue): void {
  tab.setSame(a1, escapedValue(cell));
}

const RANGES_TOGETHER = 1000;

/** Splits addresses into portions of one service call each. */
export const portionsOf = (a1: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(a1.length / RANGES_TOGETHER) }, (_x, i) =>
    a1.slice(i * RANGES_TOGETHER, (i + 1) * RANGES_TOGETHER),
  );

/** Puts back formulas that were read from the sheet, one below the other. */
export function putBack(tab: SheetTab, row: number, column: number, ...formulas: readonly string[]): void {
  if (!formulas.every((formula) => formula.startsWith('=')))
    throw new TtError('FAULT', 'only a formula is put back');
  tab.setValues(
    row,
    column,
    formulas.map((formula) => [formula]),
  );
}

export interface ArrayFormula extends Box {
  formula: string;
}

/**
 * Puts back formulas that were read from the sheet, each into the first cell of its box; the rest of the box, which an
 * array fills, becomes blank in the same write. `stack` is one of `stacksOf`.
 */
export function putArrays(tab: SheetTab, stack: readonly ArrayFormula[]): void {
  if (!stack.every(({ formula }) => formula.startsWith('=')))
    throw new TtError('FAULT', 'only a formula is put back');
  const { row, column } = stack[0]!;
  const cells = stack.flatMap(({ rows, columns, formula }) =>
    Array.from({ length: rows }, (_x, r) =>
      Array.from({ length: columns }, (_y, c) => (r + c === 0 ? formula : '')),
    ),
  );
  tab.setValues(row, column, cells);
}

/** Puts back the links behind a text that was read from the sheet; one that could be read as a formula stays plain. */
export function putLinked(tab: SheetTab, row: number, column: number, linked: LinkedText): void {
  if (!/^[=+\-@']/.test(linked.text)) tab.setLinked(row, column, linked);
}

/** Puts one of our formulas, which the user chose; of `rows` rows, those below it become blank in the same write. */
export function putFormula(tab: SheetTab, row: number, column: number, formula: string, rows = 1): void {
  const name = /^=(TT_[A-Z_0-9]+)\(/.exec(formula)?.[1];
  if (!name || !toolByFormula(name)) {
    throw new TtError('INPUT', 'only a formula of Tracer Tools is inserted from here');
  }
  tab.setValues(
    row,
    column,
    Array.from({ length: rows }, (_row, r) => [r === 0 ? formula : '']),
  );
}

/** Puts links of `link-formulas.ts`, one below the other; '' leaves a cell blank. */
export function putLinks(tab: SheetTab, row: number, column: number, formulas: readonly string[]): void {
  if (!formulas.every((formula) => formula === '' || /^=HYPERLINK\(/.test(formula))) {
    throw new TtError('FAULT', 'only a link is put here');
  }
  tab.setValues(
    row,
    column,
    formulas.map((formula) => [formula]),
  );
}
