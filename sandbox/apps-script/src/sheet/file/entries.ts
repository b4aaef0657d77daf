/** Converts written values to the content of cells, and checks them before anything is entered. */

import type { GridCell } from '../engine/cells';
import type { Formula } from '../engine/formula';
import { cellName } from '../values/boxes';
import { serialOf } from '../values/dates';
import { meaning } from '../values/show';
import type { Box, CellValue } from '../values/types';
import { satisfies, violation } from '../values/validation';
import { MAX_CELL_CHARACTERS } from '../values/values';
import { type Input, readInput } from './input';
import type { TabState } from './tab-state';

export interface CellEntry {
  row: number;
  column: number;
  cell: GridCell<Formula>;
  /** null clears the cell. */
  content: Input | null;
}

/** Skips cells that a merge hides. Throws for a text that is too long. */
export function readEntries(
  tab: TabState,
  box: Box,
  inputs: readonly (readonly (CellValue | null)[])[],
): CellEntry[] {
  for (const row of inputs) for (const input of row) checkLength(input);
  const { engine, timeZone } = tab.host;
  const { settings } = engine;
  const today = Math.floor(serialOf(settings.now(), timeZone));
  const merges = settings.mergedCellsDropWrites && tab.merges.meeting(box).length > 0;
  const entries: CellEntry[] = [];
  inputs.forEach((line, r) => {
    line.forEach((input, c) => {
      const row = box.row + r;
      const column = box.column + c;
      if (merges && tab.merges.hides(row, column)) return;
      if (input === null || input === undefined || input === '') {
        const cell = tab.cells.at(row, column);
        if (cell) entries.push({ row, column, cell, content: null });
        return;
      }
      const cell = tab.cells.ensure(row, column);
      entries.push({ row, column, cell, content: readInput(input, cell.format, today, settings, timeZone) });
    });
  });
  return entries;
}

/** Throws for the first entry that its rule rejects; formulas are never rejected. */
export function checkEntries(entries: readonly CellEntry[]): void {
  for (const { row, column, cell, content } of entries) {
    const rule = cell.validation;
    if (!rule || rule.allowInvalid || !content || 'formula' in content) continue;
    const value = meaning(content.value, cell.format || content.format);
    if (!satisfies(rule, value)) throw violation(cellName(row, column), rule);
  }
}

function checkLength(input: CellValue | null): void {
  if (typeof input !== 'string' || input.length <= MAX_CELL_CHARACTERS) return;
  throw new Error(
    `Your input contains more than the maximum of ${MAX_CELL_CHARACTERS} characters in a single cell.`,
  );
}
