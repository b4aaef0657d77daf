/**
 * IF and similar functions compute only the branch that they return. AND and OR read every argument, so an error in any
 * argument is the result.
 */
import { firstCell, toBoolean } from '../../values/coerce';
import { type Arg, Fault, LOADING, Matrix, type Scalar } from '../../values/values';
import { broadcast, implicitIntersection } from '../broadcast';
import type { Evaluate, EvaluationContext, LazyBuiltin } from '../context';
import type { FormulaNode } from '../parse';
import { type BuiltinTable, bool, define, everyCell, isError } from './define';

function wrongCount(name: string, expected: number, got: number): Fault {
  return new Fault(
    '#N/A',
    `Wrong number of arguments to ${name}. Expected ${expected} arguments, but got ${got} arguments.`,
  );
}

const ifLazy: LazyBuiltin = (args, context, evaluate) => {
  if (args.length < 2 || args.length > 3) return wrongCount('IF', args.length < 2 ? 2 : 3, args.length);
  const [test, yes, no] = args as [FormulaNode, FormulaNode, FormulaNode | undefined];
  if (context.array) {
    const condition = evaluate(test, context);
    if (condition instanceof Matrix && (condition.rows > 1 || condition.columns > 1)) {
      const branches = [condition, evaluate(yes, context), no ? evaluate(no, context) : false];
      // Only errors in a cell's chosen branch count.
      return broadcast(
        branches,
        context,
        ([c = null, y = null, n = null]) => (toBoolean(c) ? y : n),
        (i) => i > 0,
      );
    }
  }
  const condition = implicitIntersection(test, context, evaluate);
  if (condition instanceof Fault) return condition;
  if (toBoolean(condition)) return evaluate(yes, context);
  return no ? evaluate(no, context) : false;
};

const ifs: LazyBuiltin = (args, context, evaluate) => {
  if (args.length < 2 || args.length % 2) return wrongCount('IFS', args.length + 1, args.length);
  for (let i = 0; i + 1 < args.length; i += 2) {
    const condition = implicitIntersection(args[i]!, context, evaluate);
    if (condition instanceof Fault) return condition;
    if (toBoolean(condition)) return evaluate(args[i + 1]!, context);
  }
  return new Fault('#N/A', 'No match.');
};

function catching(name: string, catches: (value: Scalar) => boolean): LazyBuiltin {
  return (args, context, evaluate) => {
    if (args.length < 1 || args.length > 2) return wrongCount(name, args.length < 1 ? 1 : 2, args.length);
    const value = evaluateGuarded(args[0]!, context, evaluate);
    if (value instanceof Matrix) {
      if (!value.cells.some((row) => row.some(catches))) return value;
      const instead = args[1] ? firstCell(evaluate(args[1], context)) : null;
      return new Matrix(value.cells.map((row) => row.map((cell) => (catches(cell) ? instead : cell))));
    }
    if (!catches(value)) return value;
    return args[1] ? evaluate(args[1], context) : null;
  };
}

/** Outside an array formula, a bare range means one value. */
function evaluateGuarded(node: FormulaNode, context: EvaluationContext, evaluate: Evaluate): Arg {
  return node.kind === 'ref' && !context.array
    ? implicitIntersection(node, context, evaluate)
    : evaluate(node, context);
}

function reduceBooleans(
  name: string,
  start: boolean,
  join: (a: boolean, b: boolean) => boolean,
): LazyBuiltin {
  return (args, context, evaluate) => {
    if (args.length === 0) return wrongCount(name, 1, 0);
    let result = start;
    let found = false;
    for (const node of args) {
      for (const cell of everyCell([evaluate(node, context)])) {
        if (cell instanceof Fault) return cell;
        // Text and blanks inside ranges are ignored, as in SUM.
        if (node.kind === 'ref' && (cell === null || typeof cell === 'string')) continue;
        found = true;
        result = join(result, toBoolean(cell));
      }
    }
    return found ? result : new Fault('#VALUE!', `${name} has no valid input data.`);
  };
}

const switchLazy: LazyBuiltin = (args, context, evaluate) => {
  if (args.length < 3) return wrongCount('SWITCH', 3, args.length);
  const subject = implicitIntersection(args[0]!, context, evaluate);
  if (subject instanceof Fault) return subject;
  let i = 1;
  for (; i + 1 < args.length; i += 2) {
    const candidate = implicitIntersection(args[i]!, context, evaluate);
    if (candidate instanceof Fault) return candidate;
    const same =
      typeof subject === 'string' && typeof candidate === 'string'
        ? subject.toLowerCase() === candidate.toLowerCase()
        : subject === candidate;
    if (same) return evaluate(args[i + 1]!, context);
  }
  return i < args.length ? evaluate(args[i]!, context) : new Fault('#N/A', 'No match.');
};

const arrayFormula: LazyBuiltin = (args, context, evaluate) => {
  if (args.length !== 1) return wrongCount('ARRAYFORMULA', 1, args.length);
  const before = context.array;
  context.array = true;
  try {
    return evaluate(args[0]!, context);
  } finally {
    context.array = before;
  }
};

export const logicLazy: Record<string, LazyBuiltin> = {
  IF: ifLazy,
  IFS: ifs,
  IFERROR: catching('IFERROR', (value) => isError(value)),
  IFNA: catching('IFNA', (value) => isError(value) && value !== LOADING && value.code === '#N/A'),
  AND: reduceBooleans('AND', true, (a, b) => a && b),
  OR: reduceBooleans('OR', false, (a, b) => a || b),
  SWITCH: switchLazy,
  ARRAYFORMULA: arrayFormula,
};

export const logic: BuiltinTable = {
  NOT: define(1, 1, 's', ([x]) => !bool(x)),
  XOR: define(1, Infinity, 's', (args) => args.filter((x) => bool(x)).length % 2 === 1),
  TRUE: define(0, 0, 's', () => true),
  FALSE: define(0, 0, 's', () => false),
};
