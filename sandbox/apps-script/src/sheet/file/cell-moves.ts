/** Moves cells without whole rows or columns: inserting and deleting with a shift, cut and paste. */

import type { Formula } from '../engine/formula';
import { deleteFrom, insertInto, moveInto, type Ref } from '../formulas/reference';
import type { Axis } from '../layout/line-change';
import { inBox } from '../values/boxes';
import type { Box } from '../values/types';
import { announceAll, withdrawAll } from './structure';
import type { TabState } from './tab-state';
import { setContent } from './write-cells';

/** The cells of the box, and all cells beyond it in the direction of the shift. */
function band(tab: TabState, box: Box, axis: Axis): Box {
  return axis === 'rows'
    ? { ...box, rows: tab.maxRows - box.row + 1 }
    : { ...box, columns: tab.maxColumns - box.column + 1 };
}

const across = (axis: Axis): Axis => (axis === 'rows' ? 'columns' : 'rows');
const start = (box: Box, axis: Axis) => (axis === 'rows' ? box.row : box.column);

/** True if the reference's other axis lies inside the band, so that it follows the shift. */
function lies(ref: Ref, tab: TabState, box: Box, axis: Axis): boolean {
  if (ref.home !== tab || ref.dead) return false;
  const other = across(axis);
  const span = ref[other];
  return span.first >= start(box, other) && span.last < start(box, other) + box[other];
}

function checkMerges(tab: TabState, box: Box): void {
  if (tab.merges.meeting(box).length > 0) throw new Error("You can't shift or paste over merged cells.");
}

export function insertCells(tab: TabState, box: Box, axis: Axis): void {
  const count = box[axis];
  const area = band(tab, box, axis);
  checkMerges(tab, area);
  withdrawAll(tab);
  const lastLine = axis === 'rows' ? tab.cells.lastRow() : tab.cells.lastColumn();
  const size = axis === 'rows' ? tab.maxRows : tab.maxColumns;
  const missing = Math.max(0, lastLine + count - size);
  if (axis === 'rows') {
    tab.maxRows += missing;
    tab.cells.shift(area, count, 0);
  } else {
    tab.maxColumns += missing;
    tab.cells.shift(area, 0, count);
  }
  followShift(
    tab,
    area,
    axis,
    (at) => at + count,
    (ref) => insertInto(ref, axis, start(box, axis), count),
    box,
  );
}

export function deleteCells(tab: TabState, box: Box, axis: Axis): void {
  const count = box[axis];
  const area = band(tab, box, axis);
  checkMerges(tab, area);
  withdrawAll(tab);
  removeFormulas(tab, box);
  if (axis === 'rows') tab.cells.shift(area, -count, 0);
  else tab.cells.shift(area, 0, -count);
  followShift(
    tab,
    area,
    axis,
    (at) => at - count,
    (ref) => deleteFrom(ref, axis, start(box, axis), count),
    box,
  );
}

function removeFormulas(tab: TabState, box: Box): void {
  const { engine } = tab.host;
  for (const formula of [...engine.formulas]) {
    if (formula.tab === tab && inBox(box, formula.row, formula.column)) engine.remove(formula);
  }
}

function followShift(
  tab: TabState,
  area: Box,
  axis: Axis,
  moveLine: (at: number) => number,
  adjust: (ref: Ref) => unknown,
  box: Box,
): void {
  const { engine } = tab.host;
  const field = axis === 'rows' ? 'row' : 'column';
  for (const formula of engine.formulas) {
    for (const ref of formula.parsed.refs) if (lies(ref, tab, box, axis)) adjust(ref);
    if (formula.tab === tab && inBox(area, formula.row, formula.column))
      formula[field] = moveLine(formula[field]);
    if (formula.tab === tab || formula.parsed.refs.some((ref) => ref.home === tab)) engine.markStale(formula);
  }
  finish(tab);
}

/** Cells keep their formulas unchanged; references to the cut cells follow, in all formulas. */
export function cutAndPaste(tab: TabState, box: Box, row: number, column: number): void {
  const target = { ...box, row, column };
  if (target.row + target.rows - 1 > tab.maxRows || target.column + target.columns - 1 > tab.maxColumns) {
    throw new Error('There is no room to paste these cells.');
  }
  checkMerges(tab, box);
  checkMerges(tab, target);
  withdrawAll(tab);
  const { engine } = tab.host;
  const down = row - box.row;
  const right = column - box.column;
  const moving: Formula[] = [];
  for (const formula of [...engine.formulas]) {
    if (formula.tab !== tab) continue;
    if (inBox(box, formula.row, formula.column)) moving.push(formula);
    else if (inBox(target, formula.row, formula.column)) engine.remove(formula);
  }
  tab.cells.transfer(box, target);
  for (const formula of moving) {
    formula.row += down;
    formula.column += right;
    engine.markStale(formula);
  }
  for (const formula of engine.formulas) {
    for (const ref of formula.parsed.refs) {
      if (!lies(ref, tab, box, 'rows') || !lies(ref, tab, box, 'columns')) continue;
      moveInto(ref, 'rows', box.row, box.rows, down);
      moveInto(ref, 'columns', box.column, box.columns, right);
      engine.markStale(formula);
    }
  }
  finish(tab);
  engine.changed(tab, box);
  engine.changed(tab, target);
}

function finish(tab: TabState): void {
  const { engine } = tab.host;
  engine.dependents.rebuild(engine.formulas);
  engine.changed(tab, { row: 1, column: 1, rows: tab.maxRows, columns: tab.maxColumns });
  announceAll(tab);
}

/** Merges the cells of the box; all cells except the first lose their content. */
export function mergeCells(tab: TabState, box: Box): void {
  tab.merges.add(box);
  tab.cells.each(box, (cell, row, column) => {
    if (row !== box.row || column !== box.column) setContent(tab, cell, null);
  });
  tab.host.engine.changed(tab, box);
  tab.host.announce(tab, box);
}
