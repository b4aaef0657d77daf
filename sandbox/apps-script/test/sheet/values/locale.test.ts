/** Locales: what typed text becomes, what cells show, how formulas are written. */
import { activeLocale, findLocale, LOCALES, monthNames, underLocale } from '../../../src/sheet/values/locale';
import { boxOf, Sheet } from '../helpers';

const NOW = () => new Date('2026-11-22T10:00:00Z');
const sheetIn = (locale: string) => new Sheet({ locale, now: NOW });
const day = (text: string) => new Date(`${text}T00:00:00Z`);

test.each<[locale: string, typed: string, value: unknown, shown: string]>([
  ['en_US', '5/2', day('2026-05-02'), '5/2'],
  ['en_GB', '5/2', day('2026-02-05'), '5/2'],
  ['de_DE', '5/2', day('2026-02-05'), '5/2'],
  ['en_US', '01/06/2026', day('2026-01-06'), '1/6/2026'],
  ['en_GB', '01/06/2026', day('2026-06-01'), '01/06/2026'],
  ['de_DE', '1.6.2026', day('2026-06-01'), '01.06.2026'],
  ['de_DE', '1.6.', day('2026-06-01'), '1.6'],
  ['de_DE', '3.7', day('2026-07-03'), '3.7'],
  ['de_DE', '0.97', '0.97', '0.97'],
  ['de_DE', '0,97', 0.97, '0,97'],
  ['de_DE', '1.234', 1234, '1.234'],
  ['de_DE', '1.234,5', 1234.5, '1.234,50'],
  ['de_DE', '1,5e3', 1500, '1,50E+03'],
  ['de_DE', '12,5%', 0.125, '12,50%'],
  ['de_DE', '5 €', 5, '5 €'],
  ['en_US', '0,97', '0,97', '0,97'],
  ['en_US', '3.7', 3.7, '3.7'],
  ['en_US', '13/2', '13/2', '13/2'],
  ['en_GB', '13/2', day('2026-02-13'), '13/2'],
  ['fr_FR', '1 234,5', 1234.5, '1\u202f234,50'],
  ['fr_FR', '3.7', '3.7', '3.7'],
  ['fr_FR', '2 mai 2026', day('2026-05-02'), '2-mai-2026'],
  ['fr_FR', '2 May 2026', '2 May 2026', '2 May 2026'],
  ['de_DE', '2. Mai 2026', day('2026-05-02'), '2-Mai-2026'],
  ['de_DE', 'wahr', true, 'WAHR'],
  ['de_DE', 'TRUE', true, 'WAHR'],
  ['fr_FR', 'FAUX', false, 'FAUX'],
  ['en_US', 'WAHR', 'WAHR', 'WAHR'],
  ['sv_SE', '26-05-02', day('2026-05-02'), '2026-05-02'],
  ['ja_JP', '5/2', day('2026-05-02'), '5/2'],
  ['de_CH', '1’234.5', 1234.5, '1’234.50'],
  ['pl_PL', '2026-05-02', day('2026-05-02'), '2026-05-02'],
  ['de_DE', '720575940621039145', 720575940621039e3, '7,20576E+17'],
  ['de_DE', '10:30', new Date('1899-12-30T10:30:00Z'), '10:30'],
])('%s: %s typed', (locale, input, value, text) => {
  const sheet = sheetIn(locale).set('A1', input);
  expect([sheet.value('A1'), sheet.shown('A1')]).toEqual([value, text]);
});

test.each(LOCALES)('%s: what a plain-text cell gets stays as typed, and ids stay text', (locale) => {
  const sheet = sheetIn(locale);
  sheet.grid.setNumberFormats(
    boxOf('A1:A5'),
    Array.from({ length: 5 }, () => ['@']),
  );
  const inputs = ['720575940621039145', '1,5', '1.5', '5/2', '007'];
  sheet.set(
    'A1',
    inputs.map((text) => [text]),
  );
  expect(sheet.values('A1:A5').flat()).toEqual(inputs);
});

describe('formulas', () => {
  test.each<[string, string, string]>([
    ['en_US', '=SUM(1.5, 2)', '3.5'],
    ['en_US', '=SUM(1.5; 2)', '3.5'],
    ['de_DE', '=SUM(1,5; 2)', '3,5'],
    ['de_DE', '=SUM(1,5)', '1,5'],
    ['de_DE', '=SUM(A1, A2)', '#ERROR!'],
    ['de_DE', '=1.5', '#ERROR!'],
    ['de_DE', '={1\\2;3\\4}', '1'],
    ['de_DE', '=COLUMNS({1\\2;3\\4})', '2'],
    ['de_DE', '=ROWS({"a";"b"})', '2'],
    ['en_US', '=COLUMNS({1,2;3,4})', '2'],
    ['de_DE', '="x"&1,5', 'x1,5'],
    ['de_DE', '="x"&TRUE', 'xWAHR'],
    ['de_DE', '=VALUE("1,5")*2', '3'],
    ['de_DE', '=IF(TRUE;;5)', ''],
    ['fr_FR', '=TEXT(1234,5;"#,##0.00")', '1\u202f234,50'],
  ])('%s: %s', (locale, formula, text) => {
    expect(sheetIn(locale).set('A1', formula).shown('A1')).toBe(text);
  });

  test('a change of the locale rewrites them, and what is shown; the values stay', () => {
    const sheet = sheetIn('en_US').set('A1', [['=SUM(1.5, A3)', '={1,2;3,4}']]);
    sheet.set('E1', '="a,b;c"&MID("x.y", 1, 1)');
    sheet.set('A3', 0.25).settle();
    sheet.book.locale = 'de_DE';
    expect(['A1', 'B1', 'E1'].map((name) => sheet.formula(name))).toEqual([
      '=SUM(1,5; A3)',
      '={1\\2;3\\4}',
      '="a,b;c"&MID("x.y"; 1; 1)',
    ]);
    expect([sheet.shown('A1'), sheet.value('A1'), sheet.value('C2')]).toEqual(['1,75', 1.75, 4]);
    sheet.book.locale = 'fr_FR';
    sheet.book.locale = 'en_US';
    expect(['A1', 'B1', 'E1'].map((name) => sheet.formula(name))).toEqual([
      '=SUM(1.5, A3)',
      '={1,2;3,4}',
      '="a,b;c"&MID("x.y", 1, 1)',
    ]);
  });
});

test('a locale that is not modelled is refused by name', () => {
  const { book } = sheetIn('en_US');
  expect(() => {
    book.locale = 'xx_XX';
  }).toThrow('The locale xx_XX is not modelled: one of en_US, en_GB');
});

test('the locale of a task ends with it, also where it fails', () => {
  const german = findLocale('de_DE');
  expect(() =>
    underLocale(german, () => {
      expect(underLocale(findLocale('fr_FR'), () => activeLocale().name)).toBe('fr_FR');
      expect(activeLocale()).toBe(german);
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(activeLocale().name).toBe('en_US');
});

test.each(LOCALES)('%s: twelve months with names of their own', (name) => {
  const { short, long } = monthNames(findLocale(name));
  expect([new Set(short).size, new Set(long).size]).toEqual([12, 12]);
});
