/** Cells of our columns that are not ours to write: formulas, cells with a rule, protected or merged ones. */

import type { Cell } from '../../../core/table';
import type { Box, LockedBox, SheetTab } from '../../interfaces/host';
import { type PackedCells, readBox } from './cells';
import type { Grid } from './grid';

/** What the tab says about the cells of some columns, apart from their content. */
export interface CellRules {
  /** The first column that was read, from 0. */
  left: number;
  validated: PackedCells<boolean>;
  formats: PackedCells<string>;
  locked: LockedBox[];
  merged: Box[];
}

/** Reads the columns from `left` to `right` (from 0), for every row from the first. */
export function readRules(tab: SheetTab, rows: number, left: number, right: number): CellRules {
  const width = right - left + 1;
  const box = <T extends Cell>(read: (row: number, column: number, rows: number, columns: number) => T[][]) =>
    readBox(rows, width, (row, count) => read(row, left + 1, count, width));
  return {
    left,
    validated: box((...at) => tab.validated(...at)),
    formats: box((...at) => tab.formats(...at)),
    locked: tab.lockedBoxes(),
    merged: tab.mergedBoxes(1, left + 1, rows, width),
  };
}

/** Why a cell is left alone; `array` is known only after a write. */
export type LeftReason = 'formula' | 'array' | 'rule' | 'protected' | 'merged';

/** Numbers of cells left alone, by reason. */
export type LeftCounts = Partial<Record<LeftReason, number>>;

export function countLeft(counts: LeftCounts, reason: LeftReason, more = 1): void {
  if (more > 0) counts[reason] = (counts[reason] ?? 0) + more;
}

/** Why this cell of the grid is left alone; null if it is ours to write. */
export function leftAlone(
  grid: Grid,
  row: number,
  column: number,
  rules: CellRules | null,
): LeftReason | null {
  if (grid.formulas.cell(row, column) !== '') return 'formula';
  if (rules === null || row >= grid.formulas.length) return null;
  if (rules.validated.cell(row, column - rules.left)) return 'rule';
  if (isLocked(rules, row, column)) return 'protected';
  return isMergedAway(rules.merged, row, column) ? 'merged' : null;
}

/** A cell of a merged area, other than the one whose value the area shows. */
export const isMergedAway = (boxes: readonly Box[], r: number, c: number): boolean =>
  boxes.some((box) => contains(box, r, c) && !isCorner(box, r, c));

/** Protected from the current user. */
export const isLocked = ({ locked }: Pick<CellRules, 'locked'>, r: number, c: number): boolean =>
  locked.some((box) => contains(box, r, c) && !box.except.some((hole) => contains(hole, r, c)));

const contains = (box: Box, r: number, c: number): boolean =>
  r + 1 >= box.row && r + 1 < box.row + box.rows && c + 1 >= box.column && c + 1 < box.column + box.columns;

/** The upper left cell, whose value a merged area shows. */
const isCorner = (box: Box, r: number, c: number): boolean => r + 1 === box.row && c + 1 === box.column;
