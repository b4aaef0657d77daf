/** Developer metadata follows its row or column, and is deleted with it. */
import type { MetadataPlace } from '../../../src/sheet/layout/metadata';
import { boxOf, Sheet } from '../helpers';

const column = (line: number): MetadataPlace => ({ kind: 'column', tab: 0, line });
const row = (line: number): MetadataPlace => ({ kind: 'row', tab: 0, line });

function sheetWith(...places: MetadataPlace[]): { sheet: Sheet; places: () => (number | string)[] } {
  const sheet = new Sheet();
  for (const [i, place] of places.entries()) {
    sheet.book.metadata.add({ key: `k${i}`, value: 'x', visibility: 'PROJECT', place });
  }
  return {
    sheet,
    places: () => sheet.book.metadata.all().map(({ place }) => ('line' in place ? place.line : place.kind)),
  };
}

test('of a column: inserted, deleted and moved columns', () => {
  const { sheet, places } = sheetWith(column(2), column(5), row(2));
  sheet.grid.insertColumns(2, 1);
  expect(places()).toEqual([3, 6, 2]);
  sheet.grid.moveColumns(3, 1, 9);
  expect(places()).toEqual([8, 5, 2]);
  sheet.grid.moveColumns(8, 1, 1);
  expect(places()).toEqual([1, 6, 2]);
  sheet.grid.deleteColumns(1, 1);
  expect(places()).toEqual([5, 2]);
  sheet.grid.insertRows(1, 4);
  expect(places()).toEqual([5, 6]);
});

test('stays with the row when rows are sorted, unless the switch says otherwise', () => {
  for (const [moves, expected] of [
    [false, 1],
    [true, 3],
  ] as const) {
    const sheet = new Sheet({ sortMovesRowMetadata: moves }).set('A1', [['c'], ['a'], ['b']]);
    sheet.book.metadata.add({ key: 'k', value: null, visibility: 'DOCUMENT', place: row(1) });
    sheet.grid.sort(boxOf('A1:A3'), { column: 1, ascending: true });
    expect(sheet.book.metadata.all()[0]!.place).toEqual(row(expected));
  }
});

test('of a tab goes with the tab; shifted cells do not take it along', () => {
  const { sheet, places } = sheetWith(column(2));
  const other = sheet.book.addGrid('Other');
  sheet.book.metadata.add({
    key: 'tab',
    value: null,
    visibility: 'PROJECT',
    place: { kind: 'sheet', tab: other.id },
  });
  sheet.book.metadata.add({
    key: 'file',
    value: null,
    visibility: 'PROJECT',
    place: { kind: 'spreadsheet' },
  });
  sheet.grid.insertCells(boxOf('A1:A3'), 'right');
  expect(places()).toEqual([2, 'sheet', 'spreadsheet']);
  sheet.book.removeGrid(other.id);
  expect(places()).toEqual([2, 'spreadsheet']);
});

test('30,000 characters for the file, and as many for each tab with its rows and columns', () => {
  const { sheet } = sheetWith();
  const { metadata } = sheet.book;
  const add = (place: MetadataPlace, size: number) =>
    metadata.add({ key: 'k', value: 'v'.repeat(size - 1), visibility: 'PROJECT', place });
  const entry = add(column(1), 20_000);
  add(row(1), 10_000);
  expect(() => add(column(3), 1)).toThrow('limit of 30000 characters');
  add({ kind: 'spreadsheet' }, 30_000);
  metadata.change(entry, { value: 'v'.repeat(19_999) });
  expect(() => metadata.change(entry, { value: 'v'.repeat(20_000) })).toThrow('limit of 30000 characters');
  metadata.remove(entry);
  expect(() => metadata.change(entry, { value: '' })).toThrow('no longer exists');
  add(column(3), 20_000);
});
