/** Letters and numbers of columns, and finding a column by its header wherever it stands. */
import {
  columnLetter,
  columnNumber,
  columnSpan,
  findColumn,
  headerText,
} from '../../../src/addon/sheet/columns';
import { fakeHost } from '../../support/fake-host';

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

test('a header is found below titles, and of several alike the nearest', () => {
  const { tab } = fakeHost();
  tab.put(1, 1, [['My cells'], [''], ['x', ' id ', 'y', 'id', 'z', 'id']]);
  expect(findColumn(tab, 'id', 5)).toEqual({
    headerRow: 3,
    column: 4,
    headers: ['x', 'id', 'y', 'id', 'z', 'id'],
  });
  expect(findColumn(tab, 'id', 1).column).toBe(2);
  expect(findColumn(tab, 'id', 99).column).toBe(6);
});

test('a header is looked for in 20 rows with one read of the sheet', () => {
  const { tab, counts } = fakeHost();
  tab.put(20, 1, [['id']]);
  expect(findColumn(tab, 'id', 1).headerRow).toBe(20);
  expect(counts.of('values')).toBe(1);
  tab.put(20, 1, [['']]);
  tab.put(21, 1, [['id']]);
  expect(() => findColumn(tab, 'id', 1)).toThrow('the column "id" is no longer in the tab Neurons');
});

test('an empty tab has no columns', () => {
  expect(() => findColumn(fakeHost().tab, 'id', 1)).toThrow('no longer in the tab');
});
