/** Tabs of a spreadsheet. */

import { messageOf, resultOf } from '../../bench-host';

describe('tabs', () => {
  test('insert, find, rename, hide, delete', () => {
    const body = `const s = SpreadsheetApp.getActive(); const made = s.insertSheet('TT log');
      const id = made.getSheetId();
      const found = [s.getSheetByName('TT log').getSheetId() === id, s.getSheetById(id).getName(), s.getSheetByName('none'), s.getSheetById(-5)];
      made.setName('Log').hideSheet(); const hidden = made.isSheetHidden(); made.showSheet();
      const names = s.getSheets().map(function (x) { return x.getName(); });
      const active = s.getActiveSheet().getName();
      s.deleteSheet(made);
      return [found, hidden, made.isSheetHidden === undefined, names.length, names.indexOf('Log') >= 0, active, s.getNumSheets()];`;
    expect(resultOf(body)).toEqual([[true, 'TT log', null, null], true, false, 2, true, 'Log', 1]);
  });

  test.each([
    [
      `s.insertSheet('A'); s.insertSheet('A')`,
      'A sheet with the name "A" already exists. Please enter another name.',
    ],
    [
      `s.insertSheet('A'); s.insertSheet('B').setName('A')`,
      'A sheet with the name "A" already exists. Please enter another name.',
    ],
    [`s.deleteSheet(s.getActiveSheet())`, "You can't remove all the sheets in a document."],
    [`s.getActiveSheet().hideSheet()`, "You can't hide all the sheets in a document."],
    [
      `const a = s.insertSheet('A'); s.deleteSheet(a); a.getRange('A1').getValue()`,
      /^Sheet -?\d+ not found$/,
    ],
    [
      `const a = s.insertSheet('A'); s.deleteSheet(a); a.getRange('A1').setValue(1)`,
      /^Sheet -?\d+ not found$/,
    ],
  ])('%s', (code, message) => {
    expect(messageOf(`const s = SpreadsheetApp.getActive(); ${code};`)).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  test('unnamed tabs get numbers, positions count from 0', () => {
    const body = `const s = SpreadsheetApp.getActive(); s.insertSheet(); s.insertSheet('first', 0);
      return [s.getSheets().length, s.getSheetByName('first').getIndex()];`;
    expect(resultOf(body)).toEqual([3, 1]);
  });

  test('ranges may name a tab', () => {
    const body = `const s = SpreadsheetApp.getActive(); s.insertSheet("My 'tab'").getRange('B2').setValue('there');
      return [s.getRange("'My ''tab'''!B2").getValue(), s.getSheets()[0].getRange("'My ''tab'''!B2").getValue()];`;
    expect(resultOf(body)).toEqual(['there', 'there']);
  });
});
