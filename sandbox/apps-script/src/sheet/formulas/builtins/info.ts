/** Built-ins about the type of a value and the position of a reference. */
import { firstCell } from '../../values/coerce';
import { type Arg, Day, Fault, LOADING, Matrix } from '../../values/values';
import type { LazyBuiltin } from '../context';
import { refBox } from '../reference';
import { type BuiltinTable, define, isError, matrix } from './define';

const kind = (passes: (value: ReturnType<typeof firstCell>) => boolean) =>
  define(1, 1, 'e', ([x]) => (x === LOADING ? LOADING : passes(firstCell(x))));

function position(name: string, axis: 'row' | 'column'): LazyBuiltin {
  return (args, context, evaluate) => {
    const [node] = args;
    if (!node) return axis === 'row' ? context.row : context.column;
    const value = node.kind === 'ref' ? null : evaluate(node, context);
    if (value instanceof Fault) return value;
    const box = node.kind === 'ref' ? refBox(node.ref) : null;
    if (!box) {
      return node.kind === 'ref'
        ? new Fault('#REF!', 'Reference does not exist')
        : new Fault('#N/A', `Argument to ${name} must be a range.`);
    }
    const rows = axis === 'row' ? box.rows : 1;
    const columns = axis === 'column' ? box.columns : 1;
    if (!context.array || rows * columns === 1) return box[axis];
    return new Matrix(
      Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => box[axis] + r + c)),
    );
  };
}

function extent(name: string, side: 'rows' | 'columns'): LazyBuiltin {
  return (args, context, evaluate): Arg => {
    const [node] = args;
    if (!node || args.length > 1) return new Fault('#N/A', `${name} takes one argument.`);
    if (node.kind === 'ref') {
      return refBox(node.ref)?.[side] ?? new Fault('#REF!', 'Reference does not exist');
    }
    const value = evaluate(node, context);
    return value instanceof Fault ? value : matrix(value)[side];
  };
}

export const infoLazy: Record<string, LazyBuiltin> = {
  ROW: position('ROW', 'row'),
  COLUMN: position('COLUMN', 'column'),
  ROWS: extent('ROWS', 'rows'),
  COLUMNS: extent('COLUMNS', 'columns'),
};

export const info: BuiltinTable = {
  ISBLANK: kind((x) => x === null),
  ISNUMBER: kind((x) => typeof x === 'number' || x instanceof Day),
  ISTEXT: kind((x) => typeof x === 'string'),
  ISNONTEXT: kind((x) => typeof x !== 'string'),
  ISLOGICAL: kind((x) => typeof x === 'boolean'),
  ISDATE: kind((x) => x instanceof Day),
  ISERROR: kind((x) => isError(x)),
  ISERR: kind((x) => isError(x) && x.code !== '#N/A'),
  ISNA: kind((x) => isError(x) && x.code === '#N/A'),
  NA: define(0, 0, 's', () => new Fault('#N/A', '')),
};
