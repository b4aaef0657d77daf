/** Values of formulas: blanks and empty texts are distinct, dates are serial days, errors are values. */
import type { CellError } from './types';

/** The longest text of a cell. */
export const MAX_CELL_CHARACTERS = 50_000;

/** An error as a value. Built-ins may throw it; the evaluator converts it back to a value. */
export class Fault implements CellError {
  constructor(
    readonly code: CellError['code'],
    readonly note: string,
  ) {}
}

/** The value of a cell while a custom function runs for it. Outside this model it is never an error. */
export const LOADING = new Fault('#N/A', 'Loading...');

/** The error that a cell shows for a value, or null. */
export function faultOf(value: unknown): Fault | null {
  return value instanceof Fault && value !== LOADING ? value : null;
}

export function circular(): Fault {
  return new Fault(
    '#REF!',
    'Circular dependency detected. To resolve with iterative calculation, see File > Settings.',
  );
}

/** A date or local time, as days since 1899-12-30. */
export class Day {
  constructor(readonly serial: number) {}
}

/** null is a blank; '' is the result of a formula such as ="". */
export type Scalar = string | number | boolean | Day | Fault | null;

export class Matrix {
  readonly rows: number;
  readonly columns: number;
  constructor(readonly cells: readonly (readonly Scalar[])[]) {
    this.rows = cells.length;
    this.columns = cells[0]?.length ?? 0;
  }

  at(row: number, column: number): Scalar {
    return this.cells[row]?.[column] ?? null;
  }
}

export type Arg = Scalar | Matrix;

export function sameScalar(a: Scalar, b: Scalar): boolean {
  if (a === b) return true;
  if (a instanceof Day) return b instanceof Day && a.serial === b.serial;
  if (a instanceof Fault && b instanceof Fault) {
    return a.code === b.code && a.note === b.note;
  }
  return false;
}

export function sameResult(a: Arg, b: Arg): boolean {
  if (!(a instanceof Matrix) || !(b instanceof Matrix)) {
    return !(a instanceof Matrix) && !(b instanceof Matrix) && sameScalar(a, b);
  }
  if (a.rows !== b.rows || a.columns !== b.columns) return false;
  return a.cells.every((row, r) => row.every((cell, c) => sameScalar(cell, b.at(r, c))));
}

export function transpose(cells: readonly (readonly Scalar[])[]): Scalar[][] {
  const width = cells[0]?.length ?? 0;
  return Array.from({ length: width }, (_, c) => cells.map((row) => row[c] ?? null));
}
