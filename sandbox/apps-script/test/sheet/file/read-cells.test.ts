/** What people and scripts see in a cell. */

import { boxOf, Sheet } from '../helpers';

test('a date is a date for scripts, in the zone of the file, and text for people', () => {
  const sheet = new Sheet({ timeZone: 'America/New_York' }).set('A1', '2026-01-02').settle();
  expect(sheet.view('A1').value).toEqual(new Date('2026-01-02T05:00:00Z'));
  expect(sheet.shown('A1')).toMatch(/2026/);
});

test('an error is its code, and what an array fills names the formula', () => {
  const sheet = new Sheet().set('A1', '=1/0').set('C1', '={1;2}').settle();
  expect(sheet.view('A1')).toMatchObject({ value: '#DIV/0!', formula: '=1/0', error: { code: '#DIV/0!' } });
  expect(sheet.view('C2')).toMatchObject({ value: 2, formula: '', spilledFrom: { row: 1, column: 3 } });
});

test('a link of HYPERLINK, a merge, and a value against its rule', () => {
  const sheet = new Sheet().set('A1', '=HYPERLINK("https://a.example","x")').set('C1', 9).settle();
  sheet.grid.merge(boxOf('A1:B1'));
  const rule = { criterion: 'NUMBER_LESS_THAN', values: [5], allowInvalid: true, helpText: null };
  sheet.grid.setValidation(boxOf('C1'), rule);
  expect(sheet.view('A1')).toMatchObject({ formulaLink: 'https://a.example', merged: boxOf('A1:B1') });
  expect([sheet.view('C1').invalid, sheet.view('D1').invalid]).toEqual([true, false]);
  expect(sheet.view('D1')).toMatchObject({ value: '', shown: '', numberFormat: 'General', links: [] });
});
