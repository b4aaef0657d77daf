/** The file as a whole: names, tabs, switches, styles, and what scripts of another realm hand in. */
import { runInNewContext } from 'node:vm';
import type { CellValue } from '../../../src/sheet/values/types';
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

test('dates and odd values of another realm are taken as what they are', () => {
  const sheet = new Sheet({ timeZone: 'America/New_York' });
  const foreign = runInNewContext(
    '[[new Date(1767330000000), { toString: () => "made of text" }, undefined]]',
  ) as CellValue[][];
  sheet.set('C1', 'old').set('A1', foreign);
  expect(sheet.values('A1:C1')).toEqual([[new Date(1767330000000), 'made of text', '']]);
  expect(sheet.shown('A1')).toBe('1/2/2026');
  const made = withFunctions({ TT_DATE: () => runInNewContext('[[new Date(1767312000000)]]') as unknown });
  expect(made.sheet.set('A1', '=TT_DATE()').shown('A1')).toBe('1/2/2026');
});

test('a function that throws at once, or answers twice, is one answer', () => {
  const sheet = new Sheet();
  sheet.book.setCustomFunctions({
    names: () => ['TT_THROW', 'TT_TWICE'],
    call: (name, _args, _at, done) => {
      if (name === 'TT_THROW') throw new Error('did not start');
      done({ value: 'first' });
      done({ value: 'second' });
    },
  });
  sheet.set('A1', '=TT_THROW()').set('A2', '=TT_TWICE()');
  expect([sheet.error('A1'), sheet.shown('A2')]).toEqual(['#ERROR! did not start', 'first']);
});

test('errors inside a range argument arrive as text, by switch', () => {
  const { sheet, functions } = withFunctions({ TT_X: () => 'ran' }, { passErrorsInRanges: true });
  sheet
    .set('A1', [['=1/0'], ['ok']])
    .set('B1', '=TT_X(A1:A2)')
    .set('B2', '=TT_X(A1)')
    .settle();
  expect(sheet.values('B1:B2').flat()).toEqual(['ran', '#DIV/0!']);
  expect(functions.calls.map((call) => call.args)).toEqual([[[['#DIV/0!'], ['ok']]]]);
});

test('a range that still loads keeps its readers waiting', () => {
  const { sheet, functions } = withFunctions({ TT_X: (x: unknown) => x });
  functions.hold = true;
  sheet.set('A1', '=TT_X("a")').set('B1', '=COUNTA(A1:A3)').set('C1', '=TT_X(A1:A2)').settle();
  expect([sheet.value('B1'), sheet.value('C1'), functions.calls.length]).toEqual([
    'Loading...',
    'Loading...',
    1,
  ]);
  functions.release();
  functions.release();
  expect([sheet.shown('B1'), sheet.shown('C1')]).toEqual(['1', 'a']);
});

test('styles are read back, and a format that makes dates tells the readers', () => {
  const sheet = new Sheet().set('A1', 46024).set('B1', '=A1&""').settle();
  sheet.grid.setNumberFormats(boxOf('A1'), [['yyyy-mm-dd']]);
  sheet.grid.setBold(boxOf('A1:B1'), true);
  sheet.grid.setBackgrounds(boxOf('A1:B1'), [['#ff0000', '#00ffff']]);
  sheet.grid.setNotes(boxOf('B1'), [['a note']]);
  expect(sheet.shown('B1')).toBe('1/2/2026');
  expect(sheet.view('B1')).toMatchObject({ bold: true, background: '#00ffff', note: 'a note' });
  sheet.grid.clear(boxOf('A1'), { formats: true });
  expect(sheet.shown('B1')).toBe('46024');
  expect(() => sheet.grid.setNotes(boxOf('A1:B1'), [['one']])).toThrow('The number of columns');
});

test('columns and rows of content are counted, styles are not', () => {
  const sheet = new Sheet().set('C4', 'x');
  sheet.grid.setBackgrounds(boxOf('F9'), [['#ff0000']]);
  expect([sheet.grid.lastRow(), sheet.grid.lastColumn()]).toEqual([4, 3]);
  sheet.set('E2', '={1;2;3;4;5}').settle();
  expect([sheet.grid.lastRow(), sheet.grid.lastColumn()]).toEqual([6, 5]);
  sheet.set('E2', null).set('C4', null).settle();
  expect([sheet.grid.lastRow(), sheet.grid.lastColumn()]).toEqual([0, 0]);
});
