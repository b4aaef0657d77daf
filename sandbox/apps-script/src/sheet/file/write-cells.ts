/** Changes the content of cells: entries, links, clearing, validation rules. The caller has checked the box. */

import { blankLook } from '../engine/cell-look';
import { type GridCell, hasContent } from '../engine/cells';
import { Formula } from '../engine/formula';
import { cellBox } from '../values/boxes';
import type { Box, CellValue, LinkRun } from '../values/types';
import { emptyValue, uncheckedValue, type ValidationRule } from '../values/validation';
import type { Scalar } from '../values/values';
import { type CellEntry, checkEntries, readEntries } from './entries';
import type { TabState } from './tab-state';

/** The parts of a cell to clear. */
export interface CellParts {
  contents?: boolean;
  formats?: boolean;
  notes?: boolean;
}

type Inputs = readonly (readonly (CellValue | null)[])[];

/** Enters values as if a user typed them. */
export function writeInputs(tab: TabState, box: Box, inputs: Inputs): void {
  const { engine } = tab.host;
  engine.local(() => enterAll(tab, readEntries(tab, box, inputs)));
  engine.changed(tab, box);
  tab.host.announce(tab, box);
}

function enterAll(tab: TabState, entries: readonly CellEntry[]): void {
  const { engine } = tab.host;
  if (engine.settings.validationRejects) checkEntries(entries);
  for (const { row, column, cell, content } of entries) {
    setContent(tab, cell, content && 'value' in content ? content.value : null);
    if (content === null) continue;
    if ('formula' in content) {
      cell.formula = new Formula(tab, row, column, content.formula);
      engine.add(cell.formula);
    } else if (content.format && !cell.format) cell.format = content.format;
  }
}

/** Throws for the first input that a validation rule rejects, or that is too long. */
export function checkInputs(tab: TabState, box: Box, inputs: Inputs): void {
  const { engine } = tab.host;
  const entries = engine.local(() => readEntries(tab, box, inputs));
  if (engine.settings.validationRejects) checkEntries(entries);
}

export function writeRichText(
  tab: TabState,
  row: number,
  column: number,
  text: string,
  links: readonly LinkRun[],
): void {
  const isHidden = tab.merges.hides(row, column) && tab.host.engine.settings.mergedCellsDropWrites;
  if (isHidden) return;
  const cell = tab.cells.ensure(row, column);
  setContent(tab, cell, text === '' ? null : text);
  cell.links = links;
  tab.host.engine.changed(tab, cellBox(row, column));
  tab.host.announce(tab, cellBox(row, column));
}

export function clearCells(tab: TabState, box: Box, what: CellParts): void {
  tab.cells.each(box, (cell) => {
    if (what.contents && hasContent(cell)) setContent(tab, cell, emptyValue(cell.validation));
    if (what.notes) cell.note = '';
    if (what.formats) {
      const { format, background, bold } = blankLook();
      Object.assign(cell, { format, background, bold });
    }
  });
  if (what.contents || what.formats) tab.host.engine.changed(tab, box);
  tab.host.announce(tab, box);
}

/** null removes the rule. */
export function setRule(tab: TabState, box: Box, rule: ValidationRule | null): void {
  for (let row = box.row; row < box.row + box.rows; row++) {
    for (let column = box.column; column < box.column + box.columns; column++) {
      const cell = tab.cells.ensure(row, column);
      cell.validation = rule;
      // A checkbox has a value from the start.
      if (rule?.criterion === 'CHECKBOX' && !hasContent(cell)) setContent(tab, cell, uncheckedValue(rule));
    }
  }
  tab.host.engine.changed(tab, box);
  tab.host.announce(tab, box);
}

/** Replaces a cell's content. An array that filled the cell is placed again. */
export function setContent(tab: TabState, cell: GridCell<Formula>, value: Scalar): void {
  const { engine } = tab.host;
  if (cell.formula) engine.remove(cell.formula);
  if (cell.owner) engine.markUnplaced(cell.owner);
  cell.formula = null;
  cell.owner = null;
  cell.value = value;
  cell.links = [];
}
