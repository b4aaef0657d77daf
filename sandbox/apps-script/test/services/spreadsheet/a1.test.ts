/** A1 notation, both ways. */

import { boxName, inside, parseBox, splitTab } from '../../../src/services/spreadsheet/a1';
import { seededRandom } from '../../../src/world/random';

const grid = { maxRows: 1000, maxColumns: 26 };

test.each([
  [1, 'A'],
  [26, 'Z'],
  [27, 'AA'],
  [52, 'AZ'],
  [53, 'BA'],
  [702, 'ZZ'],
  [703, 'AAA'],
  [18278, 'ZZZ'],
])('column %i is %s', (column, name) => {
  expect(boxName({ row: 1, column, rows: 1, columns: 1 })).toBe(`${name}1`);
  expect(parseBox(`${name}1`, grid)?.column).toBe(column);
});

test.each([
  ['A1', { row: 1, column: 1, rows: 1, columns: 1 }],
  ['$b$2:c3', { row: 2, column: 2, rows: 2, columns: 2 }],
  ['A2:A', { row: 2, column: 1, rows: 999, columns: 1 }],
  ['B:B', { row: 1, column: 2, rows: 1000, columns: 1 }],
  ['3:3', { row: 3, column: 1, rows: 1, columns: 26 }],
  ['C3:A1', { row: 1, column: 1, rows: 3, columns: 3 }],
  [' A1 : B2 ', { row: 1, column: 1, rows: 2, columns: 2 }],
])('%s', (text, box) => {
  expect(parseBox(text, grid)).toEqual(box);
});

test.each(['', ':', 'A', '5', 'A1:', ':A1', 'A1:B2:C3', 'A0', 'ABCD1', '1A', 'A1:5', 'hello world'])(
  '%j is no box',
  (text) => {
    expect(parseBox(text, grid)).toBeNull();
  },
);

test.each([
  ['A1', '', 'A1'],
  ['Neurons!A1:B2', 'Neurons', 'A1:B2'],
  ["'My tab'!A1", 'My tab', 'A1'],
  ["'it''s!'!C3", "it's!", 'C3'],
])('%s splits', (text, tab, cells) => {
  expect(splitTab(text)).toEqual([tab, cells]);
});

test.each([1, 2, 3])('a box names itself, seed %i', (seed) => {
  const random = seededRandom(seed);
  const pick = (count: number) => 1 + Math.floor(random() * count);
  for (let times = 0; times < 500; times++) {
    const box = { row: pick(5000), column: pick(800), rows: pick(50), columns: pick(50) };
    const readBox = parseBox(boxName(box), grid);
    expect(readBox).toEqual(box);
    expect(inside(box, grid)).toBe(box.row + box.rows <= 1001 && box.column + box.columns <= 27);
  }
});
