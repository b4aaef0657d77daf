/** The maths, colours and conversions as formulas, from the built bundle: no request is sent. */
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
  bench.put(1, 1, [
    [1, 2, 3],
    ['4, 5, 6', '', ''],
    ['', '', ''],
    ['oops', '', ''],
  ]);
  bench.requests();
});

const box = (formula: string, rows: number, columns: number) => {
  bench.grid.clear({ row: 10, column: 1, rows: 50, columns: 12 }, { contents: true });
  bench.formula(10, 1, formula);
  return bench.grid.values({ row: 10, column: 1, rows, columns });
};

test.each([
  ['=TT_DISTANCE("1, 2, 3", "4, 5, 6", "4, 4, 45")', [[136.0624856453828]]],
  ['=TT_DISTANCE({1, 2, 3}, {4, 5, 6})', [[136.0624856453828]]],
  ['=TT_DISTANCE(A1:C2, A2, "BANC")', [[136.0624856453828], [0]]],
  ['=TT_CENTROID({1, 4, 3; 0, 1, 2; 2, 1, 3})', [[1, 2, 3]]],
  ['=TT_CENTROID({1, 4, 3; 0, 1, 2; 2, 1, 3}, TRUE)', [[1, 2, 8 / 3]]],
  ['=TT_CENTROID(A1:C3, TRUE)', [[2.5, 3.5, 4.5]]],
  [
    '=TT_BBOX("1, 2, 3", "10, 7, 4")',
    [
      [-4, -1, 1],
      [6, 5, 5],
    ],
  ],
  ['=TT_LINE_TRIANGLE("0,0,0; 1,2,3", "2,0,0; 0,3,0; 0,0,4")', [[1, 1, 2]]],
  ['=TT_LINE_TRIANGLE({0,0,0; 1,2,3}, {2,0,0; 0,3,0; 0,0,4}, 3)', [[0.522, 1.043, 1.565]]],
  ['=TT_LINE_TRIANGLE("0,0,0; 1,2,3", "9,9,0; 8,9,0; 9,8,0")', [['no hit']]],
  [
    '=TT_CONVERT_COORDS("125283, 118263, 2860", "brain_and_nerve_cord", "1, 1, 1")',
    [[501132, 473052, 128700]],
  ],
  [
    '=TT_CONVERT_COLONS("home/user/volumes/vol_01/mesh/1:0:1")',
    [['home/user/volumes/vol_01/mesh/1___0___1']],
  ],
  ['=TT_CONVERT_COLONS("mesh/1___0___1", FALSE)', [['mesh/1:0:1']]],
  ['=TT_COLORS(1)', [['#FFDD33']]],
  ['=TT_COLORS(3)', [['#FF5533'], ['#FFDD33'], ['#469FE3']]],
] as [string, unknown[][]][])('%s', (formula, expected) => {
  expect(box(formula, expected.length, expected[0]!.length)).toEqual(expected);
});

test('a range of points: a wrong row fails alone, a blank one stays blank', () => {
  const rows = box('=TT_CONVERT_COORDS(A1:C4, "4,4,45", "1,1,1")', 4, 3);
  expect(rows.slice(0, 2)).toEqual([
    [4, 8, 135],
    [16, 20, 270],
  ]);
  expect(bench.shown(12, 1, 2, 1)).toEqual([
    [''],
    ['#TT INPUT: point, row 4: "oops" is not a list of numbers'],
  ]);
});

test('twelve colours, twelve different cells', () => {
  const colors = box('=TT_COLORS(12, TRUE)', 12, 1).flat();
  expect(new Set(colors).size).toBe(12);
  expect(colors.every((color) => /^#[0-9A-F]{6}$/.test(String(color)))).toBe(true);
});

test('what is wrong is said in the cell', () => {
  expect(box('=TT_BBOX("1, 2", 4)', 1, 1)).toEqual([['#TT INPUT: center: "1, 2" holds 2 numbers, not 3']]);
  expect(box('=TT_COLORS(0)', 1, 1)).toEqual([['#TT INPUT: n: a whole number from 1 to 1,000, not 0']]);
  expect(box('=TT_CENTROID(A1:C4)', 1, 1)).toEqual([
    ['#TT INPUT: points, row 4: "oops" is not a list of numbers'],
  ]);
});

test('the form takes points as text, and shows a table', () => {
  const view = bench.call('runTool', ['TT_DISTANCE', { a: '1, 2, 3\n4, 5, 6', b: '4 5 6', resolution: '' }]);
  expect(view.cells).toEqual([[136.0624856453828], [0]]);
});

afterAll(() => expect(bench.requests()).toBe(0));
