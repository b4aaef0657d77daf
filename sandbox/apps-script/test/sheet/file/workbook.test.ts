/** The file as a whole: names, tabs, switches, styles, and what scripts of another realm hand in. */
import { boxOf, Sheet, withFunctions } from '../helpers';

test('what a new file is', () => {
  const { book, grid } = new Sheet({ name: 'BANC neurons', id: 'file-1', timeZone: 'Europe/Berlin' });
  expect([book.name, book.id, book.timeZone]).toEqual(['BANC neurons', 'file-1', 'Europe/Berlin']);
  expect([grid.name, grid.id, grid.maxRows, grid.maxColumns, grid.hidden]).toEqual([
    'Sheet1',
    0,
    1000,
    26,
    false,
  ]);
  expect([grid.lastRow(), grid.lastColumn()]).toEqual([0, 0]);
  expect(grid.view(5, 5)).toEqual({
    shown: '',
    value: '',
    formula: '',
    error: null,
    loading: false,
    spilledFrom: null,
    numberFormat: 'General',
    note: '',
    background: '',
    bold: false,
    links: [],
    formulaLink: null,
    validation: null,
    invalid: false,
    merged: null,
  });
  book.name = 'Other';
  grid.hidden = true;
  expect([book.name, grid.hidden]).toEqual(['Other', true]);
  expect(() => {
    book.timeZone = 'Nowhere/City';
  }).toThrow(RangeError);
});

test('tabs: at most 200, ids that differ, unknown ids refused', () => {
  const { book } = new Sheet();
  expect(() => book.addGrid('')).toThrow('needs a name');
  for (let i = 2; i <= 200; i++) book.addGrid(`Tab ${i}`);
  expect(new Set(book.grids().map((grid) => grid.id)).size).toBe(200);
  expect(() => book.addGrid('One more')).toThrow('at most 200 tabs');
  expect(() => book.removeGrid(-1)).toThrow('no sheet with id -1');
});

test('formulas of a removed tab hear nothing more', () => {
  const { sheet, functions } = withFunctions({ TT_X: (x: unknown) => x });
  const other = sheet.book.addGrid('Other');
  other.write(boxOf('A1'), [['=TT_X(Sheet1!A1)']]);
  sheet.settle();
  sheet.book.removeGrid(other.id);
  sheet.set('A1', 'x').settle();
  expect(functions.calls.length).toBe(1);
});

test('a function that throws at once, or answers twice, is one answer', () => {
  const sheet = new Sheet();
  sheet.book.setCustomFunctions({
    names: () => ['TT_THROW', 'TT_TWICE'],
    call: (name, _args, _at, reply) => {
      if (name === 'TT_THROW') throw new Error('did not start');
      reply({ value: 'first' });
      reply({ value: 'second' });
    },
  });
  sheet.set('A1', '=TT_THROW()').set('A2', '=TT_TWICE()');
  expect([sheet.error('A1'), sheet.shown('A2')]).toEqual(['#ERROR! did not start', 'first']);
});
