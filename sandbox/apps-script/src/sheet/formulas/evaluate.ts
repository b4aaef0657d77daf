/** Computes a formula's tree. */

import { compareScalars, toNumber, toText } from '../values/coerce';
import { type Arg, Day, Fault, LOADING, Matrix, type Scalar } from '../values/values';
import { broadcast, implicitIntersection } from './broadcast';
import { builtins, lazyBuiltins } from './builtins/index';
import type { Builtin, EvaluationContext } from './context';
import type { FormulaNode } from './parse';

/** The value of a node; ranges are matrices, errors are values. */
export function evaluate(node: FormulaNode, context: EvaluationContext): Arg {
  try {
    return compute(node, context);
  } catch (error) {
    if (error instanceof Fault) return error;
    // An exception in one formula must not prevent the computation of others.
    return new Fault('#ERROR!', error instanceof Error ? error.message : String(error));
  }
}

function compute(node: FormulaNode, context: EvaluationContext): Arg {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'ref':
      return (
        context.cells(node.ref) ??
        noSuchTab(node.ref.home === null && !node.ref.dead ? node.ref.tabName : null)
      );
    case 'array':
      return stack(node.rows, context);
    case 'unary':
      return node.operator === '+'
        ? operand(node.operand, context)
        : broadcast([operand(node.operand, context)], context, ([x]) => -toNumber(x ?? null));
    case 'percent':
      return broadcast([operand(node.operand, context)], context, ([x]) => toNumber(x ?? null) / 100);
    case 'binary': {
      const sides = [operand(node.left, context), operand(node.right, context)];
      return broadcast(sides, context, ([a = null, b = null]) => operate(node.operator, a, b));
    }
    case 'call':
      return call(node, context);
  }
}

function noSuchTab(tabName: string | null): Fault {
  return tabName === null
    ? new Fault('#REF!', 'Reference does not exist')
    : new Fault('#REF!', `Unresolved sheet name '${tabName}'.`);
}

function operand(node: FormulaNode, context: EvaluationContext): Arg {
  return context.array ? evaluate(node, context) : implicitIntersection(node, context, evaluate);
}

function operate(operator: string, a: Scalar, b: Scalar): Scalar {
  switch (operator) {
    case '&':
      return toText(a) + toText(b);
    case '=':
      return compareScalars(a, b) === 0;
    case '<>':
      return compareScalars(a, b) !== 0;
    case '<':
      return compareScalars(a, b) < 0;
    case '>':
      return compareScalars(a, b) > 0;
    case '<=':
      return compareScalars(a, b) <= 0;
    case '>=':
      return compareScalars(a, b) >= 0;
    default:
      return arithmetic(operator, a, b);
  }
}

function arithmetic(operator: string, a: Scalar, b: Scalar): Scalar {
  const x = toNumber(a);
  const y = toNumber(b);
  if (operator === '/' && y === 0) {
    throw new Fault('#DIV/0!', 'Function DIVIDE parameter 2 cannot be zero.');
  }
  const days = (a instanceof Day ? 1 : 0) + (b instanceof Day ? 1 : 0);
  if (operator === '+') return days === 1 ? new Day(x + y) : finite(x + y);
  if (operator === '-') return a instanceof Day && days === 1 ? new Day(x - y) : finite(x - y);
  return finite(operator === '*' ? x * y : operator === '/' ? x / y : x ** y);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new Fault('#NUM!', 'The result is not a number that a cell can hold.');
}

function call(node: { name: string; args: FormulaNode[] }, context: EvaluationContext): Arg {
  const { name, args } = node;
  const lazy = lazyBuiltins.get(name);
  if (lazy) return lazy(args, context, evaluate);
  const builtin = builtins.get(name);
  if (builtin) return callBuiltin(name, builtin, args, context);
  return callCustom(name, args, context);
}

function callBuiltin(name: string, builtin: Builtin, nodes: FormulaNode[], context: EvaluationContext): Arg {
  if (nodes.length < builtin.least || nodes.length > builtin.most) {
    const expected = nodes.length < builtin.least ? builtin.least : builtin.most;
    return new Fault(
      '#N/A',
      `Wrong number of arguments to ${name}. Expected ${expected} arguments, but got ${nodes.length} arguments.`,
    );
  }
  const shape = (index: number): string => builtin.shapes[Math.min(index, builtin.shapes.length - 1)] ?? 'm';
  const args = nodes.map((node, i) => {
    if (shape(i) === 'M') return inArrayMode(node, context);
    return shape(i) === 'm' ? evaluate(node, context) : operand(node, context);
  });
  const whole = args.map((arg, i) => (shape(i) === 'm' || shape(i) === 'M' ? arg : null));
  return broadcast(
    args.map((arg, i) => (whole[i] === null ? arg : null)),
    context,
    (values) =>
      builtin.run(
        values.map((value, i) => whole[i] ?? value),
        context,
      ),
    (index) => shape(index) === 'e',
  );
}

function inArrayMode(node: FormulaNode, context: EvaluationContext): Arg {
  const before = context.array;
  context.array = true;
  try {
    return evaluate(node, context);
  } finally {
    context.array = before;
  }
}

/** With a volatile argument, a custom function waits for ever, as in Sheets. */
function callCustom(name: string, nodes: FormulaNode[], context: EvaluationContext): Arg {
  const before = { volatile: context.volatile, loading: context.loading };
  context.volatile = false;
  context.loading = false;
  const args = nodes.map((node) => evaluate(node, context));
  const waits = context.volatile || context.loading;
  context.volatile ||= before.volatile;
  const result = waits ? null : context.custom(name, args);
  context.loading = before.loading || result === LOADING || waits;
  return result;
}

function stack(rows: FormulaNode[][], context: EvaluationContext): Arg {
  const out: Scalar[][] = [];
  for (const row of rows) {
    const parts = row.map((node) => {
      const value = evaluate(node, context);
      return value instanceof Matrix ? value : new Matrix([[value]]);
    });
    const height = parts[0]?.rows ?? 0;
    const odd = parts.findIndex((part) => part.rows !== height);
    if (odd >= 0) throw mismatch('ARRAY_ROW', odd + 1, 'row', height, parts[odd]!.rows);
    for (let r = 0; r < height; r++) out.push(parts.flatMap((part) => part.cells[r] ?? []));
  }
  const width = out[0]?.length ?? 0;
  const odd = out.findIndex((row) => row.length !== width);
  if (odd >= 0) throw mismatch('ARRAY_LITERAL', odd + 1, 'column', width, out[odd]!.length);
  return new Matrix(out);
}

function mismatch(name: string, index: number, what: string, expected: number, actual: number): Fault {
  return new Fault(
    '#VALUE!',
    `Function ${name} parameter ${index} has mismatched ${what} size. Expected: ${expected}. Actual: ${actual}.`,
  );
}
