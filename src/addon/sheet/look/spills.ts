/** Cells that an array formula fills: they have a value, but no formula and no content of their own. */
import type { Cell } from '../../../core/table';
import type { Alignment } from './alignment';
import { type Grid, isBlank } from './grid';

export interface CellAt {
  row: number;
  column: number;
}

/** Functions that may return more than one cell. Sheets has no way to ask which formulas do. */
const ARRAYS =
  /[{]|\b(ARRAYFORMULA|ARRAY_CONSTRAIN|FILTER|SORT|SORTN|UNIQUE|QUERY|SPLIT|TRANSPOSE|SEQUENCE|RANDARRAY|FLATTEN|TOCOL|TOROW|VSTACK|HSTACK|WRAPROWS|WRAPCOLS|CHOOSECOLS|CHOOSEROWS|MAP|BYROW|BYCOL|MAKEARRAY|SCAN|MMULT|FREQUENCY|GROWTH|TREND|LINEST|IMPORT\w+|GOOGLEFINANCE|TT_\w+)\s*\(|[{]/i;

const isBrokenValue = (cell: Cell | undefined): boolean => cell === '#REF!';

/** For each row, whether an array formula above it in the same column fills the cell, as far as a look can tell. */
export function fillsArray({ values, formulas }: Grid, column: number): boolean[] {
  let inArray = false;
  return values.map((row, r) => {
    const formula = formulas[r]![column] ?? '';
    if (formula !== '') inArray = ARRAYS.test(formula) && !isBrokenValue(row[column]);
    else inArray &&= !isBlank(row[column]);
    return inArray && formula === '';
  });
}

/** Array formulas that are blocked by a cell in their way. */
export function blockedArrays({ values, formulas }: Grid): CellAt[] {
  return formulas.flatMap((line, row) =>
    line.flatMap((formula, column) =>
      formula !== '' && ARRAYS.test(formula) && isBrokenValue(values[row]![column]) ? [{ row, column }] : [],
    ),
  );
}

/** Formulas that gave values and now report a cell in the way of their array. */
export function brokenArrays(before: Grid, now: Grid, alignment: Alignment): CellAt[] {
  const found: CellAt[] = [];
  alignment.rows.forEach((row, r) => {
    if (row === null) return;
    alignment.columns.forEach((column, c) => {
      if (column === null || !isBrokenValue(now.values[r]?.[c]) || now.formulas[r]?.[c] === '') return;
      if (before.formulas[row]?.[column] !== '' && !isBrokenValue(before.values[row]?.[column])) {
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
  moved: Alignment,
): boolean {
  return anchors.some((anchor) => {
    const [top, column] = [moved.rows.indexOf(anchor.row), moved.columns.indexOf(at.column)];
    if (top < 0 || column < 0 || at.row < anchor.row) return false;
    const isFilled = (row: number) =>
      !isBlank(values[row]?.[column]) &&
      (formulas[row]![column] === '' || (row === top && at.column === anchor.column));
    let end = top;
    while (isFilled(end)) end++;
    return at.row - anchor.row < end - top;
  });
}
