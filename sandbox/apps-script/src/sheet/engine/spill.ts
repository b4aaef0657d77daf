/** Spills array results: they fill empty cells, fail at filled ones, and return when those become empty. */

import { refMeets } from '../formulas/reference';
import { boxesMeet, cellBox, cellName, inBox, unionBox } from '../values/boxes';
import type { Box } from '../values/types';
import { type Arg, circular, Fault, Matrix, type Scalar, sameScalar } from '../values/values';
import { hasContent } from './cells';
import type { Formula } from './formula';

export interface SpillHost {
  readonly arraysAddRows: boolean;
  /** Called when cells of the box have changed: formulas that read them become stale. */
  touch(formula: Formula, box: Box): void;
  /** Called when the formula loses its cells to one that precedes it in reading order. */
  evict(formula: Formula): void;
}

/** Writes the formula's result into the cells. */
export function placeResult(formula: Formula, host: SpillHost): void {
  const { result } = formula;
  if (result instanceof Matrix && (result.rows > 1 || result.columns > 1)) placeMatrix(formula, result, host);
  else {
    formula.blocked = null;
    writeCells(formula, null, result instanceof Matrix ? result.at(0, 0) : result, host);
  }
}

function placeMatrix(formula: Formula, result: Matrix, host: SpillHost): void {
  const targetBox = { row: formula.row, column: formula.column, rows: result.rows, columns: result.columns };
  const problem = obstacle(formula, targetBox, host);
  formula.blocked = problem ? targetBox : null;
  if (problem) writeCells(formula, null, problem, host);
  else writeCells(formula, targetBox, result, host);
}

/** The error that prevents an array from spilling, or null. Evicts arrays of formulas later in reading order. */
function obstacle(formula: Formula, targetBox: Box, host: SpillHost): Fault | null {
  const { tab } = formula;
  const missingRows = targetBox.row + targetBox.rows - 1 - tab.maxRows;
  const missingColumns = targetBox.column + targetBox.columns - 1 - tab.maxColumns;
  if (missingRows > 0 && host.arraysAddRows) tab.growRows(missingRows);
  if (missingColumns > 0 || (missingRows > 0 && !host.arraysAddRows)) {
    const what = missingColumns > 0 ? `columns (${missingColumns})` : `rows (${missingRows})`;
    return new Fault('#REF!', `Result was not automatically expanded, please insert more ${what}.`);
  }
  const own = cellBox(formula.row, formula.column);
  const readsItself = formula.parsed.refs.some(
    (ref) => !ref.passive && refMeets(ref, tab, targetBox) && !refMeets(ref, tab, own),
  );
  if (readsItself) return circular();
  let obstacleCell = '';
  const evictable = new Set<Formula>();
  tab.cells.each(targetBox, (cell, row, column) => {
    if (obstacleCell || cell.formula === formula || cell.owner === formula || !hasContent(cell)) return;
    if (cell.owner && precedes(formula, cell.owner)) evictable.add(cell.owner);
    else obstacleCell = cellName(row, column);
  });
  if (obstacleCell) {
    return new Fault(
      '#REF!',
      `Array result was not expanded because it would overwrite data in ${obstacleCell}.`,
    );
  }
  for (const other of evictable) {
    clearSpill(other, host);
    host.evict(other);
  }
  return null;
}

function precedes(a: Formula, b: Formula): boolean {
  return a.row === b.row ? a.column < b.column : a.row < b.row;
}

/** Clears the cells that the formula's array fills, except its own. */
export function clearSpill(formula: Formula, host: SpillHost): void {
  const { spill } = formula;
  formula.spill = null;
  if (!spill) return;
  formula.tab.cells.each(spill, (cell) => {
    if (cell.owner !== formula) return;
    cell.owner = null;
    cell.value = null;
  });
  host.touch(formula, spill);
}

function writeCells(formula: Formula, box: Box | null, result: Arg, host: SpillHost): void {
  const { tab } = formula;
  let changedBox: Box | null = null;
  const old = formula.spill;
  if (old) {
    tab.cells.each(old, (cell, row, column) => {
      if (cell.owner !== formula || (box && inBox(box, row, column))) return;
      cell.owner = null;
      cell.value = null;
      changedBox = unionBox(changedBox, cellBox(row, column));
    });
  }
  formula.spill = box;
  const area = box ?? cellBox(formula.row, formula.column);
  for (let r = 0; r < area.rows; r++) {
    for (let c = 0; c < area.columns; c++) {
      const value: Scalar = result instanceof Matrix ? result.at(r, c) : result;
      const cell = tab.cells.ensure(area.row + r, area.column + c);
      const owner = r === 0 && c === 0 ? null : formula;
      if (cell.owner === owner && sameScalar(cell.value, value)) continue;
      cell.owner = owner;
      cell.value = value;
      changedBox = unionBox(changedBox, cellBox(area.row + r, area.column + c));
    }
  }
  if (changedBox) host.touch(formula, changedBox);
}

/** True if a change in the box may free or fill cells that a blocked array needs. */
export function isBlockedIn(formula: Formula, box: Box): boolean {
  return formula.blocked !== null && boxesMeet(formula.blocked, box);
}
