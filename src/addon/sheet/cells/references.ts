/** References in a formula's text, after rows or columns have moved. */
import { columnLetter, columnNumber } from '../../../core/cells/column-letters';
import { digitsValue } from '../../../core/digits';

/** New numbers of a row and of a column (from 1), given whether the reference holds it fixed by `$`. */
export interface ReferenceMap {
  row: (row: number, fixed: boolean) => number;
  column: (column: number, fixed: boolean) => number;
}

const END = '(\\$?)([A-Z]{1,3})(\\$?)([0-9]*)';
/** Texts in quotes and names of other tabs are skipped; then a cell, or a range that may be open at one end. */
const TOKEN = new RegExp(
  `"(?:[^"]|"")*"|(?:'(?:[^']|'')*'|[\\p{L}0-9_.]+)![$A-Z0-9:]+|(?<![\\p{L}0-9_.$])${END}(?::${END})?(?![\\p{L}0-9_.(!])`,
  'gu',
);

/** The formula with its references to its own tab mapped. */
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

/** A formula as it would read in any row, `row` from 0: to know it again in another one. */
export const relativeForm = (formula: string, row: number): string =>
  mapReferences(formula, {
    row: (at, isAbsolute) => (isAbsolute ? at : at - row + FAR),
    column: (column) => column,
  });

/** Rows above give no negative numbers. */
const FAR = 100_000_000;
