/** Implicit intersection of ranges, and broadcasting of scalar functions over arrays. */
import { firstCell } from '../values/coerce';
import { type Arg, Fault, Matrix, type Scalar } from '../values/values';
import type { Evaluate, EvaluationContext } from './context';
import type { FormulaNode } from './parse';
import { refBox } from './reference';

/** A single value where a function needs one: of a range, the cell in the formula's own row or column. */
export function implicitIntersection(
  node: FormulaNode,
  context: EvaluationContext,
  evaluate: Evaluate,
): Scalar {
  if (node.kind !== 'ref') return firstCell(evaluate(node, context));
  const box = refBox(node.ref);
  if (!box || (box.rows === 1 && box.columns === 1)) return firstCell(evaluate(node, context));
  const inRows = context.row >= box.row && context.row < box.row + box.rows;
  const inColumns = context.column >= box.column && context.column < box.column + box.columns;
  if (box.columns === 1 && inRows) return context.cell(node.ref, context.row, box.column);
  if (box.rows === 1 && inColumns) return context.cell(node.ref, box.row, context.column);
  return new Fault('#VALUE!', 'An array value could not be found.');
}

/** Applies a scalar function; in array mode to every cell, repeating smaller arguments. */
export function broadcast(
  args: readonly Arg[],
  context: EvaluationContext,
  run: (values: Scalar[]) => Arg,
  keepsFaults: (index: number) => boolean = () => false,
): Arg {
  const one = (values: Scalar[]): Arg => {
    const fault = values.find((value, i) => value instanceof Fault && !keepsFaults(i));
    if (fault !== undefined) return fault;
    try {
      return run(values);
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  };
  const wide = args.filter(
    (arg): arg is Matrix => arg instanceof Matrix && (arg.rows !== 1 || arg.columns !== 1),
  );
  if (!context.array || wide.length === 0) return one(args.map(firstCell));
  const rows = Math.max(...wide.map((arg) => arg.rows));
  const columns = Math.max(...wide.map((arg) => arg.columns));
  return new Matrix(
    Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (_, c) => firstCell(one(args.map((arg) => repeatArg(arg, r, c))))),
    ),
  );
}

function repeatArg(arg: Arg, row: number, column: number): Scalar {
  if (!(arg instanceof Matrix)) return arg;
  const r = arg.rows === 1 ? 0 : row;
  const c = arg.columns === 1 ? 0 : column;
  if (r >= arg.rows || c >= arg.columns) return new Fault('#N/A', 'The arrays have different sizes.');
  return arg.at(r, c);
}
