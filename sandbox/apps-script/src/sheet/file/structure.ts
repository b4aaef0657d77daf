/** Inserts, deletes and moves rows and columns. All references, and everything with a position in the tab, follow. */

import { hasInheritedLook, inheritedLook } from '../engine/cell-look';
import { clearSpill } from '../engine/spill';
import { deleteFrom, insertInto, moveInto, type Ref, type ReferenceChange } from '../formulas/reference';
import { type Axis, type LineChange, lineAfter, moveSteps, type Neighbour } from '../layout/line-change';
import type { TabState } from './tab-state';

const MOST_COLUMNS = 18_278;
const POSITION = new Set(['ROW', 'COLUMN', 'ROWS', 'COLUMNS']);

export function insertLines(
  tab: TabState,
  axis: Axis,
  before: number,
  count: number,
  neighbour: Neighbour,
): void {
  const size = sizeOf(tab, axis);
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
  follow(tab, { kind: 'insert', axis, before, count }, (ref) => insertInto(ref, axis, before, count));
  // The last line has no line after it, the first none before it.
  const from = neighbour === 'before' ? before - 1 : before + count;
  const beside = from < 1 ? before + count : from > sizeOf(tab, axis) ? before - 1 : from;
  if (neighbour !== 'none' && tab.host.engine.settings.insertedLinesInherit) {
    inherit(tab, axis, beside, before, count);
  }
  announceAll(tab);
}

function inherit(tab: TabState, axis: Axis, from: number, first: number, count: number): void {
  const rows = axis === 'rows';
  const line = rows
    ? { row: from, column: 1, rows: 1, columns: tab.maxColumns }
    : { row: 1, column: from, rows: tab.maxRows, columns: 1 };
  tab.cells.each(line, (cell, row, column) => {
    if (!hasInheritedLook(cell)) return;
    for (let at = first; at < first + count; at++) {
      Object.assign(tab.cells.ensure(rows ? at : row, rows ? column : at), inheritedLook(cell));
    }
  });
}

export function deleteLines(tab: TabState, axis: Axis, first: number, count: number): void {
  const size = sizeOf(tab, axis);
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
  follow(tab, { kind: 'delete', axis, first, count }, (ref) => deleteFrom(ref, axis, first, count));
  announceAll(tab);
}

/** Moves lines to the position before the line with number `before`, counted before the move. */
export function moveLines(tab: TabState, axis: Axis, first: number, count: number, before: number): void {
  const size = sizeOf(tab, axis);
  if (first < 1 || count < 1 || first + count - 1 > size || before < 1 || before > size + 1) {
    throw new Error(outside(axis));
  }
  if (before >= first && before <= first + count) return;
  tab.merges.checkMove(axis, first, count, before);
  withdrawAll(tab);
  if (axis === 'rows') tab.cells.moveRows(first, count, before);
  else tab.cells.moveColumns(first, count, before);
  const change = { kind: 'move', axis, first, count, before } as const;
  const { source } = moveSteps(change);
  follow(tab, change, (ref) => {
    const insertOutcome = insertInto(ref, axis, before, count);
    const moveOutcome = moveInto(ref, axis, source, count, before - source);
    return worst(insertOutcome, moveOutcome, deleteFrom(ref, axis, source, count));
  });
  announceAll(tab);
}

function worst(...outcomes: ReferenceChange[]): ReferenceChange {
  if (outcomes.includes('reshaped')) return 'reshaped';
  return outcomes.includes('shifted') ? 'shifted' : 'same';
}

function sizeOf(tab: TabState, axis: Axis): number {
  return axis === 'rows' ? tab.maxRows : tab.maxColumns;
}

function outside(axis: Axis): string {
  return `Those ${axis} are out of bounds.`;
}

/**
 * Removes arrays from their cells before lines move; they are placed again afterwards, because their size does not
 * change.
 */
export function withdrawAll(tab: TabState): void {
  const { engine } = tab.host;
  for (const formula of engine.formulas) {
    if (formula.tab !== tab || (!formula.spill && !formula.blocked)) continue;
    clearSpill(formula, engine);
    engine.markUnplaced(formula);
  }
}

function follow(tab: TabState, change: LineChange, adjust: (ref: Ref) => ReferenceChange): void {
  const { engine } = tab.host;
  const field = change.axis === 'rows' ? 'row' : 'column';
  for (const formula of engine.formulas) {
    let stale = formula.tab === tab && [...formula.parsed.calls].some((name) => POSITION.has(name));
    let isShifted = false;
    for (const ref of formula.parsed.refs) {
      if (ref.home !== tab || ref.dead) continue;
      const outcome = adjust(ref);
      // A range that is read as one value depends on its position relative to the formula.
      const isPlaced = ref.passive || (formula.tab !== tab && !ref.single);
      stale ||= outcome === 'reshaped' || (outcome === 'shifted' && isPlaced);
      isShifted ||= outcome === 'shifted';
    }
    if (formula.tab === tab) {
      const now = lineAfter(formula[field], change) ?? formula[field];
      if (now !== formula[field]) stale ||= formula.parsed.refs.some((ref) => !ref.single);
      isShifted ||= now !== formula[field];
      formula[field] = now;
    }
    if (isShifted && engine.settings.movedFormulasCallAgain) formula.calls = [];
    if (stale || (isShifted && engine.settings.movedFormulasCallAgain)) engine.markStale(formula);
  }
  engine.dependents.rebuild(engine.formulas);
  tab.host.metadata.follow(tab.id, change);
  for (const follower of tab.followers) follower.follow(change);
}

export function announceAll(tab: TabState): void {
  tab.host.announce(tab, { row: 1, column: 1, rows: tab.maxRows, columns: tab.maxColumns });
}
