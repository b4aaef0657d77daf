/** The second context menu of cells: every entry is an action that the sheet takes. */
import { createWorkbook, type PersonAction, performAction } from '@tracer-tools/apps-script/sheet';
import { arrangements } from '../../src/client/arrangements';
import type { UserAction } from '../../src/protocol';

const ADA = 'ada@example.org';
const BOX = { row: 3, column: 2, rows: 2, columns: 1 };

function sheet() {
  const workbook = createWorkbook();
  const grid = workbook.grids()[0]!;
  grid.write({ row: 1, column: 1, rows: 4, columns: 2 }, [
    ['id', 'type'],
    ['1', 'b'],
    ['2', 'a'],
    ['3', 'c'],
  ]);
  const act = (action: UserAction) => performAction(workbook, action as PersonAction, ADA);
  return { grid, act };
}

test.each(arrangements(0, BOX, ADA, 'b').map(([label]) => label))('%s', (label) => {
  const { grid, act } = sheet();
  // What is taken apart must be there first.
  if (label === 'Unmerge cells') grid.merge(BOX);
  const [, action] = arrangements(grid.id, BOX, ADA, 'b').find(([each]) => each === label)!;
  expect(() => act(action)).not.toThrow();
});

test('the value of the cell is filtered out, and protection is for the person alone', () => {
  const { grid, act } = sheet();
  const press = (start: string) =>
    act(arrangements(grid.id, BOX, ADA, 'a').find(([label]) => label.startsWith(start))![1]);
  press('Filter out');
  expect([2, 3, 4].map((row) => grid.isRowHidden(row))).toEqual([false, true, false]);
  press('Protect');
  expect([grid.editableBy(BOX, ADA), grid.editableBy(BOX, 'bob@example.org')]).toEqual([true, false]);
});
