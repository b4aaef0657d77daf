/** Refresh formulas: Sheets computes a formula again only after its text has changed. */
import { isResumableText, TtError } from '../../core/errors';
import { invalidateAnswers } from '../access/settings';
import type { Box, Host, SelectedRange, SheetTab } from '../interfaces/host';
import { readCells } from '../sheet/look/cells';

const OURS = /\bTT_[A-Z_0-9]+\s*\(/i;

/** Names of our functions that a formula calls. */
export const callsIn = (formula: string): string[] => [
  ...new Set([...formula.matchAll(/\b(TT_[A-Z_0-9]+)\s*\(/gi)].map(([, name]) => name!.toUpperCase())),
];

export interface Found {
  row: number;
  column: number;
  formula: string;
}

/** Our formulas in the selection; in the whole tab if a single cell without one is selected. */
export function ourFormulas(host: Host): { tab: SheetTab; found: Found[] } {
  const selection: SelectedRange = host.file.selected();
  const { tab } = selection;
  const within = (row: number, column: number, rows: number, columns: number): Found[] => {
    const height = Math.min(rows, tab.lastRow() - row + 1);
    const width = Math.min(columns, tab.lastColumn() - column + 1);
    if (height < 1 || width < 1) return [];
    return foundIn(tab.formulas(row, column, height, width), row, column);
  };
  let found = within(selection.row, selection.column, selection.rows, selection.columns);
  if (found.length === 0 && selection.rows === 1 && selection.columns === 1) {
    found = within(1, 1, tab.lastRow(), tab.lastColumn());
  }
  if (found.length === 0) throw new TtError('INPUT', 'there is no formula of Tracer Tools in the selection');
  return { tab, found };
}

/** Refreshes all tabs. Returns the number of formulas. */
export function refreshAll(host: Host): number {
  return host.locked(() => {
    const all = host.file.tabs().map((tab) => ({ tab, found: foundIn(formulasOf(tab)) }));
    if (!all.some(({ tab, found }) => isUnfinished(tab, found))) invalidateAnswers(host);
    for (const { tab, found } of all) computeAgain(host, tab, found);
    return all.reduce((sum, { found }) => sum + found.length, 0);
  });
}

/**
 * Whether time ran out on a formula. Its answers so far must stay valid: otherwise a column that does not fit into the
 * time of a formula begins anew at each refresh and never ends.
 */
function isUnfinished(tab: SheetTab, found: readonly Found[]): boolean {
  if (found.length === 0) return false;
  const top = Math.min(...found.map(({ row }) => row));
  const left = Math.min(...found.map(({ column }) => column));
  return readCells((from) => tab.data(from))
    .map((line, r) => r >= top - 1 && line.slice(left - 1).some(isResumableText))
    .includes(true);
}

export const formulasOf = (tab: SheetTab): string[][] => readCells((from) => tab.dataFormulas(from)).lines();

export const foundIn = (formulas: string[][], row = 1, column = 1): Found[] =>
  formulas.flatMap((line, r) =>
    line.flatMap((formula, c) => (OURS.test(formula) ? [{ row: row + r, column: column + c, formula }] : [])),
  );

/** In the names of functions for a moment: nothing has such a name. */
const AGAIN = 'AGAIN_';

/**
 * Sheets computes a formula again after it has called another function for a moment. Names are replaced where they
 * stand: no cell is written for its place, whatever moves, and a killed execution leaves the formulas with a name that
 * the next refresh puts right.
 */
function computeAgain(host: Host, tab: SheetTab, found: readonly Found[]): void {
  if (found.length === 0) return;
  const spelled = (formulas: string) => [...new Set(formulas.match(/\bTT_[A-Z_0-9]+(?=\s*\()/gi))];
  const prefixes = new Set(found.flatMap(({ formula }) => formula.match(/\bTT_/gi)!));
  const putRight = () => {
    for (const prefix of prefixes) tab.replaceText(null, prefix + AGAIN, prefix);
  };
  if (found.some(isHalfway)) putRight();
  try {
    for (const { box, formulas } of runsOf(found)) {
      for (const name of spelled(formulas.replaceAll(AGAIN, '')))
        tab.replaceText(box, name, name.slice(0, 3) + AGAIN + name.slice(3));
    }
    host.file.flush();
  } finally {
    putRight();
  }
}

export const isHalfway = ({ formula }: Found): boolean => /\bTT_AGAIN_/i.test(formula);

/** Formulas in consecutive rows of a column. */
function runsOf(found: readonly Found[]): { box: Box; formulas: string }[] {
  const runs: { box: Box; formulas: string }[] = [];
  const open: typeof runs = [];
  for (const { row, column, formula } of found) {
    const above = open[column];
    if (above && above.box.row + above.box.rows === row) {
      above.box.rows++;
      above.formulas += formula;
    } else {
      open[column] = { box: { row, column, rows: 1, columns: 1 }, formulas: formula };
      runs.push(open[column]);
    }
  }
  return runs;
}

export function refreshFormulas(host: Host): string {
  return host.locked(() => {
    const { tab, found } = ourFormulas(host);
    const goesOn = isUnfinished(tab, found);
    if (!goesOn) invalidateAnswers(host);
    computeAgain(host, tab, found);
    return goesOn
      ? `${found.length} formulas go on where time ran out. Refresh again when they are done to ask anew`
      : `${found.length} formulas are being computed again`;
  });
}
