/** Cells of our columns that are not ours to write: formulas, cells with a rule, protected or merged ones. */
import type { Box, LockedBox, SheetTab } from '../interfaces/host';
import type { Grid } from './grid';

/** What the tab says of the cells of some columns, beside their content. */
export interface CellRules {
  /** The first of the columns that were read, from 0. */
  left: number;
  validated: boolean[][];
  formats: string[][];
  locked: LockedBox[];
  merged: Box[];
}

/** Of the columns from `left` to `right` (from 0), for every row from the first. */
export function readRules(tab: SheetTab, rows: number, left: number, right: number): CellRules {
  const box = [1, left + 1, rows, right - left + 1] as const;
  return {
    left,
    validated: tab.validated(...box),
    formats: tab.formats(...box),
    locked: tab.lockedBoxes(),
    merged: tab.mergedBoxes(...box),
  };
}

/** By row of the grid, whether the cell of this column is left alone. */
export function leftAlone(grid: Grid, column: number, rules: CellRules | null): boolean[] {
  return grid.values.map((_row, r) => {
    if (grid.formulas[r]![column]) return true;
    if (rules === null) return false;
    return (
      (rules.validated[r]?.[column - rules.left] ?? false) ||
      isLocked(rules, r, column) ||
      rules.merged.some((box) => contains(box, r, column) && !isCorner(box, r, column))
    );
  });
}

/** Protected from the current user. */
export const isLocked = ({ locked }: CellRules, r: number, c: number): boolean =>
  locked.some((box) => contains(box, r, c) && !box.except.some((hole) => contains(hole, r, c)));

const contains = (box: Box, r: number, c: number): boolean =>
  r + 1 >= box.row && r + 1 < box.row + box.rows && c + 1 >= box.column && c + 1 < box.column + box.columns;

/** The upper left cell holds what a merged area shows. */
const isCorner = (box: Box, r: number, c: number): boolean => r + 1 === box.row && c + 1 === box.column;
