/** Refresh formulas: Sheets computes them again only when their text is written again. Freeze: values in their place. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { invalidateAnswers } from '../access/settings';
import type { Host, SelectedRange, SheetTab } from '../interfaces/host';
import { putBack, putCells } from '../sheet/write-cells';

const OURS = /\bTT_[A-Z_0-9]+\s*\(/i;

const AT_ONCE = 20;

interface Found {
  row: number;
  column: number;
  formula: string;
}

/** The selection, or the whole tab where a single cell without a formula of ours is selected. */
function ourFormulas(host: Host): { tab: SheetTab; found: Found[] } {
  const selected: SelectedRange = host.file.selected();
  const { tab } = selected;
  const within = (row: number, column: number, rows: number, columns: number): Found[] => {
    const height = Math.min(rows, tab.lastRow() - row + 1);
    const width = Math.min(columns, tab.lastColumn() - column + 1);
    if (height < 1 || width < 1) return [];
    return foundIn(tab.formulas(row, column, height, width), row, column);
  };
  let found = within(selected.row, selected.column, selected.rows, selected.columns);
  if (found.length === 0 && selected.rows === 1 && selected.columns === 1) {
    found = within(1, 1, tab.lastRow(), tab.lastColumn());
  }
  if (found.length === 0) throw new TtError('INPUT', 'there is no formula of Tracer Tools in the selection');
  return { tab, found };
}

/** In all tabs. Answers how many formulas are computed again. */
export function refreshAll(host: Host): number {
  return host.locked(() => {
    invalidateAnswers(host);
    let count = 0;
    for (const tab of host.file.tabs()) {
      const found = foundIn(tab.dataFormulas());
      computeAgain(host, tab, found);
      count += found.length;
    }
    return count;
  });
}

const foundIn = (formulas: string[][], row = 1, column = 1): Found[] =>
  formulas.flatMap((line, r) =>
    line.flatMap((formula, c) => (OURS.test(formula) ? [{ row: row + r, column: column + c, formula }] : [])),
  );

/** Blank for a moment, and put back at once: an execution that ends in between takes as few along as can be. */
function computeAgain(host: Host, tab: SheetTab, found: readonly Found[]): void {
  for (let i = 0; i < found.length; i += AT_ONCE) {
    const some = found.slice(i, i + AT_ONCE);
    for (const { row, column } of some) putCells(tab, row, column, [['']]);
    host.file.flush();
    for (const { row, column, formula } of some) putBack(tab, row, column, formula);
  }
}

export function refreshFormulas(host: Host): string {
  return host.locked(() => {
    const { tab, found } = ourFormulas(host);
    invalidateAnswers(host);
    computeAgain(host, tab, found);
    return `${found.length} formulas are being computed again`;
  });
}

/** The array that a formula filled stays in its cells as values. */
export function freezeFormulas(host: Host): string {
  return host.locked(() => {
    const { tab, found } = ourFormulas(host);
    const rows = tab.lastRow();
    const columns = tab.lastColumn();
    const values = tab.values(1, 1, rows, columns);
    const formulas = tab.formulas(1, 1, rows, columns);
    for (const { row, column } of found) {
      putCells(tab, row, column, spilledValues(values, formulas, row - 1, column - 1));
    }
    return `${found.length} formulas are now values`;
  });
}

/**
 * The cells that belong to an array formula: down and right until a blank, another formula or the edge. Sheets does
 * not tell which cells an array fills.
 */
function spilledValues(values: Cell[][], formulas: string[][], row: number, column: number) {
  const free = (r: number, c: number) =>
    r < values.length && (formulas[r]![c] ?? '') === '' && values[r]![c] !== '' && values[r]![c] !== null;
  let right = column + 1;
  while (right < values[row]!.length && free(row, right)) right++;
  let down = row + 1;
  while (free(down, column)) down++;
  return values.slice(row, down).map((line) => line.slice(column, right).map((cell) => cell ?? ''));
}
