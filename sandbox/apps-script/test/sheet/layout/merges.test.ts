/** Merged cells: only the first holds a value. */
import { boxOf, Sheet } from '../helpers';

test('merging keeps the first value; a write to a hidden cell is dropped, and it reads as empty', () => {
  const sheet = new Sheet().set('A1', [
    ['a', 'b'],
    ['c', 'd'],
  ]);
  sheet.grid.merge(boxOf('A1:B2'));
  expect(sheet.values('A1:B2')).toEqual([
    ['a', ''],
    ['', ''],
  ]);
  sheet.set('A1', [
    ['1', '2'],
    ['=1+1', '4'],
  ]);
  expect(sheet.values('A1:B2')).toEqual([
    [1, ''],
    ['', ''],
  ]);
  expect([sheet.view('B2').merged, sheet.view('C3').merged]).toEqual([boxOf('A1:B2'), null]);
  sheet.grid.breakApart(boxOf('A1:C3'));
  expect(sheet.set('B2', 5).value('B2')).toBe(5);
});

test('a hidden cell keeps what is written by switch', () => {
  const sheet = new Sheet({ mergedCellsDropWrites: false });
  sheet.grid.merge(boxOf('A1:B1'));
  expect(sheet.set('B1', 'x').value('B1')).toBe('x');
});

test('merges follow lines, and are never torn apart', () => {
  const { grid } = new Sheet();
  grid.merge(boxOf('B2:C4'));
  grid.insertRows(3, 2);
  grid.insertColumns(1, 1);
  expect(grid.merges.all()).toEqual([boxOf('C2:D6')]);
  grid.deleteRows(2, 4);
  expect(grid.merges.all()).toEqual([boxOf('C2:D2')]);
  expect(() => grid.moveColumns(3, 1, 8)).toThrow("can't move columns through merged cells");
  expect(() => grid.moveColumns(6, 1, 4)).toThrow("can't move columns through merged cells");
  grid.moveColumns(3, 2, 8);
  expect(grid.merges.all()).toEqual([boxOf('F2:G2')]);
  grid.moveRows(2, 1, 1);
  expect(grid.merges.all()).toEqual([boxOf('F1:G1')]);
  expect(() => grid.merge(boxOf('G1:H1'))).toThrow('select all cells in a merged range');
  expect(() => grid.breakApart(boxOf('F1'))).toThrow('select all cells in a merged range');
  grid.deleteColumns(6, 1);
  expect(grid.merges.all()).toEqual([]);
});

test('sorting is refused over rows that are merged, and takes merged columns along', () => {
  const sheet = new Sheet().set('A1', [['c'], ['a'], ['b']]);
  sheet.grid.merge(boxOf('B1:C1'));
  sheet.grid.sort(boxOf('A1:D3'), { column: 1, ascending: true });
  expect(sheet.grid.merges.all()).toEqual([boxOf('B3:C3')]);
  expect(() => sheet.grid.sort(boxOf('A1:B3'), { column: 1, ascending: true })).toThrow('vertical merges');
  sheet.grid.merge(boxOf('A1:A2'));
  expect(() => sheet.grid.sort(boxOf('A1:D3'), { column: 1, ascending: true })).toThrow('vertical merges');
});
