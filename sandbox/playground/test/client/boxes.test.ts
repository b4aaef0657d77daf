import { boxBetween, boxName, jump, readBoxName, within } from '../../src/client/boxes';

const size = { rows: 100, columns: 30 };

test.each([
  ['C7', { row: 7, column: 3, rows: 1, columns: 1 }],
  [' a2:b9 ', { row: 2, column: 1, rows: 8, columns: 2 }],
  ['B9:A2', { row: 2, column: 1, rows: 8, columns: 2 }],
  ['C:C', { row: 1, column: 3, rows: 100, columns: 1 }],
  ['3:5', { row: 3, column: 1, rows: 3, columns: 30 }],
  ['A2:A', { row: 2, column: 1, rows: 99, columns: 1 }],
])('"%s" names a box', (text, box) => expect(readBoxName(text, size)).toEqual(box));

test.each(['', 'C', '7', 'AF1', 'A101', 'A0', 'hello', 'A1:B2:C3', 'A1 B2'])('"%s" names nothing', (text) =>
  expect(readBoxName(text, size)).toBeNull(),
);

test('a box is named by its corners', () => {
  expect(boxName({ row: 1, column: 1, rows: 1, columns: 1 })).toBe('A1');
  expect(boxName({ row: 2, column: 27, rows: 3, columns: 2 })).toBe('AA2:AB4');
});

test('between takes corners in any order; within stays inside', () => {
  expect(boxBetween({ row: 5, column: 2 }, { row: 3, column: 4 })).toEqual({
    row: 3,
    column: 2,
    rows: 3,
    columns: 3,
  });
  expect(within({ row: 0, column: 99 }, size)).toEqual({ row: 1, column: 30 });
});

describe('Ctrl+arrow', () => {
  const filledRows = new Set([2, 3, 4, 9, 10]);
  const isFilled = ({ row }: { row: number }) => filledRows.has(row);
  test.each([
    [1, 2],
    [2, 4],
    [4, 9],
    [9, 10],
    [10, 100],
  ])('from row %i down to row %i', (from, to) =>
    expect(jump({ row: from, column: 1 }, { row: 1, column: 0 }, size, isFilled).row).toBe(to),
  );
  test.each([
    [100, 10],
    [9, 4],
    [2, 1],
  ])('from row %i up to row %i', (from, to) =>
    expect(jump({ row: from, column: 1 }, { row: -1, column: 0 }, size, isFilled).row).toBe(to),
  );
});
