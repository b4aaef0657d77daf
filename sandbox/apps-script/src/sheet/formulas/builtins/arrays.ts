/** Built-ins that return arrays. */
import { compareForSort, toBoolean } from '../../values/coerce';
import { type Arg, Day, Fault, Matrix, type Scalar, transpose } from '../../values/values';
import { type BuiltinTable, bool, columnOf, define, lineOf, matrix, num } from './define';

function filter([source, ...conditions]: Arg[]): Arg {
  const from = matrix(source);
  const lines = conditions.map(matrix);
  const byColumns =
    lines.every((line) => line.rows === 1 && line.columns === from.columns) && from.rows !== 1;
  const size = byColumns ? from.columns : from.rows === 1 ? from.columns : from.rows;
  const keeps = lines.map(lineOf);
  if (keeps.some((line) => line.length !== size)) {
    const actual = keeps.find((line) => line.length !== size)!.length;
    throw new Fault(
      '#N/A',
      `FILTER has mismatched range sizes. Expected row count: ${size}. Actual row count: ${actual}.`,
    );
  }
  const isKept = (i: number): boolean =>
    keeps.every((line) => {
      const value = line[i] ?? null;
      return !(value instanceof Fault) && toBoolean(value);
    });
  const columnwise = byColumns || (from.rows === 1 && from.columns > 1);
  const rows = columnwise
    ? from.cells.map((row) => row.filter((_, c) => isKept(c)))
    : from.cells.filter((_, r) => isKept(r));
  if (rows.length === 0 || rows[0]!.length === 0)
    throw new Fault('#N/A', 'No matches are found in FILTER evaluation.');
  return new Matrix(rows);
}

function rowKey(row: readonly Scalar[]): string {
  return JSON.stringify(
    row.map((cell) => {
      if (cell instanceof Day) return ['day', cell.serial];
      return cell instanceof Fault ? ['fault', cell.code] : [typeof cell, cell];
    }),
  );
}

function unique([source, byColumn, once]: Arg[]): Arg {
  const from = matrix(source);
  const lines = bool(byColumn, false) ? transpose(from.cells) : from.cells;
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(rowKey(line), (counts.get(rowKey(line)) ?? 0) + 1);
  const knownKeys = new Set<string>();
  const uniqueLines = lines.filter((line) => {
    const key = rowKey(line);
    const fresh = !knownKeys.has(key) && (!bool(once, false) || counts.get(key) === 1);
    knownKeys.add(key);
    return fresh;
  });
  if (uniqueLines.length === 0) throw new Fault('#N/A', 'No unique values are found in UNIQUE evaluation.');
  return new Matrix(bool(byColumn, false) ? transpose(uniqueLines) : uniqueLines);
}

function sort([source, ...keys]: Arg[]): Arg {
  const from = matrix(source);
  const orders: { values: Scalar[]; ascending: boolean }[] = [];
  if (keys.length === 0) orders.push({ values: columnOf(from, 0), ascending: true });
  for (let i = 0; i < keys.length; i += 2) {
    const key = matrix(keys[i]);
    const values = key.rows === 1 && key.columns === 1 ? columnOf(from, num(key) - 1) : lineOf(key);
    if (values.length !== from.rows) throw new Fault('#VALUE!', 'SORT has mismatched range sizes.');
    orders.push({ values, ascending: bool(keys[i + 1], true) });
  }
  const places = from.cells.map((_, r) => r);
  places.sort((a, b) => {
    for (const { values, ascending } of orders) {
      const order = compareForSort(values[a]!, values[b]!, ascending);
      if (order !== 0) return order;
    }
    return a - b;
  });
  return new Matrix(places.map((r) => from.cells[r]!));
}

function stack(args: Arg[], byRows: boolean): Matrix {
  const parts = args.map((arg) => (byRows ? matrix(arg).cells : transpose(matrix(arg).cells)));
  const width = Math.max(...parts.map((part) => part[0]?.length ?? 0));
  const rows = parts.flatMap((part) =>
    part.map((row) =>
      Array.from({ length: width }, (_, c) => (c < row.length ? row[c]! : new Fault('#N/A', ''))),
    ),
  );
  return new Matrix(byRows ? rows : transpose(rows));
}

function flat(args: Arg[], keep: (cell: Scalar) => boolean): Scalar[][] {
  return args.flatMap((arg) => matrix(arg).cells.flatMap((row) => row.filter(keep).map((cell) => [cell])));
}

export const arrays: BuiltinTable = {
  FILTER: define(2, Infinity, 'M', filter),
  UNIQUE: define(1, 3, 'Mss', unique),
  SORT: define(1, Infinity, 'M', sort),
  TRANSPOSE: define(1, 1, 'M', ([source]) => new Matrix(transpose(matrix(source).cells))),
  FLATTEN: define(1, Infinity, 'M', (args) => new Matrix(flat(args, () => true))),
  TOCOL: define(1, 2, 'Ms', ([source, skip]) => {
    const blanks = [1, 3].includes(num(skip, 0));
    const faults = [2, 3].includes(num(skip, 0));
    return new Matrix(
      flat([source ?? null], (cell) => !(blanks && cell === null) && !(faults && cell instanceof Fault)),
    );
  }),
  VSTACK: define(1, Infinity, 'M', (args) => stack(args, true)),
  HSTACK: define(1, Infinity, 'M', (args) => stack(args, false)),
};
