/** Freeze formulas: replaces them by their values. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Host, SheetTab } from '../interfaces/host';
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
import { stacksOf } from '../sheet/cells/stacks';
import { putCells } from '../sheet/cells/write-cells';
import { type Grid, isBlank, readGrid } from '../sheet/look/grid';
import { inBoxes, refuseMoved } from '../sheet/look/stayed';
import type { HeldCell, WriteRecordLine } from '../sheet/record/record-lines';
import { callsIn, type Found, formulasOf, foundIn, isHalfway, ourFormulas } from './refresh';

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
      tab === null ? [] : foundIn(formulasOf(tab)).filter(({ formula }) => callsIn(formula).includes(name));
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
    putStacks(
      tab,
      blocks.map(({ row, column, cells }) => ({ row, column, cells: [[cells[0]![0]!]] })),
    );
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
    putStacks(tab, arrays);
    host.file.flush();
    refuseMoved(planned, isWritten, where, held);
  });
}

interface Block extends Found {
  cells: Cell[][];
  line: WriteRecordLine;
}

function putStacks(tab: SheetTab, blocks: readonly Pick<Block, 'row' | 'column' | 'cells'>[]): void {
  const boxes = blocks.map((block) => ({
    ...block,
    rows: block.cells.length,
    columns: block.cells[0]!.length,
  }));
  for (const stack of stacksOf(boxes)) {
    const { row, column } = stack[0]!;
    putCells(
      tab,
      row,
      column,
      stack.flatMap(({ cells }) => cells),
    );
  }
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

/** The block that the formula filled, itself included: the cells that are blank `now`, without it. None if it filled no other. */
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
    r < values.length && (formulas[r]![c] ?? '') === '' && !isBlank(values[r]![c]);
  let right = column + 1;
  while (right < values[row]!.length && free(row, right)) right++;
  let down = row + 1;
  while (free(down, column)) down++;
  return values.slice(row, down).map((line) => line.slice(column, right).map((cell) => cell ?? ''));
}
