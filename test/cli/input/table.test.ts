import { readTextTable } from '../../../src/cli/input/table';

test.each([
  ['lines', 'a\nb\r\n\n c ', [['a'], ['b'], [' c ']]],
  [
    'quotes, doubled quotes, a line break inside',
    '"a ""b""",c\n"d\ne",f\n',
    [
      ['a "b"', 'c'],
      ['d\ne', 'f'],
    ],
  ],
  [
    'tabs',
    'a\tb\nc\t\n',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  [
    'semicolons with decimal commas',
    '1,5;2,5\n3,5;4,5',
    [
      ['1,5', '2,5'],
      ['3,5', '4,5'],
    ],
  ],
  ['commas within brackets do not separate', '[1, 2, 3]\n[4, 5, 6]', [['[1, 2, 3]'], ['[4, 5, 6]']]],
  [
    'comments at the top alone',
    '# made by hand\n# and more\na,b\n#c,d',
    [
      ['a', 'b'],
      ['#c', 'd'],
    ],
  ],
  ['error cells are no comments', '#N/A\n#TT ROUNDED: x', [['#N/A'], ['#TT ROUNDED: x']]],
  [
    'JSON keeps every digit',
    '[720575941609391725, 18446744073709551615]',
    [['720575941609391725'], ['18446744073709551615']],
  ],
  ['JSON that lost digits says so', '[720575941609391725.0]', [['7.205759416093917e+17']]],
  [
    'a list of lists',
    '[[1, 2, 3], [4, 5, 6]]',
    [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ],
  ],
] as const)('%s', (_what, text, rows) => {
  expect(readTextTable(text, 'it')).toMatchObject({ headers: null, rows });
});

test('objects have headers: all keys, blanks where one is missing', () => {
  const expected = {
    headers: ['id', 'n'],
    rows: [
      ['1', ''],
      ['2', '3'],
    ],
  };
  expect(readTextTable('[{"id": 1}, {"id": 2, "n": 3}]', 'it')).toMatchObject(expected);
  expect(readTextTable('{"id": 1}\r\n{"id": 2, "n": 3}\r\n', 'it')).toMatchObject(expected);
});

test.each([
  ['"a', /the quote of row 1 does not end/],
  ['{"a": [1], "b": [2]}', /holds several lists \(a, b\)/],
  ['{"a": 1}', /holds no list/],
  ['[{"a": 1}, 2]', /mixes objects and values/],
])('%j is refused', (text, words) => {
  expect(() => readTextTable(text, 'it')).toThrow(words);
});
