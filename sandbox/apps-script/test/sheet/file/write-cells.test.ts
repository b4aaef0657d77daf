/** Entries, links, clearing and rules of cells. */

import { boxOf, Sheet } from '../helpers';

test('an entry over a formula or into its array takes their place', () => {
  const sheet = new Sheet().set('A1', '={1;2;3}').settle().set('A2', 'mine');
  expect(sheet.value('A1')).toBe('#REF!');
  sheet.set('A1', '7');
  expect([sheet.formula('A1'), sheet.value('A1'), sheet.value('A3')]).toEqual(['', 7, '']);
});

test('only the parts that are named are cleared', () => {
  const sheet = new Sheet().set('A1', 46024);
  sheet.grid.setNotes(boxOf('A1'), [['a note']]);
  sheet.grid.setNumberFormats(boxOf('A1'), [['0.00']]);
  sheet.grid.clear(boxOf('A1'), { contents: true });
  expect(sheet.view('A1')).toMatchObject({ value: '', note: 'a note', numberFormat: '0.00' });
  sheet.grid.clear(boxOf('A1'), { notes: true, formats: true });
  expect(sheet.view('A1')).toMatchObject({ note: '', numberFormat: 'General' });
});

test('a linked text is not interpreted; the next entry has no links', () => {
  const sheet = new Sheet();
  sheet.grid.setRichText(1, 1, '=1+1', [{ start: 0, end: 4, url: 'https://a.example' }]);
  expect(sheet.view('A1')).toMatchObject({ value: '=1+1', formula: '' });
  expect(sheet.view('A1').links).toHaveLength(1);
  expect(sheet.set('A1', 'plain').view('A1').links).toEqual([]);
});

test('a rule refuses an entry as a whole, before any cell is changed; a checkbox has a value at once', () => {
  const sheet = new Sheet({ validationRejects: true }).set('A1', [[1, 2]]);
  const rule = { criterion: 'NUMBER_LESS_THAN', values: [5], allowInvalid: false, helpText: null };
  sheet.grid.setValidation(boxOf('A1:B1'), rule);
  expect(() => sheet.grid.checkEntries(boxOf('A1:B1'), [[3, 9]])).toThrow();
  expect(() => sheet.set('A1', [[3, 9]])).toThrow();
  expect(sheet.values('A1:B1')).toEqual([[1, 2]]);
  sheet.grid.setValidation(boxOf('C1'), { ...rule, criterion: 'CHECKBOX', values: [] });
  expect(sheet.value('C1')).toBe(false);
});
