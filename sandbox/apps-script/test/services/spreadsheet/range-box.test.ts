/** Boxes from the arguments of getRange. */
import { makeBox, namedBox, openLines, wholeGrid } from '../../../src/services/spreadsheet/range-box';
import { boxOf, Sheet } from '../../sheet/helpers';

const { grid } = new Sheet();

test.each<[number[], string]>([
  [[0, 1], 'The starting row of the range is too small.'],
  [[1, 0], 'The starting column of the range is too small.'],
  [[1, 1, 0], 'The number of rows in the range must be at least 1.'],
  [[1, 1, 1, 0], 'The number of columns in the range must be at least 1.'],
  [[1000, 1, 2], 'The coordinates of the range are outside the dimensions of the sheet.'],
  [[1, 27], 'The coordinates of the range are outside the dimensions of the sheet.'],
])('%j', ([row, column, ...size], message) => {
  expect(() => makeBox(grid, row!, column!, ...size)).toThrow(message);
});

test('numbers are cut to whole ones, names are read, wrong names refused', () => {
  expect(makeBox(grid, 2.9, 1, 1.2)).toEqual(boxOf('A2'));
  expect(namedBox(grid, 'B2:C4')).toEqual(boxOf('B2:C4'));
  expect(namedBox(grid, 'C:C')).toEqual({ row: 1, column: 3, rows: 1000, columns: 1 });
  expect(() => namedBox(grid, 'no range')).toThrow('Range not found');
  expect(() => namedBox(grid, 'AB1')).toThrow('outside the dimensions');
  expect(wholeGrid(grid)).toEqual({ row: 1, column: 1, rows: 1000, columns: 26 });
});

test.each([
  ['5:5', 'rows'],
  ['$2:4', 'rows'],
  ['C:C', 'columns'],
  ['a:$b', 'columns'],
  ['A1:C1', null],
  ['A2:A', null],
  ['A1', null],
])('%s is written as whole %s', (text, lines) => {
  expect(openLines(text)).toBe(lines);
});
