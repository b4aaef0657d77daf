/** A duplicated tab holds what the original holds, and leads a life of its own. */
import { boxOf, Sheet } from '../helpers';

function original(options = {}) {
  const sheet = new Sheet(options).set('A1', [
    ["'720575940621039145", '=LEN(A1)', '=Sheet1!A1', '=ARRAYFORMULA(A1:A2&"!")'],
    ['x', null, null, null],
  ]);
  const { grid, book } = sheet;
  grid.setNumberFormats(boxOf('A2'), [['@']]);
  grid.setNotes(boxOf('A1'), [['a note']]);
  grid.merge(boxOf('F1:G1'));
  grid.protect(boxOf('A1'), ['ada']);
  grid.frozen.set('rows', 1, grid.maxRows);
  grid.rowStates.setHidden(2, 1, true);
  grid.filters.create(boxOf('A1:B2'));
  grid.regions.addBanding({ box: boxOf('A1:B2'), theme: 'CYAN' });
  const place = { kind: 'column', tab: grid.id, line: 2 } as const;
  book.metadata.add({ key: 'owned', value: 'length', visibility: 'PROJECT', place });
  book.settle();
  return sheet;
}

test('cells, looks and layout are copied; formulas without a tab read the copy', () => {
  const { book, grid } = original();
  const copy = book.duplicateGrid(grid.id, 'Copy');
  book.settle();
  expect(copy.shown(boxOf('A1:D2'))).toEqual(grid.shown(boxOf('A1:D2')));
  expect(copy.formulas(boxOf('B1:C1'))).toEqual([['=LEN(A1)', '=Sheet1!A1']]);
  expect(copy.view(1, 1).note).toBe('a note');
  expect(copy.view(2, 1).numberFormat).toBe('@');
  expect([copy.merges.all(), copy.frozen.rows, copy.isRowHidden(2)]).toEqual([[boxOf('F1:G1')], 1, true]);
  expect([
    copy.editableBy(boxOf('A1'), 'bob'),
    copy.filters.filter?.box,
    copy.regions.bandings.length,
  ]).toEqual([false, boxOf('A1:B2'), 1]);
  copy.write(boxOf('A1'), [["'1234"]]);
  book.settle();
  expect([copy.values(boxOf('B1:C1')), grid.values(boxOf('B1:C1'))]).toEqual([
    [[4, '720575940621039145']],
    [[18, '720575940621039145']],
  ]);
  copy.insertRows(1, 1);
  copy.rowStates.setHidden(3, 1, false);
  expect([grid.isRowHidden(2), grid.view(1, 1).note, grid.merges.all()]).toEqual([
    true,
    'a note',
    [boxOf('F1:G1')],
  ]);
});

test('developer metadata is copied unless switched off: the same key then stands in two tabs', () => {
  for (const [copies, count] of [
    [true, 2],
    [false, 1],
  ] as const) {
    const { book, grid } = original({ duplicatesCopyMetadata: copies });
    const copy = book.duplicateGrid(grid.id, 'Copy');
    copy.insertColumns(1, 1);
    const entries = book.metadata.all();
    expect(entries.map(({ place }) => ('line' in place ? place.line : 0))).toEqual([2, 3].slice(0, count));
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(count);
  }
});

test('names are unique, and a tab that is gone cannot be copied', () => {
  const { book, grid } = original();
  expect(() => book.duplicateGrid(grid.id, 'sheet1')).toThrow('already exists');
  expect(() => book.duplicateGrid(5, 'Copy')).toThrow('no sheet with id 5');
});
