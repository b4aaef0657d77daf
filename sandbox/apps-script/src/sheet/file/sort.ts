/** Sorts the rows of a box. */

import { clearSpill } from '../engine/spill';
import { moveBy } from '../formulas/reference';
import { boxesMeet, inBox } from '../values/boxes';
import { compareForSort } from '../values/coerce';
import type { Box } from '../values/types';
import type { TabState } from './tab-state';

export interface SortOrder {
  column: number;
  ascending: boolean;
}

/**
 * Cells move with their formats, notes, validation and links. Formulas move as if copied: references to their own row
 * move along. Hidden rows are sorted too, unless the switch says otherwise.
 */
export function sortRows(tab: TabState, box: Box, by: SortOrder): void {
  if (by.column < box.column || by.column >= box.column + box.columns) {
    throw new Error('The column to sort by is outside the range.');
  }
  tab.merges.checkSort(box);
  const { engine } = tab.host;
  engine.settle();
  const offsets = Array.from({ length: box.rows }, (_, r) => r);
  const moving = engine.settings.sortMovesHiddenRows
    ? offsets
    : offsets.filter((r) => !tab.isRowHidden(box.row + r));
  const keys = offsets.map((r) => tab.cells.at(box.row + r, by.column)?.value ?? null);
  for (const formula of engine.formulas) {
    if (formula.tab !== tab || !(formula.spill || formula.blocked)) continue;
    if (!boxesMeet(formula.spill ?? formula.blocked!, box)) continue;
    clearSpill(formula, engine);
    engine.markUnplaced(formula);
  }
  const sortedOffsets = [...moving].sort((a, b) => compareForSort(keys[a]!, keys[b]!, by.ascending) || a - b);
  const order = [...offsets];
  moving.forEach((to, i) => {
    order[to] = sortedOffsets[i]!;
  });
  const place = new Map(order.map((from, to) => [box.row + from, box.row + to]));
  reorder(tab, box, order);
  tab.merges.permuteRows(box, place);
  if (engine.settings.sortMovesRowMetadata) tab.host.metadata.permuteRows(tab.id, place);
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
  tab.reapplyFilter(box);
  tab.host.announce(tab, box);
}

function reorder(tab: TabState, box: Box, order: readonly number[]): void {
  if (tab.host.engine.settings.sortMovesValidation) {
    tab.cells.reorder(box, order);
    return;
  }
  const rules = tab.cells.grid(box, null, (cell) => cell.validation);
  tab.cells.reorder(box, order);
  rules.forEach((row, r) => {
    row.forEach((rule, c) => {
      const cell = tab.cells.at(box.row + r, box.column + c);
      if (cell || rule) tab.cells.ensure(box.row + r, box.column + c).validation = rule;
    });
  });
}
