/** Letters and numbers of columns. */
import { columnLetter, columnNumber } from '../../../src/core/cells/column-letters';

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
