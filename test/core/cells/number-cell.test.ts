/** Numbers by the locale: read as it writes them, or refused; never guessed. */
import { pointNotation, readNumberCell } from '../../../src/core/cells/number-cell';
import { readNumbers } from '../../../src/core/number-text';
import { random } from '../../../workbench/random';

const EN = { locale: 'en_US' };
const DE = { locale: 'de' };
const NOWHERE = { locale: '' };

test.each<[string, unknown, { locale: string }, number]>([
  ['a number', 2.5, NOWHERE, 2.5],
  ['a text', '2.5', NOWHERE, 2.5],
  ['spaces around', '\u00a02.5\n', NOWHERE, 2.5],
  ['a minus sign of typography', '\u22127', NOWHERE, -7],
  ['an exponent', '1e3', NOWHERE, 1000],
  ['thousands in two groups', '1,234,567', NOWHERE, 1_234_567],
  ['thousands with decimals', '1,234.5', NOWHERE, 1234.5],
  ['thousands where the locale says so', '1,500', EN, 1500],
  ['decimals where the locale says so', '1,500', DE, 1.5],
  ['a decimal comma', '1,5', DE, 1.5],
  ['thousands with a decimal comma', '1.234,5', DE, 1234.5],
  ['two groups of points', '1.234.567', DE, 1_234_567],
  ['a decimal point that can be nothing else', '1.5', DE, 1.5],
  ['a point', '1.500', EN, 1.5],
  ['a point where nothing is decided', '1.500', NOWHERE, 1.5],
])('%s: %p in %j', (_words, cell, region, number) => expect(readNumberCell(cell, region)).toBe(number));

test.each<[unknown, { locale: string }, RegExp]>([
  [true, EN, /^a number, not "TRUE"$/],
  [new Date(0), EN, /made a date of a cell: format it as plain text and write the number again/],
  ['#REF!', EN, /holds the error #REF!/],
  ['x', EN, /^a number, not "x"$/],
  ['0x10', EN, /not "0x10"/],
  ['Infinity', EN, /not "Infinity"/],
  [Number.NaN, EN, /not "NaN"/],
  ['50%', EN, /not "50%"/],
  ['5 nm', EN, /not "5 nm"/],
  ['1,5', EN, /not "1,5"/],
  ['1,5', NOWHERE, /not "1,5"/],
  ['1,500', NOWHERE, /two ways/],
  ['1.500', DE, /two ways/],
  ['', EN, /not ""/],
  [[1], EN, /a number/],
  [{}, EN, /a number/],
])('%p in %j is refused', (cell, region, reason) =>
  expect(readNumberCell(cell, region)).toEqual({ reason: expect.stringMatching(reason) }),
);

test.each([
  ['1,5; 2,5; 3', '1.5; 2.5; 3'],
  ['1,5 2,5 3,5', '1.5 2.5 3.5'],
  ['(1,5, 2,5, 3,5)', '(1.5, 2.5, 3.5)'],
  ['1.234,5; 2; 3', '1234.5; 2; 3'],
  ['1.234.567; 2; 3', '1234567; 2; 3'],
  ['100, 200, 300', '100, 200, 300'],
  ['100,200,300', '100,200,300'],
  ['4.5, 4.5, 45', '4.5, 4.5, 45'],
  ['125.283, 118.5, 2.860', '125.283, 118.5, 2.860'],
  ['-1,5E+3; 2; 3', '-1.5E+3; 2; 3'],
  ['no numbers', 'no numbers'],
])('in a sheet with decimal commas %j is %j', (text, plain) => expect(pointNotation(text)).toBe(plain));

test.each([
  ['125.283, 118.263, 2.860', /two ways: write 125.283 without a point/],
  ['1,5; 2.5; 3', /mixes/],
  ['1,5 100,200,300', /mixes/],
])('in a sheet with decimal commas %j is refused', (text, reason) =>
  expect(pointNotation(text)).toEqual({ reason: expect.stringMatching(reason) }),
);

describe('20,000 numbers (seed 14): drawn first, and then written', () => {
  const next = random(14);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const draw = (): number => {
    const size = 10 ** Math.floor(next() * 8);
    return Math.round((next() - 0.3) * size * 1000) / 1000;
  };
  /** Intl writes it: the reader knows nothing of it. */
  const write = (value: number, locale: string, grouped: boolean): string =>
    value.toLocaleString(locale.replace('_', '-'), { useGrouping: grouped, maximumFractionDigits: 3 });

  test.each(['en_US', 'en_GB', 'ja_JP', 'de_DE', 'pt_BR', 'it_IT', 'tr_TR', 'id_ID'])(
    'as %s writes them, one by one',
    (locale) => {
      const wrong: unknown[] = [];
      let read = 0;
      for (let i = 0; i < 2500; i++) {
        const value = draw();
        const text = write(value, locale, next() < 0.5);
        const back = readNumberCell(text, { locale });
        if (typeof back === 'number') read++;
        if (typeof back === 'number' && back !== value) wrong.push([text, value, back]);
      }
      expect(wrong).toEqual([]);
      expect(read).toBeGreaterThan(2200);
    },
  );

  test('points with decimal commas are read back or refused, never others', () => {
    const wrong: unknown[] = [];
    let read = 0;
    for (let i = 0; i < 10_000; i++) {
      const point = [draw(), draw(), draw()];
      const texts = point.map((value) => write(value, 'de-DE', false));
      const text = pick(['', '(', '[']) + texts.join(pick(['; ', ';', ' ', '\t', ', ']));
      const plain = pointNotation(text);
      const back = typeof plain === 'string' ? readNumbers(plain, 3) : plain;
      if ('reason' in back) continue;
      read++;
      if (JSON.stringify(back.map((x) => x + 0)) !== JSON.stringify(point.map((x) => x + 0)))
        wrong.push([text, back]);
    }
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(9900);
  });

  test('named axes in any order are x, y and z, or refused', () => {
    const wrong: unknown[] = [];
    for (let i = 0; i < 10_000; i++) {
      const point = [draw(), draw(), draw()];
      const order = pick(['xyz', 'xzy', 'yxz', 'yzx', 'zxy', 'zyx', 'xxy', 'zzz', 'xy']);
      const [equals, between] = [pick(['=', ': ', ' = ', ':']), pick([', ', ' ', '; '])];
      const names = pick([order, order.toUpperCase()]);
      const text = [...names]
        .map((axis, k) => `${axis}${equals}${point['xyz'.indexOf(order[k]!)]}`)
        .join(between);
      const back = readNumbers(text, 3);
      const isWhole = new Set(order).size === 3;
      if ('reason' in back ? isWhole : !isWhole || back.some((value, k) => value + 0 !== point[k]! + 0))
        wrong.push([text, back]);
    }
    expect(wrong).toEqual([]);
  });

  test('points written by a program are read alike in every locale, or refused', () => {
    const wrong: unknown[] = [];
    for (let i = 0; i < 10_000; i++) {
      const point = [draw(), draw(), draw()];
      const text = point.join(pick([', ', ' ', '; ']));
      const plain = pointNotation(text);
      if (typeof plain !== 'string') continue;
      const back = readNumbers(plain, 3);
      if (
        'reason' in back ||
        JSON.stringify(back.map((x) => x + 0)) !== JSON.stringify(point.map((x) => x + 0))
      )
        wrong.push([text, back]);
    }
    expect(wrong).toEqual([]);
  });
});
