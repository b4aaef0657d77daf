/** Cells that an array formula fills. */
import { align } from '../../../../src/addon/sheet/look/align';
import { PackedCells } from '../../../../src/addon/sheet/look/cells';
import type { Grid } from '../../../../src/addon/sheet/look/grid';
import { blockedArrays, brokenArrays, fillsArray } from '../../../../src/addon/sheet/look/spills';
import type { Cell } from '../../../../src/core/table';
import { fakeHost } from '../../../support/fake-host';

/** A cell `=f|value` is a formula with its value. */
const gridOf = (cells: Cell[][]): Grid => {
  const part = (cell: Cell, i: number) =>
    typeof cell === 'string' && cell.startsWith('=') ? cell.split('|')[i]! : i === 0 ? '' : cell;
  return {
    tab: fakeHost().tab,
    values: PackedCells.of(cells.map((row) => row.map((cell) => part(cell, 1)))),
    formulas: PackedCells.of(cells.map((row) => row.map((cell) => String(part(cell, 0))))),
  };
};

test('filled cells below an array formula, up to the first blank or the next formula', () => {
  const grid = gridOf([
    ['x'],
    ['=ARRAYFORMULA(A1:A9)|1'],
    [2],
    [3],
    [''],
    [4],
    ['=B1|5'],
    [6],
    ['={1;2}|1'],
    [2],
  ]);
  expect(fillsArray(grid, 0)).toEqual([false, false, true, true, false, false, false, false, false, true]);
});

test('an array that is stopped fills nothing', () => {
  expect(fillsArray(gridOf([['=SEQUENCE(3)|#REF!'], [7]]), 0)).toEqual([false, false]);
  expect(
    blockedArrays(
      gridOf([
        ['a', '=SEQUENCE(3)|#REF!'],
        ['=A1|#REF!', 7],
      ]),
    ),
  ).toEqual([{ row: 0, column: 1 }]);
});

test('an array that a write stopped is found, one that was stopped before is not', () => {
  const before = gridOf([
    ['id', '=SEQUENCE(2)|1', '=SEQUENCE(2)|#REF!'],
    ['1', 2, 9],
  ]);
  const now = gridOf([
    ['id', '=SEQUENCE(2)|#REF!', '=SEQUENCE(2)|#REF!'],
    ['1', 'ours', 9],
  ]);
  const moved = align(before, now, { written: new Set([1]), headerRow: 0, put: new Set(['ours']) });
  expect(brokenArrays(before, now, moved)).toEqual([{ row: 0, column: 1 }]);
});
