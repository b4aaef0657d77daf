/**
 * Runs a tool as a formula: takes a cell or a range, returns as many rows. Asks once for each distinct id, uses the
 * cache first, and stops in time: ids without an answer show PENDING and are asked about at the next recalculation.
 */

import { type IdCell, isEmptyCell, readCell } from '../../core/cells/id-cell';
import { asTtError, cellText, TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { withoutControls } from '../../core/plain-text';
import { newCounters } from '../../http/runner';
import { missingArgument } from '../../tools/declaration/args';
import type {
  Args,
  FormulaTool,
  OutputCell,
  RowAnswer,
  RowTool,
  TableTool,
  ToolContext,
} from '../../tools/declaration/declare';
import { answerCells, failedCells } from '../../tools/runner/row-answers';
import { datastackFor, idsValue, readInput, toGrid } from '../../tools/runner/tool-input';
import { formulaContext, regionOf } from '../access/context';
import { documentSettings } from '../access/settings';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { fitting } from '../sheet/cells/cell-value';
import { cachedTable, cacheKey, keepTable } from './answer-cache';
import { noteAsked } from './formulas-view';
import { answerInSteps } from './row-steps';

type Shown = string | number | boolean | Date;

export function runFormula(tool: FormulaTool, values: readonly unknown[], host: Host): Shown | Shown[][] {
  return tool.kind === 'rows' ? rowFormula(tool, values, host) : tableFormula(tool, values, host);
}

function tableFormula(tool: TableTool, values: readonly unknown[], host: Host): Shown | Shown[][] {
  try {
    const { args } = readInput(tool, values, regionOf(host));
    const ctx = formulaContext(host, datastackFor(args, documentSettings(host).datastack));
    if (tool.heavy) requireAccess(ctx);
    const key = cacheKey(tool, ctx, args, host);
    const cachedAnswer = tool.cacheSeconds > 0 ? cachedTable(host, key) : null;
    const counters = newCounters();
    const rows = cachedAnswer ?? runWork(tool.answer(args, ctx), host, 'formula', { counters });
    noteAsked(host, tool.formula, counters.requests);
    if (!cachedAnswer && tool.cacheSeconds > 0) keepTable(host, rows, key, tool.cacheSeconds);
    if (rows.length === 0) return '';
    const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
    const shownRows = rows.map((row) => padRow(row.map(show), width));
    return shownRows.length === 1 && width === 1 ? shownRows[0]![0]! : shownRows;
  } catch (error) {
    return cellText(asTtError(error));
  }
}

function rowFormula(tool: RowTool, values: readonly unknown[], host: Host): Shown | Shown[][] {
  const idsArgument = idsValue(tool, values);
  const grid = toGrid(idsArgument ?? '');
  const cells = grid.flat().map(readCell);
  let answers: Map<Id, RowAnswer | TtError> = new Map();
  let width = 1;
  let header: string[] = [];
  try {
    // Sheets passes a blank cell as '', and an omitted argument as undefined.
    if (idsArgument === undefined) throw missingArgument(tool.params.find(({ kind }) => kind === 'ids')!);
    const { args, ids } = readInput(tool, values, regionOf(host), cells);
    width = leastWidth(tool, args);
    if (args.headers === true) header = tool.columns(args);
    if ((grid[0]?.length ?? 1) > 1 && width > 1) throw new TtError('INPUT', 'ids: one column of ids');
    if (ids.length > 0) {
      const ctx = formulaContext(host, datastackFor(args, documentSettings(host).datastack));
      requireAccess(ctx);
      const counters = newCounters();
      answers = answerInSteps(tool, ids, args, ctx, host, counters);
      noteAsked(host, tool.formula, counters.requests);
    }
  } catch (error) {
    const failure = asTtError(error);
    if (idsArgument === undefined) return cellText(failure);
    const addFailure = (cell: IdCell) => {
      const row = failedCells(tool, cell, cell.kind === 'passed' ? cell.error : failure);
      return grid[0]!.length > 1 ? row.slice(-1) : row;
    };
    return shape(grid, cells, (cell) => addFailure(cell).map(show));
  }
  const rows = shape(grid, cells, (cell) => answerCells(tool, cell, answers).map(show), width);
  return header.length === 0 ? rows : [header, ...(Array.isArray(rows) ? rows : [padRow([rows], width)])];
}

/** Number of columns that are always shown, even if they are blank. */
const leastWidth = ({ columns, outputs }: RowTool, args: Args): number =>
  columns(args).filter((name) => !outputs.some((output) => output.onlyFilled && output.name === name)).length;

/** Cached answers also need the owner's consent, so that switching off works at once. Throws OFF or TOKEN. */
const requireAccess = (ctx: ToolContext): unknown => ctx.access;

/** One row of answers per row; for a range of several columns, one cell per cell. */
function shape(
  grid: readonly unknown[][],
  flat: readonly IdCell[],
  answer: (cell: IdCell) => Shown[],
  least = 1,
): Shown | Shown[][] {
  const columns = grid[0]?.length ?? 1;
  const rows = flat.map((cell) => (isEmptyCell(cell) ? [''] : answer(cell)));
  if (columns > 1) {
    // A remark applies to all cells.
    const remark = rows.find((row) => row.length > least)?.slice(least, least + 1) ?? [];
    return grid.map((_row, r) => [
      ...grid[r]!.map((_cell, c) => rows[r * columns + c]![0] ?? ''),
      ...(r === 0 ? remark : remark.map(() => '')),
    ]);
  }
  // Blank rows below the last id are omitted, so that the result does not spill over them.
  while (rows.length > 1 && isEmptyCell(flat[rows.length - 1]!)) rows.pop();
  const width = rows.reduce((most, row) => Math.max(most, row.length), least);
  if (rows.length === 1 && width === 1) return rows[0]![0] ?? '';
  return rows.map((row) => padRow(row, width));
}

const padRow = (row: Shown[], width: number): Shown[] => [
  ...row,
  ...new Array<Shown>(width - row.length).fill(''),
];

function show(out: OutputCell): Shown {
  const cell = fitting(out, '. Use the sidebar');
  if (cell === null) return '';
  if (cell instanceof TtError) return cellText(cell);
  return typeof cell === 'string' ? withoutControls(cell) : cell;
}
