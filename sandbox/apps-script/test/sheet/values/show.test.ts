/** Shown numbers and dates. */
import { formatNumber } from '../../../src/sheet/values/number-format';
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
])('%p shows as %s', (value, shown) => {
  expect(showNumber(value)).toBe(shown);
});

test.each<[number, string]>([
  [1 / 3, '0.333333333333333'],
  [Number('720575940621039145'), '7.20575940621039E+17'],
  [42, '42'],
])('%p joined to text is %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

describe('patterns', () => {
  test.each<[number, string, string]>([
    [1234.5, '0', '1235'],
    [1234.5, '0.00', '1234.50'],
    [1234567.891, '#,##0', '1,234,568'],
    [1234567.891, '#,##0.00', '1,234,567.89'],
    [0.5, '#.##', '.5'],
    [5, '000', '005'],
    [5, '0.##', '5'],
    [0.1234, '0%', '12%'],
    [0.1234, '0.00%', '12.34%'],
    [123456, '0.00E+00', '1.23E+05'],
    [0.00012, '0.0E+0', '1.2E-4'],
    [-5, '0.0', '-5.0'],
    [-5, '0;(0)', '(5)'],
    [0, '0;-0;"none"', 'none'],
    [5, '0" nm"', '5 nm'],
    [5, '$0.00', '$5.00'],
    [Number('720575940621039145'), '0', '720575940621039000'],
    [46024, 'yyyy-mm-dd', '2026-01-02'],
    [46024.5, 'yyyy-mm-dd hh:mm:ss', '2026-01-02 12:00:00'],
    [46024.5215, 'm/d/yy h:mm am/pm', '1/2/26 12:30 PM'],
    [46024, 'dddd, d mmmm yyyy', 'Friday, 2 January 2026'],
    [46024, 'ddd d-mmm', 'Fri 2-Jan'],
    [1.25, '[h]:mm', '30:00'],
    [46024.000005787, 'ss.000', '00.500'],
  ])('%p as %s', (value, pattern, shown) => {
    expect(formatNumber(value, pattern)).toBe(shown);
  });
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
