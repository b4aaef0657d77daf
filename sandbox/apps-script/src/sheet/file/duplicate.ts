/** Copies a tab with all its content into a new one. */

import { Formula } from '../engine/formula';
import type { Tab } from './tab';

/** The new tab is empty, with its own id and name. Formulas without a tab name refer to the copy. */
export function copyTab(from: Tab, to: Tab): void {
  to.maxRows = from.maxRows;
  to.maxColumns = from.maxColumns;
  const { engine, metadata } = to.host;
  const whole = { row: 1, column: 1, rows: from.maxRows, columns: from.maxColumns };
  from.cells.each(whole, (cell, row, column) => {
    const { value, formula, owner, ...look } = cell;
    const copy = Object.assign(to.cells.ensure(row, column), look);
    if (formula) {
      copy.formula = new Formula(to, row, column, formula.text.slice(1));
      engine.add(copy.formula);
    } else if (!owner) copy.value = value;
  });
  for (const box of from.merges.all()) to.merges.add(box);
  for (const range of from.protections.all()) to.protections.add({ ...range });
  to.frozen.rows = from.frozen.rows;
  to.frozen.columns = from.frozen.columns;
  to.rowStates.take(from.rowStates);
  to.columnStates.take(from.columnStates);
  const { filter } = from.filters;
  if (filter) {
    const copy = to.filters.create(filter.box);
    copy.criteria = new Map(filter.criteria);
    copy.hiddenRows = new Set(filter.hiddenRows);
  }
  to.regions.conditionalFormats = from.regions.conditionalFormats;
  to.regions.bandings = from.regions.bandings;
  if (engine.settings.duplicatesCopyMetadata) metadata.copyTab(from.id, to.id);
}
