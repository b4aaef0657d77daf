/** Cells that are not ours to write. */

import { readGrid } from '../../../../src/addon/sheet/look/grid';
import { isLocked, leftAlone, readRules } from '../../../../src/addon/sheet/look/left-alone';
import { sheetOf } from '../table-of';

const HOLE = { row: 3, column: 2, rows: 1, columns: 1 };

test('formulas, rules, protection with its holes, and all but the first cell of a merge', () => {
  const host = sheetOf(
    ['root_id', 'share'],
    [
      ['1', '=1'],
      ['2', 'x'],
      ['3', ''],
      ['4', ''],
      ['5', ''],
    ],
  );
  host.tab.ruled.add('B4');
  Object.assign(host.tab, {
    lockedBoxes: () => [
      { row: 3, column: 1, rows: 1, columns: 5, except: [HOLE] },
      { row: 5, column: 2, rows: 1, columns: 1, except: [] },
    ],
    mergedBoxes: () => [{ row: 5, column: 2, rows: 2, columns: 1 }],
  });
  const grid = readGrid(host.tab);
  const rules = readRules(host.tab, grid.values.length, 1, 1);
  expect([0, 1, 2, 3, 4, 5].map((row) => leftAlone(grid, row, 1, rules))).toEqual([
    null,
    'formula',
    null,
    'rule',
    'protected',
    'merged',
  ]);
  expect([0, 1, 2, 3, 4, 5].map((row) => leftAlone(grid, row, 1, null))).toEqual([
    null,
    'formula',
    null,
    null,
    null,
    null,
  ]);
  expect([isLocked(rules, 2, 0), isLocked(rules, 2, 1), isLocked(rules, 3, 0)]).toEqual([true, false, false]);
});
