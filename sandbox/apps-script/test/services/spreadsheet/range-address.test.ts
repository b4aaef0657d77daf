/** Addresses of ranges. */

import { messageOf, resultOf } from '../../bench-host';

const SHEET = 'const sheet = SpreadsheetApp.getActiveSheet();';

describe('addresses', () => {
  test.each([
    [`sheet.getRange('B2').getA1Notation()`, 'B2'],
    [`sheet.getRange('$B$2:C5').getA1Notation()`, 'B2:C5'],
    [`sheet.getRange('A2:A').getA1Notation()`, 'A2:A1000'],
    [`sheet.getRange('C:D').getA1Notation()`, 'C1:D1000'],
    [`sheet.getRange('5:6').getA1Notation()`, 'A5:Z6'],
    [`sheet.getRange(2, 3, 4, 5).getA1Notation()`, 'C2:G5'],
    [`sheet.getRange('C5:B2').getA1Notation()`, 'B2:C5'],
    [`sheet.getRange(1, 26).offset(1, -1, 2, 2).getA1Notation()`, 'Y2:Z3'],
    [`sheet.getRange('B2:C3').getCell(2, 2).getA1Notation()`, 'C3'],
  ])('%s is %s', (code, name) => {
    expect(resultOf(`${SHEET} return ${code};`)).toBe(name);
  });

  test.each([
    [`sheet.getRange(0, 1)`, 'The starting row of the range is too small.'],
    [`sheet.getRange(1, 0)`, 'The starting column of the range is too small.'],
    [`sheet.getRange(1, 1, 0)`, 'The number of rows in the range must be at least 1.'],
    [`sheet.getRange(1, 1, 1, 0)`, 'The number of columns in the range must be at least 1.'],
    [`sheet.getRange(1000, 1, 2)`, 'The coordinates of the range are outside the dimensions of the sheet.'],
    [`sheet.getRange('AA1')`, 'The coordinates of the range are outside the dimensions of the sheet.'],
    [`sheet.getRange('nonsense!')`, 'Range not found'],
    [`sheet.getRange('Nowhere!A1')`, 'Range not found'],
    [`sheet.getRange('A')`, 'Range not found'],
    [`sheet.getRange('A1:5')`, 'Range not found'],
    [`sheet.getRange('B2:C3').getCell(3, 1)`, 'Cell reference out of range'],
  ])('%s is refused', (code, message) => {
    expect(messageOf(`${SHEET} ${code};`)).toBe(message);
  });

  test('numbers of a range', () => {
    const body = `${SHEET} const r = sheet.getRange('B3:D7');
      return [r.getRow(), r.getColumn(), r.getLastRow(), r.getLastColumn(), r.getNumRows(), r.getNumColumns(),
        r.getHeight(), r.getWidth(), r.getSheet().getName() === sheet.getName(), r.getGridId() === sheet.getSheetId()];`;
    expect(resultOf(body)).toEqual([3, 2, 7, 4, 5, 3, 5, 3, true, true]);
  });
});
