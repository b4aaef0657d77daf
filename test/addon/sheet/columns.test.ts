/** Letters and numbers of columns. */
import { columnLetter, columnNumber, columnSpan, headerText } from '../../../src/addon/sheet/columns';

test.each([
  [1, 'A'],
  [26, 'Z'],
  [27, 'AA'],
  [52, 'AZ'],
  [702, 'ZZ'],
  [703, 'AAA'],
  [18278, 'ZZZ'],
])('column %i is %s', (column, letters) => {
  expect(columnLetter(column)).toBe(letters);
  expect(columnNumber(letters)).toBe(column);
});

test('every column of the widest sheet and its letters agree', () => {
  for (let column = 1; column <= 18_278; column++) {
    if (columnNumber(columnLetter(column)) !== column) throw new Error(`column ${column}`);
  }
});

test.each(['', 'a', 'A1', 'AAAA', 'Ä'])('%p is not a column', (letters) => {
  expect(() => columnNumber(letters)).toThrow('is not a column');
});

test.each([
  [[6], 'F'],
  [[6, 7, 8], 'F–H'],
  [[8, 6, 10, 9], 'F, H–J'],
  [[], ''],
  [[1, 3, 5], 'A, C, E'],
])('columns %j are %p', (columns, words) => {
  expect(columnSpan(columns)).toBe(words);
});

test('headers are compared by their trimmed text', () => {
  expect([headerText(' id '), headerText(null), headerText(undefined), headerText(7)]).toEqual([
    'id',
    '',
    '',
    '7',
  ]);
});
