/** Styles and content of one tab. */

import { boxOf, Sheet } from '../helpers';

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
