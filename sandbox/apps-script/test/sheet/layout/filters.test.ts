/** Filters hide rows from people, never from scripts. */
import { boxOf, Sheet } from '../helpers';

const neurons = (): Sheet =>
  new Sheet().set('A1', [
    ['type', 'n'],
    ['DNa02', 5],
    ['', 7],
    ['DNp01', 1],
    ['DNa02', 9],
  ]);
const hiddenRows = (sheet: Sheet) => [1, 2, 3, 4, 5, 6].filter((row) => sheet.grid.isRowHidden(row));

function sheetWithFilter(): Sheet {
  const sheet = neurons();
  sheet.grid.filters.create(boxOf('A1:B5')).criteria.set(1, { hiddenValues: ['DNa02'], condition: null });
  sheet.grid.applyFilter();
  return sheet;
}

test('rows that do not pass are hidden; scripts read and write them as any other', () => {
  const sheet = sheetWithFilter();
  expect(hiddenRows(sheet)).toEqual([2, 5]);
  sheet.set('B1', [['m'], [1], [2], [3], [4]]);
  expect(sheet.values('B1:B5').flat()).toEqual(['m', 1, 2, 3, 4]);
});

test('written values change nothing until the filter is applied again', () => {
  const sheet = sheetWithFilter().set('A4', 'DNa02').set('A2', 'new');
  expect(hiddenRows(sheet)).toEqual([2, 5]);
  sheet.grid.applyFilter();
  expect(hiddenRows(sheet)).toEqual([4, 5]);
});

test('conditions: empty, not empty, numbers, text', () => {
  const rows = (column: number, criterion: string, ...values: (string | number)[]) => {
    const sheet = neurons();
    const { criteria } = sheet.grid.filters.create(boxOf('A1:B5'));
    criteria.set(column, { hiddenValues: [], condition: { criterion, values } });
    sheet.grid.applyFilter();
    return hiddenRows(sheet);
  };
  expect(rows(1, 'CELL_EMPTY')).toEqual([2, 4, 5]);
  expect(rows(1, 'CELL_NOT_EMPTY')).toEqual([3]);
  expect(rows(2, 'NUMBER_GREATER_THAN', 5)).toEqual([2, 4]);
  expect(rows(1, 'TEXT_CONTAINS', 'DNp')).toEqual([2, 3, 5]);
});

test('the filter and what it hides follow inserted, deleted, moved and sorted rows', () => {
  const sheet = sheetWithFilter();
  sheet.grid.insertRows(3, 1);
  expect([hiddenRows(sheet), sheet.grid.filters.filter!.box]).toEqual([[2, 6], boxOf('A1:B6')]);
  sheet.grid.moveRows(2, 1, 5);
  expect(hiddenRows(sheet)).toEqual([4, 6]);
  sheet.grid.deleteRows(6, 1);
  sheet.grid.sort(boxOf('A2:B5'), { column: 2, ascending: true });
  expect(sheet.values('A2:A5').flat()).toEqual(['DNp01', 'DNa02', '', '']);
  expect(hiddenRows(sheet)).toEqual([3]);
  sheet.grid.moveRows(3, 1, 12);
  expect(Array.from({ length: 12 }, (_, i) => sheet.grid.isRowHidden(i + 1)).includes(true)).toBe(false);
});

test('criteria follow their column, and go with it', () => {
  const sheet = sheetWithFilter();
  sheet.grid.insertColumns(1, 1);
  expect([...sheet.grid.filters.filter!.criteria.keys()]).toEqual([2]);
  sheet.grid.deleteColumns(2, 1);
  expect([...sheet.grid.filters.filter!.criteria.keys()]).toEqual([]);
  sheet.grid.deleteColumns(2, 1);
  expect(sheet.grid.filters.filter).toBeNull();
});

test('a tab has one filter, and any number of views that hide nothing', () => {
  const sheet = sheetWithFilter();
  expect(() => sheet.grid.filters.create(boxOf('A1:B5'))).toThrow('already has a filter');
  sheet.grid.filters.filter = null;
  sheet.grid.filters.views = [{ title: 'mine', box: boxOf('A1:B5') }];
  expect(hiddenRows(sheet)).toEqual([]);
  sheet.grid.insertRows(2, 1);
  expect(sheet.grid.filters.views[0]!.box).toEqual(boxOf('A1:B6'));
});
