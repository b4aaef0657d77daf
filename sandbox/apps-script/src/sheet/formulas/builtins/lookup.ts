/** INDEX, MATCH and the look-ups. */
import { columnName } from '../../values/boxes';
import { compareScalars, firstCell } from '../../values/coerce';
import { type Arg, Fault, Matrix, type Scalar } from '../../values/values';
import { sameKind, wildcard } from './criteria';
import { type BuiltinTable, bool, columnOf, define, lineOf, matrix, noMatch, num, text } from './define';

/** Position of a key, from 0; -1 if it is missing. Text keys may contain wildcards. */
function findExact(line: readonly Scalar[], key: Scalar): number {
  if (typeof key === 'string') {
    const matches = wildcard(key);
    return line.findIndex((value) => typeof value === 'string' && matches(value));
  }
  return line.findIndex((value) => sameKind(value, key ?? 0));
}

/** In ascending order, the last value that is not above the key; in descending order, the last that is not below it. */
function findSorted(line: readonly Scalar[], key: Scalar, direction: 1 | -1): number {
  let found = -1;
  for (let i = 0; i < line.length; i++) {
    const value = line[i]!;
    if (value === null || value instanceof Fault || typeof value !== typeof (key ?? 0)) continue;
    if (compareScalars(value, key) * direction > 0) break;
    found = i;
  }
  return found;
}

function index([source, row, column]: Arg[]): Arg {
  const from = matrix(source);
  let r = Math.trunc(num(row, 0));
  let c = Math.trunc(num(column, 0));
  // With a single row, one number counts columns.
  if (column === undefined && from.rows === 1 && from.columns > 1) [r, c] = [1, r];
  if (r < 0 || c < 0 || r > from.rows || c > from.columns) {
    throw new Fault(
      '#NUM!',
      `Function INDEX parameter ${r > from.rows || r < 0 ? 2 : 3} value is out of range.`,
    );
  }
  const rows = r === 0 ? from.cells : [from.cells[r - 1]!];
  if (c === 0 && (rows.length > 1 || from.columns > 1)) return new Matrix(rows);
  const cells = rows.map((line) => [line[Math.max(c, 1) - 1] ?? null]);
  return cells.length === 1 ? cells[0]![0]! : new Matrix(cells);
}

/** Modes: 1 fixes both, 2 the row, 3 the column, 4 neither. */
function address([row, column, mode]: Arg[]): string {
  const [r, c, kind] = [num(row), num(column), num(mode, 1)];
  if (r < 1 || c < 1 || kind < 1 || kind > 4) {
    throw new Fault('#VALUE!', 'Function ADDRESS parameter value is out of range.');
  }
  const dollar = (on: boolean) => (on ? '$' : '');
  return `${dollar(kind === 1 || kind === 3)}${columnName(c)}${dollar(kind <= 2)}${Math.trunc(r)}`;
}

function match([key, line, mode]: Arg[]): number {
  const values = lineOf(matrix(line));
  const kind = num(mode, 1);
  const searchKey = firstCell(key);
  const at = kind === 0 ? findExact(values, searchKey) : findSorted(values, searchKey, kind > 0 ? 1 : -1);
  if (at < 0) throw noMatch(`Did not find value '${text(searchKey)}' in MATCH evaluation.`);
  return at + 1;
}

function tableLookup(name: string, turn: (source: Matrix) => Matrix) {
  return define(3, 4, 'smss', ([key, source, at, isSorted]) => {
    const table = turn(matrix(source));
    const columnIndex = num(at);
    if (columnIndex < 1 || columnIndex > table.columns) {
      throw new Fault(columnIndex < 1 ? '#VALUE!' : '#REF!', `${name} evaluates to an out of bounds range.`);
    }
    const keys = columnOf(table, 0);
    const row = bool(isSorted, true) ? findSorted(keys, firstCell(key), 1) : findExact(keys, firstCell(key));
    if (row < 0) throw noMatch(`Did not find value '${text(key)}' in ${name} evaluation.`);
    return table.at(row, Math.trunc(columnIndex) - 1);
  });
}

function xlookup([key, keys, results, missing, mode, order]: Arg[]): Arg {
  const lines = matrix(keys);
  const values = lineOf(lines);
  const table = matrix(results);
  const searchKey = firstCell(key);
  const matchMode = num(mode, 0);
  const backwards = num(order, 1) < 0;
  const line = backwards ? [...values].reverse() : values;
  let at =
    matchMode === 2 ? findExact(line, searchKey) : line.findIndex((value) => sameKind(value, searchKey));
  if (at < 0 && (matchMode === 1 || matchMode === -1)) at = nearest(line, searchKey, matchMode);
  if (at < 0) {
    if (missing !== undefined) return firstCell(missing);
    throw noMatch(`Did not find value '${text(searchKey)}' in XLOOKUP evaluation.`);
  }
  const place = backwards ? values.length - 1 - at : at;
  if (lines.columns === 1) return new Matrix([[...(table.cells[place] ?? [])]]);
  return new Matrix(table.cells.map((row) => [row[place] ?? null]));
}

function nearest(line: readonly Scalar[], key: Scalar, side: 1 | -1): number {
  let best = -1;
  line.forEach((value, i) => {
    if (value === null || value instanceof Fault || typeof value !== typeof key) return;
    if (compareScalars(value, key) * side < 0) return;
    if (best < 0 || compareScalars(value, line[best]!) * side < 0) best = i;
  });
  return best;
}

export const lookup: BuiltinTable = {
  ADDRESS: define(2, 3, 's', address),
  INDEX: define(1, 3, 'Mss', index),
  MATCH: define(2, 3, 'sms', match),
  VLOOKUP: tableLookup('VLOOKUP', (source) => source),
  HLOOKUP: tableLookup('HLOOKUP', (source) => {
    return new Matrix(Array.from({ length: source.columns }, (_, c) => columnOf(source, c)));
  }),
  XLOOKUP: define(3, 6, 'smmsss', xlookup),
  CHOOSE: define(2, Infinity, 'sm', ([at, ...choices]) => {
    const choice = choices[Math.trunc(num(at)) - 1];
    if (choice === undefined) throw new Fault('#NUM!', 'Function CHOOSE parameter 1 value is out of range.');
    return choice;
  }),
};
