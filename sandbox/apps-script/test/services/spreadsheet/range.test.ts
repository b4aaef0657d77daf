/** Values, formulas and formats of ranges. */

import { messageOf, resultOf } from '../../bench-host';

const SHEET = 'const sheet = SpreadsheetApp.getActiveSheet();';

describe('values', () => {
  test('are written as if typed and read back', () => {
    const body = `${SHEET} sheet.getRange('A1:D2').setValues([[1, 'text', true, ''], ['5', '=A1+1', null, "'007"]]);
      return [sheet.getRange('A1:D2').getValues(), sheet.getRange('A1:D2').getFormulas(), sheet.getRange('D2').getDisplayValue()];`;
    expect(resultOf(body)).toEqual([
      [
        [1, 'text', true, ''],
        [5, 2, '', '007'],
      ],
      [
        ['', '', '', ''],
        ['', '=A1+1', '', ''],
      ],
      '007',
    ]);
  });

  test('an id typed as a number has lost its digits, as text it has not', () => {
    const body = `${SHEET} sheet.getRange('B1').setNumberFormat('@');
      sheet.getRange('A1:B1').setValues([['720575940621039145', '720575940621039145']]);
      return [typeof sheet.getRange('A1').getValue(), sheet.getRange('B1').getValue(), sheet.getRange('A1:B1').getNumberFormats()[0][1]];`;
    expect(resultOf(body)).toEqual(['number', '720575940621039145', '@']);
  });

  test('dates come back as dates', () => {
    const body = `${SHEET} sheet.getRange('A1').setValue(new Date(Date.UTC(2026, 0, 2)));
      const got = sheet.getRange('A1').getValue(); return [got instanceof Date, got.toISOString()];`;
    expect(resultOf(body)).toEqual([true, '2026-01-02T00:00:00.000Z']);
  });

  test.each([
    [
      `sheet.getRange('A1:A2').setValues([[1]])`,
      'The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.',
    ],
    [
      `sheet.getRange('A1:B2').setValues([[1, 2], [3]])`,
      'The number of columns in the data does not match the number of columns in the range. The data has 1 but the range has 2.',
    ],
    [
      `sheet.getRange('A1').setValues([1])`,
      "The parameters (Object[]) don't match the method signature for SpreadsheetApp.Range.",
    ],
    [
      `sheet.getRange('A1').setValue('x'.repeat(50001))`,
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    ],
    [`sheet.getRange('A1').setValues([[BigInt(1)]])`, 'Cannot convert bigint to a cell value.'],
  ])('%s', (code, message) => {
    expect(messageOf(`${SHEET} ${code};`)).toBe(message);
  });

  test('objects become their text', () => {
    const body = `${SHEET} sheet.getRange('A1:C1').setValues([[{}, ['a', 'b'], sheet]]); return sheet.getRange('A1:C1').getValues()[0];`;
    expect(resultOf(body)).toEqual(['[object Object]', 'a,b', 'Sheet']);
  });

  test('formulas get their sign', () => {
    const body = `${SHEET} sheet.getRange('A1').setFormula('1+1'); sheet.getRange('A2:A3').setFormulas([['=A1*2'], ['']]);
      return [sheet.getRange('A1:A3').getValues(), sheet.getRange('A1').getFormula()];`;
    expect(resultOf(body)).toEqual([[[2], [4], ['']], '=1+1']);
  });

  test('isBlank', () => {
    const body = `${SHEET} const before = sheet.getRange('A1:B2').isBlank(); sheet.getRange('B2').setValue('x');
      return [before, sheet.getRange('A1:B2').isBlank(), sheet.getRange('A1').isBlank()];`;
    expect(resultOf(body)).toEqual([true, false, true]);
  });
});

describe('looks', () => {
  test('notes, backgrounds, weight, formats', () => {
    const body = `${SHEET} const r = sheet.getRange('A1:B1');
      r.setNotes([['n1', null]]).setBackgrounds([['#ff0000', null]]).setFontWeights([['bold', 'normal']]).setNumberFormats([['@', '0.00']]);
      sheet.getRange('A2').setNote('one').setBackground('#00ffff').setFontWeight('bold').setFontColor('#111').setWrap(true);
      const a2 = sheet.getRange('A2');
      return [r.getNotes(), r.getBackgrounds(), r.getFontWeights(), r.getNumberFormats(), a2.getNote(), a2.getBackground(), a2.getFontWeight(), a2.getNumberFormat()];`;
    const [notes, backgrounds, weights, formats, ...rest] = resultOf(body) as unknown[];
    expect(notes).toEqual([['n1', '']]);
    expect((backgrounds as string[][])[0]?.[0]).toBe('#ff0000');
    expect(weights).toEqual([['bold', 'normal']]);
    expect(formats).toEqual([['@', '0.00']]);
    expect(rest.slice(0, 3)).toEqual(['one', '#00ffff', 'bold']);
  });

  test('clearing takes what it says', () => {
    const body = `${SHEET} const fill = function () { sheet.getRange('A1').setValue('v').setNote('n').setBackground('#ff0000'); };
      const state = function () { const r = sheet.getRange('A1'); return [r.getValue(), r.getNote(), r.getBackground() === '#ff0000'].join(); };
      return ['clearContent', 'clearNote', 'clearFormat', 'clear'].map(function (m) { fill(); sheet.getRange('A1')[m](); return state(); });`;
    expect(resultOf(body)).toEqual([',n,true', 'v,,true', 'v,n,false', ',,false']);
  });

  test('a range list does the same to all', () => {
    const body = `${SHEET} sheet.getRangeList(['A1', 'C3:C4']).setValue('x').setFontWeight('bold').setBackground('#00ffff').setNote('n').setNumberFormat('@');
      const before = sheet.getRange('C4').getValue(); sheet.getRangeList(['C3:C4']).clearContent();
      return [before, sheet.getRange('C4').getValue(), sheet.getRange('A1').getNote(), sheet.getRangeList(['A1', 'B1']).getRanges().length];`;
    expect(resultOf(body)).toEqual(['x', '', 'n', 2]);
  });
});
