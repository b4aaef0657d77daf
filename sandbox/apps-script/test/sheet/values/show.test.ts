/** Shown numbers and dates. */
import { numberText, showNumber } from '../../../src/sheet/values/show';
import { Sheet } from '../helpers';

test.each<[number, string]>([
  [0, '0'],
  [-0, '0'],
  [0.1 + 0.2, '0.3'],
  [1 / 3, '0.3333333333'],
  [-2 / 3, '-0.6666666667'],
  [100 / 3, '33.33333333'],
  [1234567.891234, '1234567.891'],
  [999999999999999, '999999999999999'],
  [1e15, '1E+15'],
  [Number('720575940621039145'), '7.20576E+17'],
  [-Number('720575940621039145'), '-7.20576E+17'],
  [0.00001, '0.00001'],
  [0.00000012, '0.00000012'],
  [1e-10, '1E-10'],
  [1.5e300, '1.5E+300'],
  [12345678901.5, '12345678902'],
])('%p shows as %s', (value, text) => {
  expect(showNumber(value)).toBe(text);
});

test.each<[number, string]>([
  [1 / 3, '0.333333333333333'],
  [Number('720575940621039145'), '7.20575940621039E+17'],
  [42, '42'],
])('%p joined to text is %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

test('a format changes what is shown, and a date format what scripts get', () => {
  const sheet = new Sheet().set('A1', 46024).set('A2', '2026-01-02');
  const box = { row: 1, column: 1, rows: 2, columns: 1 };
  sheet.grid.setNumberFormats(box, [['yyyy-mm-dd'], ['0.0']]);
  expect(sheet.grid.shown(box)).toEqual([['2026-01-02'], ['46024.0']]);
  expect(sheet.grid.values(box)).toEqual([[new Date('2026-01-02T00:00:00Z')], [46024]]);
  expect(sheet.grid.numberFormats(box)).toEqual([['yyyy-mm-dd'], ['0.0']]);
  sheet.grid.setNumberFormats(box, [['General'], ['General']]);
  expect(sheet.grid.shown(box)).toEqual([['46024'], ['1/2/2026']]);
});
