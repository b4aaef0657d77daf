/** Columns as the user writes and reads them. */
import { columnSpan, headerText, readColumn } from '../../../../src/addon/sheet/cells/columns';

test('the number of a column', () => expect(readColumn('AA')).toBe(27));

test.each(['', 'a', 'A1', 'AAAA', 'Ä'])('%p is not a column', (letters) => {
  expect(() => readColumn(letters)).toThrow('is not a column');
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
