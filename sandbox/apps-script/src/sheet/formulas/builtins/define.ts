/** Helpers for declaring built-ins. */
import { asMatrix, firstCell, toBoolean, toNumber, toText } from '../../values/coerce';
import { type Arg, Day, Fault, LOADING, Matrix, type Scalar } from '../../values/values';
import type { Builtin, EvaluationContext } from '../context';

export type BuiltinTable = Record<string, Builtin>;

export function define(
  least: number,
  most: number,
  shapes: string,
  run: (args: Arg[], context: EvaluationContext) => Arg,
): Builtin {
  return { least, most, shapes, run };
}

export function num(arg: Arg | undefined, otherwise?: number): number {
  return arg === undefined && otherwise !== undefined ? otherwise : toNumber(firstCell(arg));
}

export function text(arg: Arg | undefined, otherwise?: string): string {
  return arg === undefined && otherwise !== undefined ? otherwise : toText(firstCell(arg));
}

export function bool(arg: Arg | undefined, otherwise?: boolean): boolean {
  return arg === undefined && otherwise !== undefined ? otherwise : toBoolean(firstCell(arg));
}

export function matrix(arg: Arg | undefined): Matrix {
  return asMatrix(arg);
}

export function* everyCell(args: readonly Arg[]): Generator<Scalar> {
  for (const arg of args) {
    if (!(arg instanceof Matrix)) yield arg;
    else for (const row of arg.cells) yield* row;
  }
}

/** Numbers as SUM reads them: in ranges only numbers and dates count; a value given directly must be a number. */
export function* numbersIn(args: readonly Arg[]): Generator<number> {
  for (const arg of args) {
    if (!(arg instanceof Matrix)) {
      yield toNumber(arg);
      continue;
    }
    for (const cell of everyCell([arg])) {
      if (cell instanceof Fault) throw cell;
      if (typeof cell === 'number') yield cell;
      else if (cell instanceof Day) yield cell.serial;
    }
  }
}

export function noMatch(what: string): Fault {
  return new Fault('#N/A', what);
}

export function columnOf(source: Matrix, column: number): Scalar[] {
  return source.cells.map((row) => row[column] ?? null);
}

/** The values of a row or column. */
export function lineOf(source: Matrix): Scalar[] {
  return source.columns === 1 ? columnOf(source, 0) : [...(source.cells[0] ?? [])];
}

/** LOADING does not count as an error for built-ins that catch errors. */
export function isError(value: Arg | undefined): value is Fault {
  return value instanceof Fault && value !== LOADING;
}
