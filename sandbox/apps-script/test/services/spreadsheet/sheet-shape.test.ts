/** Inserting and deleting rows and columns. */

import { messageOf, resultOf } from '../../bench-host';

const SHEET = 'const sheet = SpreadsheetApp.getActiveSheet();';

describe('rows and columns', () => {
  test('sizes', () => {
    const body = `${SHEET} const empty = [sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation()];
      sheet.getRange('C4').setValue('x');
      return [empty, [sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation()], sheet.getMaxRows(), sheet.getMaxColumns()];`;
    expect(resultOf(body)).toEqual([[0, 0, 'A1'], [4, 3, 'A1:C4'], 1000, 26]);
  });

  test('insertions and deletions move content', () => {
    const body = `${SHEET} sheet.getRange('A1:A3').setValues([['a'], ['b'], ['c']]);
      sheet.insertRowsBefore(2, 2); const down = sheet.getRange('A1:A5').getValues().join('|'); sheet.deleteRows(2, 2);
      sheet.insertRowAfter(1); sheet.deleteRow(2);
      sheet.insertColumnBefore(1); const right = sheet.getRange('B1').getValue(); sheet.deleteColumn(1); sheet.insertColumnsAfter(1, 2);
      return [down, right, sheet.getRange('A1:A3').getValues().join('|'), sheet.getMaxRows(), sheet.getMaxColumns()];`;
    expect(resultOf(body)).toEqual(['a|||b|c', 'a', 'a|b|c', 1000, 28]);
  });

  test('appendRow finds the end and grows the grid', () => {
    const body = `${SHEET} sheet.appendRow(['a', '720575940621039145x']); sheet.getRange('A1000').setValue('last'); sheet.appendRow(['more']);
      return [sheet.getRange('A1:B1').getValues()[0], sheet.getMaxRows(), sheet.getRange('A1001').getValue()];`;
    expect(resultOf(body)).toEqual([['a', '720575940621039145x'], 1001, 'more']);
  });

  test.each([
    [`sheet.deleteRows(1000, 2)`, 'Those rows are out of bounds.'],
    [`sheet.deleteRows(1, 1000)`, "You can't delete all the rows on the sheet."],
    [`sheet.deleteColumns(26, 2)`, 'Those columns are out of bounds.'],
    [`sheet.deleteColumns(1, 26)`, "You can't delete all the columns on the sheet."],
  ])('%s', (code, message) => {
    expect(messageOf(`${SHEET} ${code};`)).toBe(message);
  });

  test('sorting', () => {
    const body = `${SHEET} sheet.getRange('A1:B4').setValues([['h', ''], ['b', 1], ['a', 2], ['b', 0]]);
      sheet.setFrozenRows(1); sheet.sort(1);
      const once = sheet.getRange('A1:B4').getValues().join('|');
      sheet.getRange('A2:B4').sort([{ column: 1, ascending: false }, { column: 2, ascending: true }]);
      return [once, sheet.getRange('A1:B4').getValues().join('|'), sheet.getFrozenRows()];`;
    expect(resultOf(body)).toEqual(['h,|a,2|b,1|b,0', 'h,|b,0|b,1|a,2', 1]);
  });

  test('a text finder finds', () => {
    const body = `${SHEET} sheet.getRange('A1:B2').setValues([['Current_id', 'x'], ['y', 'current_ids']]);
      const at = function (f) { return f.findAll().map(function (r) { return r.getA1Notation(); }).join(); };
      const next = sheet.createTextFinder('current'); 
      return [at(sheet.createTextFinder('current_id')), at(sheet.createTextFinder('current_id').matchEntireCell(true)),
        at(sheet.createTextFinder('current_id').matchCase(true)), at(sheet.createTextFinder('^[xy]$').useRegularExpression(true)),
        next.findNext().getA1Notation(), next.findNext().getA1Notation(), next.findNext()];`;
    expect(resultOf(body)).toEqual(['A1,B2', 'A1', 'B2', 'B1,A2', 'A1', 'B2', null]);
  });

  test('a text finder replaces in formulas and texts, the regular signs of a plain text as themselves', () => {
    const body = `${SHEET} const range = sheet.getRange('A1:A3');
      range.setValues([['=SUM(1)+SUM(2)'], ['SUM( sum('], ['other']]);
      const finder = sheet.createTextFinder('SUM(').matchCase(true).matchFormulaText(true);
      const count = finder.replaceAllWith('MAX(5,');
      return [count, range.getFormulas(), range.getValues(), sheet.createTextFinder('MAX').replaceAllWith('$1')];`;
    expect(resultOf(body)).toEqual([
      3,
      [['=MAX(5,1)+MAX(5,2)'], [''], ['']],
      [[10], ['MAX(5, sum('], ['other']],
      1,
    ]);
  });
});
