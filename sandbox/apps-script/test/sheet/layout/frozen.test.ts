/** Frozen rows and columns. */
import { boxOf, Sheet } from '../helpers';

test('lines inserted above the last frozen one are frozen too, deleted ones are not', () => {
  const { grid } = new Sheet();
  grid.frozen.set('rows', 2, grid.maxRows);
  grid.insertRows(3, 1);
  expect(grid.frozen.rows).toBe(2);
  grid.insertRows(2, 1);
  expect(grid.frozen.rows).toBe(3);
  grid.deleteRows(1, 2);
  expect(grid.frozen.rows).toBe(1);
  grid.deleteRows(1, 4);
  expect(grid.frozen.rows).toBe(0);
  grid.frozen.set('columns', 1, grid.maxColumns);
  grid.moveColumns(1, 1, 5);
  expect(grid.frozen.columns).toBe(1);
});

test('part of a merged cell, or all lines, are not frozen', () => {
  const { grid } = new Sheet();
  grid.merge(boxOf('A1:B2'));
  expect(() => grid.frozen.set('columns', 1, 26)).toThrow("can't freeze columns which contain only part");
  expect(() => grid.frozen.set('rows', 1000, 1000)).toThrow("can't freeze all visible rows");
  grid.frozen.set('columns', 2, 26);
  expect(grid.frozen.columns).toBe(2);
});
