/** Inserts, deletes and sorts lines; every reference in the file follows. */

import type { Formula } from '../engine/formula';
import { clearSpill } from '../engine/spill';
import { type Adjusted, deleteFrom, insertInto, moveBy } from '../formulas/reference';
import { boxesMeet, inBox } from '../values/boxes';
import { compareForSort } from '../values/coerce';
import type { Box } from '../values/types';
import type { TabState } from './tab-state';

type Axis = 'rows' | 'columns';

const MOST_COLUMNS = 18_278;
const POSITION = new Set(['ROW', 'COLUMN', 'ROWS', 'COLUMNS']);

export function insertLines(tab: TabState, axis: Axis, before: number, count: number): void {
  const size = axis === 'rows' ? tab.maxRows : tab.maxColumns;
  if (before < 1 || before > size + 1 || count < 1) throw new Error(outside(axis));
  if (axis === 'columns' && size + count > MOST_COLUMNS) {
    throw new Error(`A sheet has at most ${MOST_COLUMNS} columns.`);
  }
  tab.host.checkCells(count * (axis === 'rows' ? tab.maxColumns : tab.maxRows));
  withdrawAll(tab);
  if (axis === 'rows') {
    tab.cells.insertRows(before, count);
    tab.maxRows += count;
  } else {
    tab.cells.insertColumns(before, count);
    tab.maxColumns += count;
  }
  follow(
    tab,
    axis,
    (at) => (at >= before ? at + count : at),
    (ref) => insertInto(ref, axis, before, count),
  );
  tab.protections = tab.protections.map((one) => ({ ...one, box: grown(one.box, axis, before, count) }));
  announceAll(tab);
}

export function deleteLines(tab: TabState, axis: Axis, first: number, count: number): void {
  const size = axis === 'rows' ? tab.maxRows : tab.maxColumns;
  if (first < 1 || count < 1 || first + count - 1 > size) throw new Error(outside(axis));
  if (count === size) throw new Error(`You can't delete all the ${axis} on the sheet.`);
  const { engine } = tab.host;
  withdrawAll(tab);
  for (const formula of [...engine.formulas]) {
    const at = axis === 'rows' ? formula.row : formula.column;
    if (formula.tab === tab && at >= first && at < first + count) engine.remove(formula);
  }
  if (axis === 'rows') {
    tab.cells.deleteRows(first, count);
    tab.maxRows -= count;
  } else {
    tab.cells.deleteColumns(first, count);
    tab.maxColumns -= count;
  }
  follow(
    tab,
    axis,
    (at) => (at >= first + count ? at - count : at),
    (ref) => deleteFrom(ref, axis, first, count),
  );
  tab.protections = tab.protections.flatMap((one) => {
    const box = shrunk(one.box, axis, first, count);
    return box ? [{ ...one, box }] : [];
  });
  announceAll(tab);
}

function outside(axis: Axis): string {
  return `Those ${axis} are out of bounds.`;
}

/** Arrays are removed from their cells before lines move, and placed again afterwards: their size does not change. */
function withdrawAll(tab: TabState): void {
  const { engine } = tab.host;
  for (const formula of engine.formulas) {
    if (formula.tab !== tab || (!formula.spill && !formula.blocked)) continue;
    clearSpill(formula, engine);
    engine.markUnplaced(formula);
  }
}

function follow(
  tab: TabState,
  axis: Axis,
  moved: (at: number) => number,
  adjust: (ref: Formula['parsed']['refs'][number]) => Adjusted,
): void {
  const { engine } = tab.host;
  const field = axis === 'rows' ? 'row' : 'column';
  for (const formula of engine.formulas) {
    let stale = formula.tab === tab && [...formula.parsed.calls].some((name) => POSITION.has(name));
    let shifted = false;
    for (const ref of formula.parsed.refs) {
      if (ref.home !== tab || ref.dead) continue;
      const outcome = adjust(ref);
      // A range that is read as one value depends on its position relative to the formula.
      const placed = ref.passive || (formula.tab !== tab && !ref.single);
      stale ||= outcome === 'reshaped' || (outcome === 'shifted' && placed);
      shifted ||= outcome === 'shifted';
    }
    if (formula.tab === tab) {
      const now = moved(formula[field]);
      if (now !== formula[field]) stale ||= formula.parsed.refs.some((ref) => !ref.single);
      shifted ||= now !== formula[field];
      formula[field] = now;
    }
    if (shifted && engine.settings.movedFormulasCallAgain) formula.calls = [];
    if (stale || (shifted && engine.settings.movedFormulasCallAgain)) engine.markStale(formula);
  }
  engine.dependents.rebuild(engine.formulas);
}

function announceAll(tab: TabState): void {
  tab.host.announce(tab, { row: 1, column: 1, rows: tab.maxRows, columns: tab.maxColumns });
}

function grown(box: Box, axis: Axis, before: number, count: number): Box {
  const start = axis === 'rows' ? box.row : box.column;
  if (before > start + box[axis] - 1) return box;
  if (before > start) return { ...box, [axis]: box[axis] + count };
  return axis === 'rows' ? { ...box, row: box.row + count } : { ...box, column: box.column + count };
}

function shrunk(box: Box, axis: Axis, first: number, count: number): Box | null {
  const start = axis === 'rows' ? box.row : box.column;
  const end = start + box[axis];
  const left = Math.max(0, Math.min(end, first + count) - Math.max(start, first));
  if (left === box[axis]) return null;
  const from = start - Math.max(0, Math.min(start, first + count) - Math.min(start, first));
  const moved = axis === 'rows' ? { row: from } : { column: from };
  return { ...box, ...moved, [axis]: box[axis] - left };
}

/** Sorts the box's rows. Formulas move as if copied: references to their own row move along. */
export function sortRows(tab: TabState, box: Box, by: { column: number; ascending: boolean }): void {
  if (by.column < box.column || by.column >= box.column + box.columns) {
    throw new Error('The column to sort by is outside the range.');
  }
  const { engine } = tab.host;
  engine.settle();
  const keys = Array.from(
    { length: box.rows },
    (_, r) => tab.cells.at(box.row + r, by.column)?.value ?? null,
  );
  for (const formula of engine.formulas) {
    if (formula.tab !== tab || !(formula.spill || formula.blocked)) continue;
    if (!boxesMeet(formula.spill ?? formula.blocked!, box)) continue;
    clearSpill(formula, engine);
    engine.markUnplaced(formula);
  }
  const order = keys.map((_, r) => r);
  order.sort((a, b) => compareForSort(keys[a]!, keys[b]!, by.ascending) || a - b);
  const place = new Map(order.map((from, to) => [box.row + from, box.row + to]));
  tab.cells.reorder(box, order);
  for (const formula of engine.formulas) {
    if (formula.tab !== tab || !inBox(box, formula.row, formula.column)) continue;
    const to = place.get(formula.row)!;
    if (to === formula.row) continue;
    for (const ref of formula.parsed.refs) moveBy(ref, to - formula.row);
    formula.row = to;
    engine.markStale(formula);
  }
  engine.dependents.rebuild(engine.formulas);
  engine.changed(tab, box);
  tab.host.announce(tab, box);
}
