/** Texts with several numbers: every form that is read, and every one that is refused. */
import { readNumber, readNumbers } from '../../src/core/number-text';
import { random } from '../../workbench/random';

test.each([
  ['12', 12],
  [' -3.5 ', -3.5],
  ['\u22127', -7],
  ['1e3', 1000],
  ['.5', 0.5],
  ['125,283', 125283],
  ["1'234'567.5", 1234567.5],
  ['1\u2019000', 1000],
])('%j is one number', (text, value) => expect(readNumber(text)).toBe(value));

test.each([
  '',
  'x',
  '1,5',
  '1,2345',
  '0,500',
  '-0,250',
  '00,500',
  '1,234,5',
  '12 3',
  '1.2.3',
  '1e999',
  'NaN',
  'Infinity',
  '0x10',
  '--1',
  '1,',
])('%j is none', (text) => expect(readNumber(text)).toBeNull());

const POINT = [125283, 118263, 2860];
test.each([
  '125283, 118263, 2860',
  '125283,118263,2860',
  '[125283, 118263, 2860]',
  '[125283 118263  2860]',
  '(125283 118263 2860)',
  '{125283;118263;2860}',
  '125283; 118263; 2860',
  '125283\t118263\t2860',
  '125283\u00a0118263\u00a02860',
  '125283 ,118263 ,2860',
  '125283,118263, 2860',
  'x: 125283, y: 118263, z: 2860',
  'x=125283 y=118263 z=2860',
  '125,283, 118,263, 2,860',
  '125,283\t118,263\t2,860',
  '125,283; 118,263; 2,860',
  "125'283 118'263 2'860",
  '125283, 118263, 2860,',
  '1.25283e5 1.18263e5 2.86e3',
])('%j is a point', (text) => expect(readNumbers(text, 3)).toEqual(POINT));

test.each([
  ['125,283,118', 3, [125, 283, 118]],
  ['1,234 567 8', 3, [1234, 567, 8]],
  ['0,0,0; 1,2,3', 6, [0, 0, 0, 1, 2, 3]],
  ['[[100,200,300],[400,500,600]]', 6, [100, 200, 300, 400, 500, 600]],
  ['(1 2 3) (4 5 6)', 6, [1, 2, 3, 4, 5, 6]],
  ['1, 2', null, [1, 2]],
  ['100,200', null, [100, 200]],
  ['1 2 3 4 5', null, [1, 2, 3, 4, 5]],
] as [string, number | null, number[]][])('%j for %s numbers', (text, count, numbers) =>
  expect(readNumbers(text, count)).toEqual(numbers),
);

test.each([
  ['abc', 3, 'is not a list of numbers'],
  ['1,,3', 3, 'is not a list of numbers'],
  ['1, 2', 3, 'holds 2 numbers, not 3'],
  ['7', 3, 'holds 1 number, not 3'],
  ['1,2,3,4', 3, 'holds 4 numbers, not 3'],
  ['1,234, 567', 3, 'can be read in two ways: leave the thousands separators out'],
  ['125,283, 118,263, 2,860', 6, 'can be read in two ways: leave the thousands separators out'],
  ['125,283,118,263,2,860', 3, 'holds 6 numbers, not 3: leave the thousands separators out'],
  ['1,5; 2,5; 3', 3, 'holds 5 numbers, not 3'],
  ['0,500 0,250 0,125', 3, 'holds 6 numbers, not 3: leave the thousands separators out'],
  ['1,234, 5', null, 'can be read in two ways: leave the thousands separators out'],
] as [string, number | null, string][])('%j for %s numbers is refused', (text, count, refused) =>
  expect(readNumbers(text, count)).toEqual({ reason: refused }),
);

test('seed 11: 5,000 points written in any form are read back, or refused, never read as others', () => {
  const next = random(11);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const groupDigits = (n: number) => n.toLocaleString('en-US', { maximumFractionDigits: 6 });
  let read = 0;
  for (let i = 0; i < 5000; i++) {
    const point = [0, 0, 0].map(() => {
      const size = 10 ** Math.floor(next() * 7);
      const value = Math.round((next() - 0.2) * size * 8) / 8;
      return value === 0 ? 0 : value;
    });
    const write = pick([String, groupDigits]);
    const [open, close] = pick([
      ['', ''],
      ['[', ']'],
      ['(', ')'],
      ['( ', ' )'],
    ] as const);
    const text = open + point.map(write).join(pick([', ', ',', ' ', '\t', ';', '; '])) + close;
    const back = readNumbers(text, 3);
    if ('reason' in back) {
      expect(write).toBe(groupDigits);
    } else {
      expect([text, back]).toEqual([text, point]);
      read++;
    }
  }
  expect(read).toBeGreaterThan(4000);
});
