/**
 * Refresh formulas: Sheets computes them again only if their text is written again. Freeze formulas: replaces them by
 * their values.
 */
import { isResumableText, TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { invalidateAnswers } from '../access/settings';
import type { Box, Host, SelectedRange, SheetTab } from '../interfaces/host';
import {
  addToRecord,
  blockLine,
  blockOf,
  cellName,
  heldFormulas,
  markBeside,
  runOnRecord,
} from '../jobs/cell-run';
import type { Job } from '../jobs/state';
import type { CellValue } from '../sheet/cells/cell-value';
import { putCells } from '../sheet/cells/write-cells';
import { readCells } from '../sheet/look/cells';
import { type Grid, isBlank, readGrid } from '../sheet/look/grid';
import { inBoxes, refuseMoved } from '../sheet/look/stayed';
import type { HeldCell, WriteRecordLine } from '../sheet/record/record-lines';

const OURS = /\bTT_[A-Z_0-9]+\s*\(/i;

/** Whether the formula calls this function. */
const hasCall = (formula: string, name: string): boolean => callsIn(formula).includes(name);

/** Names of our functions that a formula calls. */
export const callsIn = (formula: string): string[] => [
  ...new Set([...formula.matchAll(/\b(TT_[A-Z_0-9]+)\s*\(/gi)].map(([, name]) => name!.toUpperCase())),
];

interface Found {
  row: number;
  column: number;
  formula: string;
}

/** Our formulas in the selection; in the whole tab if a single cell without one is selected. */
function ourFormulas(host: Host): { tab: SheetTab; found: Found[] } {
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

const formulasOf = (tab: SheetTab): string[][] => readCells((from) => tab.dataFormulas(from)).lines();

const foundIn = (formulas: string[][], row = 1, column = 1): Found[] =>
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

const isHalfway = ({ formula }: Found): boolean => formula.includes(AGAIN);

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

/** The cells of an array formula keep their values. Undo restores the formulas. */
export function freezeFormulas(host: Host): string {
  return host.locked(() => {
    const { tab, found } = ourFormulas(host);
    return `${freezeFound(host, tab, found).done} formulas are now values. Undo brings them back`;
  });
}

/** Freezes a tab's formulas that call the function `name`. Call it without the lock. */
export function freezeTab(host: Host, tabId: number, name: string): Job {
  return host.locked(() => {
    const tab = host.file.tabById(tabId);
    const found =
      tab === null ? [] : foundIn(formulasOf(tab)).filter(({ formula }) => hasCall(formula, name));
    if (tab === null || found.length === 0)
      throw new TtError('INPUT', `there is no ${name} in that tab any more`);
    return freezeFound(host, tab, found);
  });
}

function freezeFound(host: Host, tab: SheetTab, found: readonly Found[]): Job {
  if (found.some(isHalfway))
    throw new TtError('BUSY', 'a formula is half refreshed. Refresh formulas, then freeze');
  const planned = readGrid(tab);
  const values = planned.values.lines();
  const formulas = planned.formulas.lines();
  if (!found.every(({ row, column, formula }) => formulas[row - 1]?.[column - 1] === formula))
    throw new TtError('INPUT', 'formulas were moved just now. Nothing was written; try again');
  const blocks = found.map(({ row, column, formula }): Block => {
    const cells = filledBlock(values, formulas, row - 1, column - 1);
    const line = lineOf({ row, column, formula, cells }, values, [[cells[0]![0]!]]);
    return { row, column, formula, cells, line };
  });
  const isPending = blocks.some(({ cells }) =>
    cells.some((line) => line.some((cell) => cell === 'Loading...')),
  );
  if (isPending) throw new TtError('BUSY', 'a formula is still loading. Freeze when it has its answer');
  const lines = blocks.map(({ line }) => line);
  const where = lines.map(({ id }) => id).join(', ');
  const held = `Before, in TT changes too: ${heldFormulas(lines)}`;
  const isWritten = inBoxes(lines.map(blockOf));
  return runOnRecord(host, 'freeze', 'Freeze formulas', planned, lines, (job) => {
    for (const { row, column, cells } of blocks) putCells(tab, row, column, [[cells[0]![0]!]]);
    const wide = blocks.filter(({ cells }) => cells.length + cells[0]!.length > 2);
    host.file.flush();
    const now = refuseMoved(planned, isWritten, where, held);
    const arrays = wide.flatMap((block) => arrayIn(block, now, values));
    if (arrays.length === 0) return;
    addToRecord(
      host,
      job,
      arrays.map(({ line }) => line),
    );
    for (const { row, column, cells } of arrays) putCells(tab, row, column, cells);
    host.file.flush();
    refuseMoved(planned, isWritten, where, held);
  });
}

interface Block extends Found {
  cells: Cell[][];
  line: WriteRecordLine;
}

/** `after`: what the first cells hold once the formula is a value. */
function lineOf(
  { row, column, formula, cells }: Omit<Block, 'line'>,
  values: Cell[][],
  after: Cell[][],
): WriteRecordLine {
  const named = <T>(lines: Cell[][], of: (value: Cell) => T): Record<string, T> =>
    Object.fromEntries(
      lines.flatMap((line, r) => line.map((value, c) => [cellName(r, c), of(value)] as const)),
    );
  const before: Record<string, HeldCell> = named(cells, (value) => ({ value: value as CellValue }));
  before[cellName(0, 0)]!.formula = formula;
  const mark = markBeside(values[row - 1]!, column - 1, column - 1 + cells[0]!.length);
  return blockLine(
    row,
    column,
    before,
    named(after, (value) => value as CellValue),
    mark,
  );
}

/** What the formula of a block filled besides its own cell: the cells that are blank `now`, without it. */
function arrayIn({ row, column, formula, cells }: Block, now: Grid, values: Cell[][]): Block[] {
  let [rows, columns] = [1, 1];
  cells.forEach((line, r) => {
    line.forEach((value, c) => {
      if (isBlank(value) || !isBlank(now.values.cell(row - 1 + r, column - 1 + c))) return;
      rows = Math.max(rows, r + 1);
      columns = Math.max(columns, c + 1);
    });
  });
  if (rows * columns === 1) return [];
  const own = cells.slice(0, rows).map((line) => line.slice(0, columns));
  const block = { row, column, formula, cells: own };
  return [{ ...block, line: lineOf(block, values, own) }];
}

/**
 * The cells that an array formula may fill: right and down to a blank cell, another formula or the edge. Sheets does not
 * tell which of them it fills.
 */
function filledBlock(values: Cell[][], formulas: string[][], row: number, column: number) {
  const free = (r: number, c: number) =>
    r < values.length && (formulas[r]![c] ?? '') === '' && values[r]![c] !== '' && values[r]![c] !== null;
  let right = column + 1;
  while (right < values[row]!.length && free(row, right)) right++;
  let down = row + 1;
  while (free(down, column)) down++;
  return values.slice(row, down).map((line) => line.slice(column, right).map((cell) => cell ?? ''));
}
