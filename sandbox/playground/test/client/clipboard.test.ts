import { readTable, writeTable } from '../../src/client/clipboard';

test.each([
  [
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a\tb\r\nc\td\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['', [['']]],
  ['\t\n', [['', '']]],
  ['"two\nlines"\tx', [['two\nlines', 'x']]],
  ['"say ""hi"""', [['say "hi"']]],
  ['"a\tb"\tc', [['a\tb', 'c']]],
  ['5" pipe\tx', [['5" pipe', 'x']]],
  ['"loose\tx', [['"loose', 'x']]],
  ['"a" and b\tx', [['"a" and b', 'x']]],
  ['720575941473274509', [['720575941473274509']]],
])('reads %j', (text, table) => expect(readTable(text)).toEqual(table));

test('what is written is read back (seed 7)', () => {
  let seed = 7;
  const next = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
  const parts = ['a', '"', '\t', '\n', 'x y', '""', ''];
  for (let round = 0; round < 300; round++) {
    const columns = 1 + next(3);
    const table = Array.from({ length: 1 + next(4) }, () =>
      Array.from({ length: columns }, () => `v${parts[next(7)]}${parts[next(7)]}${parts[next(7)]}`),
    );
    expect(readTable(writeTable(table))).toEqual(table);
  }
});
