import { selectIds, selectPoints, selectRows, type Wish } from '../../../src/cli/input/columns';
import { readTextTable } from '../../../src/cli/input/table';

const [A, B, C] = ['720575941609391725', '720575941473274509', '77835390672699403'] as const;
const wish = (...columns: string[]): Wish => ({ columns, supervoxels: false, what: 'it' });
const ids = (text: string, ...columns: string[]) => selectIds(readTextTable(text, 'it'), wish(...columns));
const points = (text: string, ...columns: string[]) =>
  selectPoints(readTextTable(text, 'it'), wish(...columns));

test.each([
  ['one column', `${A}\n${B}`, [A, B], ''],
  ['one column with a header', `root_id\n${A}\nabc`, [A, 'abc'], 'it: 2 rows of the column root_id'],
  ['a first cell that means none is no header', `NA\n${A}`, ['NA', A], ''],
  ['a row of ids', `${A}, ${B},${A}`, [A, B, A], ''],
  ['ids apart by spaces', `${A} ${B}\n${A}`, [A, B, A], ''],
  [
    'the only column of ids',
    `n,root_id,type\n1,${A},x\n2,${B},y`,
    [A, B],
    'it: 2 rows of the column root_id',
  ],
  [
    'a blank cell keeps its row',
    `n,root_id\n1,${A}\n2,\n3,${B}`,
    [A, '', B],
    'it: 3 rows of the column root_id',
  ],
  ['without headers', `x,${A}\ny,${B}`, [A, B], 'it: 2 rows of the column number 2'],
  [
    'supervoxels beside segments',
    `pt_supervoxel_id,pt_root_id\n${C},${A}`,
    [A],
    'it: 1 row of the column pt_root_id',
  ],
  [
    'numbers that lost digits are a column of ids too',
    'n,id\n1,7.2E+17\n2,7.3E+17',
    ['7.2E+17', '7.3E+17'],
    'it: 2 rows of the column id',
  ],
  ['an index without a header', `,root_id\n0,${A}\n1,${B}`, [A, B], 'it: 2 rows of the column root_id'],
] as const)('ids: %s', (_what, text, expected, remark) => {
  expect(ids(text)).toEqual({ rows: expected.map((id) => [id]), remark });
});

test('supervoxels are taken where they are wanted', () => {
  const table = readTextTable(`pt_supervoxel_id,pt_root_id\n${C},${A}`, 'it');
  expect(selectIds(table, { ...wish(), supervoxels: true }).rows).toEqual([[C]]);
});

test('a column by its header, whatever its case, or by its number', () => {
  const text = `a,B,3\n${A},${B},x`;
  expect(ids(text, 'b').rows).toEqual([[B]]);
  expect(ids(text, '1').rows).toEqual([[A]]);
  expect(ids(text, '3').rows).toEqual([['x']]);
  expect(ids(`${A},${B}`, '2').rows).toEqual([[B]]);
});

test.each([
  [`pre,post\n${A},${B}`, [], /several columns hold ids: pre, post. Name it with --column/],
  ['a,b\n1,2', [], /no column holds ids: columns 1, 2/],
  [`a,b\n${A},x`, ['c'], /there is no column "c": there are a, b/],
  [`a,b\n${A},x`, ['3'], /there is no column "3"/],
  [`a,a\n${A},${B}`, ['a'], /2 columns are called a: name one by its number \(1, 2\)/],
  [`a,b\n${A},${B}`, ['a', 'b'], /2 columns where 1 is taken/],
] as const)('ids of %j with %j are asked for', (text, columns, words) => {
  expect(() => ids(text, ...columns)).toThrow(words);
});

test.each([
  [
    'lines of points',
    '1, 2, 3\n4, 5, 6',
    [
      ['1', ' 2', ' 3'],
      ['4', ' 5', ' 6'],
    ],
  ],
  ['x, y and z by their headers', 'id,x,y,z,n\n9,1,2,3,7', [['1', '2', '3']]],
  ['with a name before them', 'pt_position_x,pt_position_y,pt_position_z,n\n1,2,3,7', [['1', '2', '3']]],
  ['in another order', 'z,y,x,name\n3,2,1,a', [['1', '2', '3']]],
  ['one column of points', 'id,pt_position\n9,"1, 2, 3"\n8,"[4 5 6]"', [['1, 2, 3'], ['[4 5 6]']]],
  ['a table of numbers alone', 'a,b,c,d,e,f\n1,2,3,4,5,6', [['1', '2', '3', '4', '5', '6']]],
] as const)('points: %s', (_what, text, rows) => {
  expect(points(text).rows).toEqual(rows);
});

test('columns of points that are named, and that have to be', () => {
  const text = 'pre_x,pre_y,pre_z,post_x,post_y,post_z,n\n1,2,3,4,5,6,a';
  expect(points(text, 'post_x', 'post_y', 'post_z').rows).toEqual([['4', '5', '6']]);
  expect(() => points(text)).toThrow(/which columns hold the points\? There are pre_x/);
});

test('other rows: all cells, or the columns that are named', () => {
  const table = readTextTable('link,n\nhttps://a,1\nhttps://b,2', 'it');
  expect(selectRows(table, wish()).rows).toEqual([
    ['link', 'n'],
    ['https://a', '1'],
    ['https://b', '2'],
  ]);
  expect(selectRows(table, wish('link')).rows).toEqual([['https://a'], ['https://b']]);
});

describe('titles and notes above the headers', () => {
  const wish = { columns: [], supervoxels: false, what: 'f' };
  const ID = '720575941473274509';
  test('ids', () => {
    const table = readTextTable(`My neurons,,\nof May,,\nname,root_id,type\nDNg1,${ID},x\n`, 'f');
    expect(selectIds(table, wish)).toMatchObject({
      rows: [[ID]],
      remark: expect.stringMatching(/column root_id$/),
    });
  });
  test('points in one cell each', () => {
    const table = readTextTable('name\tpos\na\t"[1, 2, 3]"\nb\t"4, 5, 6"\n', 'f');
    expect(selectPoints(table, wish).rows).toEqual([['[1, 2, 3]'], ['4, 5, 6']]);
  });
});
