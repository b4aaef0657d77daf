/** Write interpretation: what a written value becomes, shows, and hands to scripts. */
import { Sheet } from '../helpers';

const NOW = { now: () => new Date('2026-11-22T10:00:00Z') };
const day = (text: string): Date => new Date(`${text}Z`);

describe('typed text', () => {
  test.each<[string, unknown, string]>([
    ['12', 12, '12'],
    [' 12 ', 12, '12'],
    ['-3.50', -3.5, '-3.5'],
    ['+4', 4, '4'],
    ['007', 7, '7'],
    ['.5', 0.5, '0.5'],
    ['1e5', 100000, '1.00E+05'],
    ['1,234', 1234, '1,234'],
    ['1,234.5', 1234.5, '1,234.50'],
    ['12,34', '12,34', '12,34'],
    ['1, 2, 3', '1, 2, 3', '1, 2, 3'],
    ['$5', 5, '$5'],
    ['12%', 0.12, '12%'],
    ['12.5%', 0.125, '12.50%'],
    ['TRUE', true, 'TRUE'],
    ['false', false, 'FALSE'],
    ['720575940621039145', 720575940621039e3, '7.20576E+17'],
    ['123456789012345', 123456789012345, '123456789012345'],
    ['1234567890123456', 1234567890123460, '1.23457E+15'],
    ["'720575940621039145", '720575940621039145', '720575940621039145'],
    ["'=A1", '=A1', '=A1'],
    ["''quoted", "'quoted", "'quoted"],
    ['2026-01-02', day('2026-01-02T00:00:00'), '2026-01-02'],
    ['2026/1/2', day('2026-01-02T00:00:00'), '2026/1/2'],
    ['1/2/2026', day('2026-01-02T00:00:00'), '1/2/2026'],
    ['1/2', day('2026-01-02T00:00:00'), '1/2'],
    ['1-2', day('2026-01-02T00:00:00'), '1-2'],
    ['1/2/99', day('1999-01-02T00:00:00'), '1/2/1999'],
    ['2026-01-02 03:04', day('2026-01-02T03:04:00'), '2026-01-02 3:04'],
    ['2026-01-02 03:04:05', day('2026-01-02T03:04:05'), '2026-01-02 3:04:05'],
    ['Jan 2, 2026', day('2026-01-02T00:00:00'), '2-Jan-2026'],
    ['2 January 2026', day('2026-01-02T00:00:00'), '2-Jan-2026'],
    ['1:30 PM', day('1899-12-30T13:30:00'), '1:30 PM'],
    ['2026-13-01', '2026-13-01', '2026-13-01'],
    ['2026-02-30', '2026-02-30', '2026-02-30'],
    ['1/2/3', '1/2/3', '1/2/3'],
    ['25:61', '25:61', '25:61'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['Maybe 5', 'Maybe 5', 'Maybe 5'],
    ['1e999', '1e999', '1e999'],
    ['=', '=', '='],
    ['+1 555 1234', '+1 555 1234', '+1 555 1234'],
    ['-abc', '-abc', '-abc'],
    ['@handle', '@handle', '@handle'],
    ['0x10', '0x10', '0x10'],
  ])('%j', (input, value, text) => {
    const sheet = new Sheet(NOW).set('A1', input);
    expect(sheet.value('A1')).toEqual(value);
    expect(sheet.shown('A1')).toBe(text);
  });

  test('dates are of the workbook’s time zone, summer and winter', () => {
    const sheet = new Sheet({ timeZone: 'America/New_York' })
      .set('A1', '2026-07-01')
      .set('A2', '2026-01-01 12:00');
    expect(sheet.value('A1')).toEqual(new Date('2026-07-01T04:00:00Z'));
    expect(sheet.value('A2')).toEqual(new Date('2026-01-01T17:00:00Z'));
    sheet.set('A3', new Date('2026-07-01T04:00:00Z'));
    expect(sheet.shown('A3')).toBe('7/1/2026');
    sheet.book.timeZone = 'Europe/Berlin';
    expect(sheet.value('A1')).toEqual(new Date('2026-06-30T22:00:00Z'));
  });
});

describe('plain text cells', () => {
  const plain = (options = {}): Sheet => {
    const sheet = new Sheet(options);
    sheet.grid.setNumberFormats({ row: 1, column: 1, rows: 1, columns: 1 }, [['@']]);
    return sheet;
  };

  test.each(['720575940621039145', '007', '1e5', '1/2', 'TRUE', '+A2', ' 5 '])(
    '%j stays as typed',
    (input) => {
      expect(plain().set('A1', input).value('A1')).toBe(input);
    },
  );

  test('an equals sign still starts a formula, unless the switch says otherwise', () => {
    expect(plain().set('A1', '=1+1').value('A1')).toBe(2);
    expect(plain({ plainTextKeepsFormulaText: true }).set('A1', '=1+1').value('A1')).toBe('=1+1');
    expect(plain().set('A1', "'=1+1").value('A1')).toBe('=1+1');
  });
});

describe('formulas', () => {
  test('a leading plus starts one where it parses, by switch', () => {
    const sheet = new Sheet().set('A1', '+A2+1').set('A2', 4);
    expect([sheet.value('A1'), sheet.formula('A1')]).toEqual([5, '=+A2+1']);
    expect(new Sheet({ plusStartsFormula: false }).set('A1', '+A2+1').value('A1')).toBe('+A2+1');
  });

  test('nothing is computed before it is settled', () => {
    const sheet = new Sheet().set('A1', '=1+1');
    expect([sheet.view('A1').value, sheet.view('A1').formula]).toEqual(['', '=1+1']);
    expect(sheet.settle().view('A1').value).toBe(2);
  });

  test('what does not parse keeps its text', () => {
    const sheet = new Sheet().set('A1', '=SUM(1,');
    expect([sheet.error('A1'), sheet.formula('A1')]).toEqual(['#ERROR! Formula parse error.', '=SUM(1,']);
  });
});

describe('refusals', () => {
  test('50,000 characters and not one more, nothing written', () => {
    const sheet = new Sheet().set('A1', 'x'.repeat(50_000));
    expect(() => sheet.set('A1', [['a'], ['y'.repeat(50_001)]])).toThrow(
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    );
    expect((sheet.value('A1') as string).length).toBe(50_000);
  });

  test('a block of another shape', () => {
    const { grid } = new Sheet();
    const box = { row: 1, column: 1, rows: 2, columns: 2 };
    expect(() => grid.write(box, [[1, 2]])).toThrow('The data has 1 but the range has 2.');
    expect(() => grid.write(box, [[1], [2]])).toThrow(
      'The number of columns in the data does not match the number of columns in the range.',
    );
  });

  test.each([
    { row: 1001, column: 1, rows: 1, columns: 1 },
    { row: 0, column: 1, rows: 1, columns: 1 },
    { row: 1, column: 27, rows: 1, columns: 1 },
    { row: 1000, column: 1, rows: 2, columns: 1 },
  ])('outside the grid: %j', (box) => {
    expect(() => new Sheet().grid.values(box)).toThrow('outside the dimensions of the sheet');
  });
});

test('null and empty text empty a cell; NaN is an error; numbers and booleans are themselves', () => {
  const sheet = new Sheet().set('A1', [['x', 'y', Number.NaN, 2 ** 60, true]]).set('A1', [[null, '']]);
  expect(sheet.values('A1:E1')).toEqual([['', '', '#NUM!', 2 ** 60, true]]);
  expect(sheet.grid.lastColumn()).toBe(5);
});
