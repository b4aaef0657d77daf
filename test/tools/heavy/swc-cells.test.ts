/** Skeletons in cells: seven numbers a row, told apart from bones of six. */
import { areSwcRows, edgesOfTree, treeOfCells } from '../../../src/tools/heavy/swc-cells';

test.each<[string, (string | number | null)[][], boolean]>([
  ['rows of cells', [[1, 1, 0, 0, 0, 5, -1]], true],
  ['lines', [['# SWC'], [''], ['1 1 0 0 0 5 -1']], true],
  ['a text of lines', [['#\n\n  1\t1\t0\t0\t0\tNA\t-1\n']], true],
  ['more behind', [['1 1 0 0 0 5 -1 extra']], true],
  ['six cells', [[0, 0, 0, 1, 1, 1]], false],
  ['two points in texts', [['0 0 0', '1 1 1']], false],
  ['bones in one text', [['0,0,0; 1,1,1']], false],
  ['comments alone', [['# 1 1 0 0 0 5 -1']], false],
  ['nothing', [[null]], false],
])('%s', (_name, rows, isSwc) => expect(areSwcRows(rows)).toBe(isSwc));

test('edges go from the child to its parent', () => {
  const tree = treeOfCells([['1 1 0 0 0 5 -1'], ['2 0 3 4 0 5 1']], 'bones');
  expect([...edgesOfTree(tree)]).toEqual([3, 4, 0, 0, 0, 0]);
});

test('a date among the numbers is refused', () => {
  expect(() => treeOfCells([[1, 1, new Date(0) as never, 0, 0, 5, -1]], 'bones')).toThrow(
    /bones: a date is no number/,
  );
});
