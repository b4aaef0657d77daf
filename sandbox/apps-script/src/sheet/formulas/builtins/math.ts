/** Sums, counts and rounding. */

import { type Arg, Day, Fault, Matrix, type Scalar } from '../../values/values';
import type { EvaluationContext } from '../context';
import { criterion } from './criteria';
import { type BuiltinTable, define, everyCell, matrix, num, numbersIn } from './define';

function fold(args: Arg[], join: (a: number, b: number) => number): number {
  let result: number | null = null;
  for (const value of numbersIn(args)) result = result === null ? value : join(result, value);
  return result ?? 0;
}

/** The maximum of dates is a date. */
function likeInput(args: Arg[], value: number): Scalar {
  let days = false;
  for (const cell of everyCell(args)) {
    if (typeof cell === 'number') return value;
    days ||= cell instanceof Day;
  }
  return days ? new Day(value) : value;
}

function average(values: number[]): number {
  if (values.length === 0)
    throw new Fault('#DIV/0!', 'Evaluation of function AVERAGE caused a divide by zero error.');
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Rounds halves away from zero, on the decimal digits that the sheet shows, not on the binary ones. */
export function roundTo(value: number, places: number, how: (size: number) => number): number {
  const scaledText = Number(`${Math.abs(value).toPrecision(15)}e${Math.trunc(places)}`);
  const scaledValue = Number.isFinite(scaledText) ? scaledText : Math.abs(value) * 10 ** Math.trunc(places);
  const roundedValue = Number(`${how(scaledValue)}e${-Math.trunc(places)}`);
  return (
    Math.sign(value) *
    (Number.isFinite(roundedValue) ? roundedValue : how(scaledValue) / 10 ** Math.trunc(places))
  );
}

const rounding = (how: (size: number) => number) =>
  define(1, 2, 's', ([x, places]) => roundTo(num(x), num(places, 0), how));

const unary = (run: (x: number) => number) =>
  define(1, 1, 's', ([x]) => {
    const result = run(num(x));
    return Number.isFinite(result)
      ? result
      : new Fault('#NUM!', 'The result is not a number that a cell can hold.');
  });

function matching(args: Arg[]): (row: number, column: number) => boolean {
  const tests: { range: Matrix; passes: (value: Scalar) => boolean }[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    tests.push({ range: matrix(args[i]), passes: criterion(args[i + 1]) });
  }
  const [head] = tests;
  if (tests.some(({ range }) => range.rows !== head?.range.rows || range.columns !== head.range.columns)) {
    throw new Fault('#VALUE!', 'Array arguments are of different size.');
  }
  return (row, column) => tests.every(({ range, passes }) => passes(range.at(row, column)));
}

function countWhere(args: Arg[]): number {
  const range = matrix(args[0]);
  const passes = matching(args);
  let count = 0;
  for (let r = 0; r < range.rows; r++) for (let c = 0; c < range.columns; c++) if (passes(r, c)) count++;
  return count;
}

function valuesWhere(
  source: Matrix,
  shape: Matrix,
  passes: (row: number, column: number) => boolean,
): number[] {
  const out: number[] = [];
  for (let r = 0; r < shape.rows; r++) {
    for (let c = 0; c < shape.columns; c++) {
      const value = passes(r, c) ? source.at(r, c) : null;
      if (value instanceof Fault) throw value;
      if (typeof value === 'number') out.push(value);
      else if (value instanceof Day) out.push(value.serial);
    }
  }
  return out;
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

function withMost(run: (values: number[]) => number) {
  return define(2, 3, 'msm', ([range, test, source]) => {
    const shape = matrix(range);
    return run(
      valuesWhere(source === undefined ? shape : matrix(source), shape, matching([shape, test ?? null])),
    );
  });
}

function withAll(run: (values: number[]) => number) {
  return define(3, 23, 'mmsmsmsmsmsmsmsmsmsmsms', ([source, ...tests]) => {
    return run(valuesWhere(matrix(source), matrix(tests[0]), matching(tests)));
  });
}

function sumProduct(args: Arg[]): number {
  const parts = args.map(matrix);
  const [head] = parts;
  if (!head || parts.some((part) => part.rows !== head.rows || part.columns !== head.columns)) {
    throw new Fault('#VALUE!', 'SUMPRODUCT has mismatched range sizes.');
  }
  let total = 0;
  for (let r = 0; r < head.rows; r++) {
    for (let c = 0; c < head.columns; c++) {
      total += parts.reduce((product, part) => product * numberOrZero(part.at(r, c)), 1);
    }
  }
  return total;
}

function numberOrZero(value: Scalar): number {
  if (value instanceof Fault) throw value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Day ? value.serial : typeof value === 'number' ? value : 0;
}

function chance(context: EvaluationContext): number {
  context.volatile = true;
  return Math.random();
}

function sequence([rows, columns, start, step]: Arg[]): Matrix {
  const height = num(rows);
  const width = num(columns, 1);
  if (height < 1 || width < 1 || height * width > 10_000_000) {
    throw new Fault('#NUM!', 'SEQUENCE needs at least one row and column, and fewer than 10000000 cells.');
  }
  const from = num(start, 1);
  const by = num(step, 1);
  return new Matrix(
    Array.from({ length: height }, (_, r) =>
      Array.from({ length: width }, (_, c) => from + (r * width + c) * by),
    ),
  );
}

export const math: BuiltinTable = {
  SUM: define(1, Infinity, 'm', (args) => fold(args, (a, b) => a + b)),
  PRODUCT: define(1, Infinity, 'm', (args) => fold(args, (a, b) => a * b)),
  MIN: define(1, Infinity, 'm', (args) => likeInput(args, fold(args, Math.min))),
  MAX: define(1, Infinity, 'm', (args) => likeInput(args, fold(args, Math.max))),
  AVERAGE: define(1, Infinity, 'm', (args) => average([...numbersIn(args)])),
  MEDIAN: define(1, Infinity, 'm', (args) => {
    const values = [...numbersIn(args)].sort((a, b) => a - b);
    if (values.length === 0) throw new Fault('#NUM!', 'MEDIAN has no valid input data.');
    const middle = values.length >> 1;
    return values.length % 2 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
  }),
  COUNT: define(1, Infinity, 'm', (args) => {
    return [...everyCell(args)].filter((cell) => typeof cell === 'number' || cell instanceof Day).length;
  }),
  COUNTA: define(1, Infinity, 'm', (args) => [...everyCell(args)].filter((cell) => cell !== null).length),
  COUNTBLANK: define(1, Infinity, 'm', (args) => {
    return [...everyCell(args)].filter((cell) => cell === null || cell === '').length;
  }),
  COUNTUNIQUE: define(1, Infinity, 'm', (args) => {
    return new Set([...everyCell(args)].filter((cell) => cell !== null)).size;
  }),
  COUNTIF: define(2, 2, 'ms', countWhere),
  COUNTIFS: define(2, 22, 'msmsmsmsmsmsmsmsmsmsms', countWhere),
  SUMIF: withMost(sum),
  SUMIFS: withAll(sum),
  AVERAGEIF: withMost(average),
  SUMPRODUCT: define(1, Infinity, 'M', sumProduct),
  SEQUENCE: define(1, 4, 's', sequence),
  ROUND: rounding(Math.round),
  ROUNDDOWN: rounding(Math.floor),
  ROUNDUP: rounding(Math.ceil),
  ABS: unary(Math.abs),
  INT: unary(Math.floor),
  SQRT: unary(Math.sqrt),
  SIGN: unary(Math.sign),
  EXP: unary(Math.exp),
  LN: unary(Math.log),
  LOG10: unary(Math.log10),
  POWER: define(2, 2, 's', ([x, y]) => num(x) ** num(y)),
  MOD: define(2, 2, 's', ([x, y]) => {
    const by = num(y);
    if (by === 0) throw new Fault('#DIV/0!', 'Function MOD parameter 2 cannot be zero.');
    return num(x) - by * Math.floor(num(x) / by);
  }),
  PI: define(0, 0, 's', () => Math.PI),
  N: define(1, 1, 's', ([x]) => (typeof x === 'string' ? 0 : num(x))),
  RAND: define(0, 0, 's', (_, context) => chance(context)),
  RANDBETWEEN: define(2, 2, 's', ([low, high], context) => {
    const from = Math.ceil(num(low));
    return from + Math.floor(chance(context) * (Math.floor(num(high)) - from + 1));
  }),
};
