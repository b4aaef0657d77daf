/** Conversion and comparison of values, as the operators of Sheets do it. */
import {
  asMatrix,
  compareForSort,
  compareScalars,
  equal,
  firstCell,
  numberIn,
  toBoolean,
  toNumber,
  toText,
} from '../../../src/sheet/values/coerce';
import { Day, Fault, Matrix, type Scalar } from '../../../src/sheet/values/values';
import { random } from '../helpers';

const NO_VALUE = new Fault('#N/A', 'none');

test.each<[Scalar, number]>([
  [null, 0],
  [true, 1],
  [false, 0],
  ['12', 12],
  ['1,234.5', 1234.5],
  ['50%', 0.5],
  ['1/2/2026', 46024],
  [new Day(46024.5), 46024.5],
])('%p as a number is %p', (value, number) => {
  expect(toNumber(value)).toBe(number);
});

test('text without a number is #VALUE!, an error stays itself', () => {
  expect(() => toNumber('abc')).toThrow(expect.objectContaining({ code: '#VALUE!' }));
  expect(() => toNumber(NO_VALUE)).toThrow(expect.objectContaining({ code: '#N/A' }));
  expect(() => toText(NO_VALUE)).toThrow(expect.objectContaining({ code: '#N/A' }));
  expect(() => toBoolean(NO_VALUE)).toThrow(expect.objectContaining({ code: '#N/A' }));
  expect([numberIn('abc'), numberIn('TRUE'), numberIn('7')]).toEqual([null, null, 7]);
});

test.each<[Scalar, boolean]>([
  ['TRUE', true],
  ['false', false],
  ['', false],
  [null, false],
  [2, true],
  [0, false],
])('%p as a boolean is %p', (value, boolean) => {
  expect(toBoolean(value)).toBe(boolean);
});

test('text that is no boolean is #VALUE!', () => {
  expect(() => toBoolean('yes')).toThrow(expect.objectContaining({ code: '#VALUE!' }));
});

test('text of a number has 15 digits', () => {
  expect([toText(1 / 3), toText(true), toText(null)]).toEqual(['0.333333333333333', 'TRUE', '']);
});

test('a range gives its first cell, a value becomes a block of one', () => {
  const block = new Matrix([
    [1, 2],
    [3, 4],
  ]);
  expect([firstCell(block), firstCell(7), firstCell(undefined)]).toEqual([1, 7, null]);
  expect(asMatrix(block)).toBe(block);
  expect(asMatrix(undefined).cells).toEqual([[null]]);
});

test('equality ignores case; a blank equals 0, empty text and FALSE', () => {
  expect([equal('Ab', 'aB'), equal(null, 0), equal(null, ''), equal(null, false)]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([equal('1', 1), equal(0, ''), equal(true, 1)]).toEqual([false, false, false]);
});

const ORDERED: Scalar[] = [-3, 0, 1.5, new Day(46024), 'a', 'B', 'c', false, true];

test('numbers and dates, then text, then booleans', () => {
  ORDERED.forEach((left, i) => {
    ORDERED.forEach((right, j) => {
      expect(Math.sign(compareScalars(left, right))).toBe(Math.sign(i - j));
    });
  });
});

test.each([41, 42])('sorting: errors after values, blanks last in both directions, seed %i', (seed) => {
  const pick = random(seed);
  const values: Scalar[] = [...ORDERED, NO_VALUE, null];
  const order = [...values];
  for (let at = order.length - 1; at > 0; at--) {
    const other = pick(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  expect([...order].sort((a, b) => compareForSort(a, b, true))).toEqual(values);
  expect([...order].sort((a, b) => compareForSort(a, b, false))).toEqual([
    NO_VALUE,
    ...[...ORDERED].reverse(),
    null,
  ]);
});
