/** Cells that an array formula fills: they have a value, but no formula and no content of their own. */
import type { Cell } from '../../../core/table';
import type { Alignment } from './alignment';
import { formulaColumns, type Grid, isBlank } from './grid';

export interface CellAt {
  row: number;
  column: number;
}

/** Functions that may return more than one cell. Sheets has no way to ask which formulas do. */
const ARRAYS =
  /[{]|\b(ARRAYFORMULA|ARRAY_CONSTRAIN|FILTER|SORT|SORTN|UNIQUE|QUERY|SPLIT|TRANSPOSE|SEQUENCE|RANDARRAY|FLATTEN|TOCOL|TOROW|VSTACK|HSTACK|WRAPROWS|WRAPCOLS|CHOOSECOLS|CHOOSEROWS|MAP|BYROW|BYCOL|MAKEARRAY|SCAN|MMULT|FREQUENCY|GROWTH|TREND|LINEST|IMPORT\w+|GOOGLEFINANCE|TT_\w+)\s*\(/i;

const isBrokenValue = (cell: Cell | undefined): boolean => cell === '#REF!';

/**
 * For each row, whether an array formula above it in the same column fills the cell, as far as a look can tell. Empty for
 * a column without formulas.
 */
export function fillsArray({ values, formulas }: Grid, column: number): boolean[] {
  if (formulas.isBlank(column)) return [];
  let inArray = false;
  return values.column(column).map((cell, r) => {
    const formula = formulas.cell(r, column);
    if (formula !== '') inArray = ARRAYS.test(formula) && !isBrokenValue(cell);
    else inArray &&= !isBlank(cell);
    return inArray && formula === '';
  });
}

/** Array formulas that are blocked by a cell in their way. */
export function blockedArrays({ values, formulas }: Grid): CellAt[] {
  const found: CellAt[] = [];
  const columns = [...formulaColumns(formulas)];
  for (let row = 0; row < formulas.length; row++) {
    for (const column of columns) {
      const isBlocked = isBrokenValue(values.cell(row, column)) && ARRAYS.test(formulas.cell(row, column));
      if (isBlocked) found.push({ row, column });
    }
  }
  return found;
}

/** Formulas that gave values and now report a cell in the way of their array. */
export function brokenArrays(before: Grid, now: Grid, alignment: Alignment): CellAt[] {
  const found: CellAt[] = [];
  alignment.rows.forEach((row, r) => {
    if (row === null) return;
    alignment.columns.forEach((column, c) => {
      if (column === null || !isBrokenValue(now.values.cell(r, c)) || now.formulas.cell(r, c) === '') return;
      const isNew = row >= before.values.length || column >= before.values.width;
      const wasFormula = isNew || before.formulas.cell(row, column) !== '';
      if (wasFormula && !isBrokenValue(before.values.cell(row, column))) {
        found.push({ row, column });
      }
    });
  });
  return found;
}

/**
 * Whether an array filled this cell of the earlier look: now that nothing blocks it, it fills as many cells below its
 * formula as it did then.
 */
export function filledBefore(
  at: CellAt,
  anchors: readonly CellAt[],
  { values, formulas }: Grid,
  alignment: Alignment,
): boolean {
  return anchors.some((anchor) => {
    const [top, column] = [alignment.rows.indexOf(anchor.row), alignment.columns.indexOf(at.column)];
    if (top < 0 || column < 0 || at.row < anchor.row) return false;
    const isFilled = (row: number) =>
      !isBlank(values.cell(row, column)) &&
      (formulas.cell(row, column) === '' || (row === top && at.column === anchor.column));
    let end = top;
    while (isFilled(end)) end++;
    return at.row - anchor.row < end - top;
  });
}
