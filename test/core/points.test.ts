/** Points, lines, triangles and resolutions in every form that a range or a form may hold them. */
import { TtError } from '../../src/core/errors';
import {
  readPoint,
  readPoints,
  readResolution,
  readVector,
  settlePoints,
  settleRows,
  settleShapes,
} from '../../src/core/points';
import type { Cell } from '../../src/core/table';

const messageOf = (act: () => unknown): string => {
  try {
    return `answered ${JSON.stringify(act())}`;
  } catch (error) {
    return error instanceof TtError ? `${error.code}: ${error.message}` : String(error);
  }
};

test('rows of three cells, of text, and blank rows in between', () => {
  const rows: Cell[][] = [
    [1, 2, 3],
    ['4', ' 5 ', '6.5'],
    [null, '', null],
    ['7, 8, 9', null, null],
    ['125,283', '118,263', '2,860'],
  ];
  expect(readPoints(rows, 'points')).toEqual([
    [1, 2, 3],
    [4, 5, 6.5],
    null,
    [7, 8, 9],
    [125283, 118263, 2860],
  ]);
});

test.each([
  [
    '1,2,3\n4,5,6\n\n7,8,9',
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
  [
    '[[1,2,3],[4,5,6]]',
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  [
    '(1 2 3) (4 5 6)',
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  [
    '[100,200,300],[400,500,600]',
    [
      [100, 200, 300],
      [400, 500, 600],
    ],
  ],
  [
    '1\t2\t3\r\n4\t5\t6\r\n',
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  ['', [null]],
] as [string, unknown][])('one cell %j', (text, points) =>
  expect(readPoints([[text]], 'points')).toEqual(points),
);

test.each([
  [
    [
      [1, 2, 3],
      [1, 'b', 3],
    ],
    'points, row 2: "b" is not a number',
  ],
  [[[1, 2, 3], ['abc']], 'points, row 2: "abc" is not a list of numbers'],
  [[[1, null, 3]], 'points: y is blank'],
  [[[null, 2, 3]], 'points: x is blank'],
  [[[1, 2]], 'points: 2 numbers, a point is x, y, z'],
  [[[1, 2, 3, 4]], 'points: 4 numbers, a point is x, y, z'],
  [[[5]], 'points: 5 is one number, a point is x, y, z'],
  [[[true]], 'points: "TRUE" is not a number'],
  [
    [[125283118]],
    'points: 125283118 is one number, a point is x, y, z. If the sheet joined three, format the cell as plain text ' +
      'and write them again',
  ],
  [
    [[new Date(0)]],
    'points: the sheet made a date of a cell: format it as plain text and write the point again',
  ],
] as [Cell[][], string][])('%j is refused, naming the row', (rows, message) =>
  expect(messageOf(() => readPoints(rows, 'points'))).toBe(`INPUT: ${message}`),
);

test('settled: a wrong row fails alone', () => {
  const [first, second, third] = settlePoints([[1, 2, 3], ['?', 0, 0], ['4 5 6']], 'points');
  expect(first).toEqual([1, 2, 3]);
  expect(second).toBeInstanceOf(TtError);
  expect(third).toEqual([4, 5, 6]);
});

test('one point: a row, a column, a text; more or less is refused', () => {
  expect(readPoint([[1, 2, 3]], 'a')).toEqual([1, 2, 3]);
  expect(readPoint([[1], [2], [3]], 'a')).toEqual([1, 2, 3]);
  expect(readPoint([['1;2;3']], 'a')).toEqual([1, 2, 3]);
  expect(messageOf(() => readPoint([['']], 'a'))).toBe('INPUT: a is blank: a point is x, y, z');
  expect(messageOf(() => readPoint([['1,2,3'], ['4,5,6']], 'a'))).toMatch(/^INPUT: a: /);
});

test('vectors of any length', () => {
  expect(settleRows([[1, 2], ['3, 4'], [null, null]], 'points', null)).toEqual([[1, 2], [3, 4], null]);
  expect(settleRows([[1], [2]], 'points', null)).toEqual([[1], [2]]);
  expect(settleRows([['125,283, 118,263, 2,860']], 'points', null)).toEqual([[125283, 118263, 2860]]);
  expect(readVector([[64]], 'dims', 1)).toEqual([64]);
});

const LINE = [
  [0, 0, 0],
  [1, 2, 3],
];
test.each([
  [
    [
      [0, 0, 0],
      [1, 2, 3],
    ],
  ],
  [[[0, 0, 0, 1, 2, 3]]],
  [[['0,0,0'], ['1,2,3']]],
  [[['0,0,0', '1,2,3']]],
  [[['0,0,0,1,2,3']]],
  [[['[[0,0,0],[1,2,3]]']]],
  [[['(0 0 0) (1 2 3)']]],
  [[['0,0,0; 1,2,3']]],
  [[['0 0 0\n1 2 3']]],
  [
    [
      [0, 0, 0],
      [null, null, null],
      [1, 2, 3],
    ],
  ],
] as [Cell[][]][])('a line as %j', (cells) => expect(settleShapes(cells, 'line', 2)).toEqual([LINE]));

test('several lines: one a row; grouped digits in two texts are two points', () => {
  const rows: Cell[][] = [[0, 0, 0, 1, 2, 3], [null, null, null, null, null, null], ['0 0 0 1 2 3'], [7, 8]];
  const shapes = settleShapes(rows, 'line', 2);
  expect(shapes.slice(0, 3)).toEqual([LINE, null, LINE]);
  expect((shapes[3] as TtError).message).toBe('line, row 4: 2 numbers, 2 points are 6');
  expect(settleShapes([[0, 0, 0, 1, 2, 3], ['0,0,0,1,2,3']], 'line', 2)).toEqual([LINE, LINE]);
  expect(settleShapes([['125,283,118', '126,283,118']], 'line', 2)).toEqual([
    [
      [125, 283, 118],
      [126, 283, 118],
    ],
  ]);
});

test.each([
  [[[4, 4, 45]]],
  [[['4, 4, 45']]],
  [[['4,4,45']]],
  [[['4x4x45']]],
  [[['4 × 4 × 45 nm']]],
  [[['[4 4 45]']]],
  [[['4nm', '4nm', '45nm']]],
] as [Cell[][]][])('a resolution as %j', (cells) =>
  expect(readResolution(cells, 'resolution')).toEqual([4, 4, 45]),
);

test('a resolution of nothing is refused', () => {
  expect(messageOf(() => readResolution([[4, 4, 0]], 'from'))).toBe(
    'INPUT: from: nm of a voxel are above 0, not 4, 4, 0',
  );
});
