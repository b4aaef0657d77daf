/** References in a formula's text, after rows or columns have moved. */
import { columnLetter, columnNumber } from '../../../core/cells/column-letters';
import { digitsValue } from '../../../core/digits';

/** New numbers of a row and of a column (from 1); `fixed`: the reference fixes it with `$`. */
export interface ReferenceMap {
  row: (row: number, fixed: boolean) => number;
  column: (column: number, fixed: boolean) => number;
}

const END = '(\\$?)([A-Z]{1,3})(\\$?)([0-9]*)';
/** Skips texts in quotes, columns of tables, and references to other tabs; then matches a cell, or a range that may be open at one end. */
const TOKEN = new RegExp(
  `"(?:[^"]|"")*"|\\[[^\\]]*\\]|(?:'(?:[^']|'')*'|[\\p{L}0-9_.]+)![$A-Z0-9:]+|(?<![\\p{L}0-9_.$])${END}(?::${END})?(?![\\p{L}0-9_.(!])`,
  'gu',
);

/** The formula, with the references to its own tab mapped. */
export function mapReferences(formula: string, map: ReferenceMap): string {
  const end = (fixedColumn: string, letters: string, fixedRow: string, digits: string): string => {
    const column = columnLetter(map.column(columnNumber(letters), fixedColumn !== ''));
    const row = digits === '' ? '' : map.row(digitsValue(digits), fixedRow !== '');
    return `${fixedColumn}${column}${fixedRow}${row}`;
  };
  return formula.replace(TOKEN, (whole: string, ...parts: (string | undefined)[]) => {
    const [a, b, c, d, e, f, g, h] = parts;
    if (b === undefined || (d === '' && f === undefined)) return whole;
    const first = end(a!, b, c!, d!);
    return f === undefined ? first : `${first}:${end(e!, f, g!, h!)}`;
  });
}

/** The formula with another number in the place of a row's; references that fix their row with `$` stay. */
export const withRow = (formula: string, from: number, to: number): string =>
  mapReferences(formula, {
    row: (row, isFixed) => (!isFixed && row === from ? to : row),
    column: (column) => column,
  });

/** A form of the formula that is the same in every row, to recognise it in another one; `row` counts from 0. */
export const relativeForm = (formula: string, row: number): string =>
  mapReferences(formula, {
    row: (at, isAbsolute) => (isAbsolute ? at : at - row + FAR),
    column: (column) => column,
  });

/** Large enough that references to rows above stay positive. */
const FAR = 100_000_000;
