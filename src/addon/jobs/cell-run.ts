/**
 * Runs that change some cells at once, without steps: freezing formulas into values, removing a row. The record holds
 * the earlier content before anything is written, and Undo restores it.
 */
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Box, Host, SheetTab } from '../interfaces/host';
import { columnLetter, readColumn } from '../sheet/cells/columns';
import { mapReferences, withRow } from '../sheet/cells/references';
import { stacksOf } from '../sheet/cells/stacks';
import { putArrays, putBack, putCells } from '../sheet/cells/write-cells';
import { cellKey, type Grid, isBlank, isEqual, readGrid } from '../sheet/look/grid';
import { markOf, type RowMark } from '../sheet/look/row-identity';
import { haveStayed, inBoxes, refuseMoved, someOf } from '../sheet/look/stayed';
import type { HeldCells, RowValues, WriteRecordLine } from '../sheet/record/record-lines';
import { log } from '../sheet/record/run-log';
import { appendWriteRecord } from '../sheet/record/write-record';
import { noteRecord, readJobRecordLines } from './job-columns';
import { addJob, type Job, newJob, saveJob } from './state';
import { plannedLine } from './write-record';

export type CellRun = 'freeze' | 'join' | 'remove_row';

export const isCellRun = ({ kind }: Job): boolean => ['freeze', 'join', 'remove_row'].includes(kind);

/**
 * Records the run, then calls `write`, which changes the cells. `planned`: the look on which it was planned. Needs the lock.
 * @throws INPUT if rows or columns moved since that look: nothing is written
 */
export function runOnRecord(
  host: Host,
  kind: CellRun,
  title: string,
  planned: Grid,
  lines: readonly WriteRecordLine[],
  write: (job: Job) => void,
): Job {
  const { tab } = planned;
  const job = newJob(kind, title, '', host);
  Object.assign(job, {
    sheetId: tab.id,
    sheet: tab.name(),
    state: 'done',
    total: lines.length,
    done: lines.length,
  });
  noteRecord(
    job,
    appendWriteRecord(host.file, { run: job.id, recordTab: 0, lines: 0 }, tab.id, host.now(), lines),
  );
  job.touched = true;
  addJob(host.documentStore, job);
  if (!haveStayed(planned, readGrid(tab, undefined, planned))) {
    saveJob(host.documentStore, { ...job, undone: true });
    throw new TtError('INPUT', `${job.sheet} was changed just now. Nothing was written; look again`);
  }
  write(job);
  job.findings = null;
  log(host, {
    run: job.id,
    what: title,
    tab: job.sheet,
    state: 'finished',
    rows: job.done,
    changed: lines.length,
    failed: 0,
    note: '',
  });
  host.file.flush();
  saveJob(host.documentStore, job);
  return job;
}

/** Records more lines of a run before it writes their cells. */
export function addToRecord(host: Host, job: Job, lines: readonly WriteRecordLine[]): void {
  const { id: run, recordTab } = job;
  const place = { run, recordTab, lines: job.lines };
  noteRecord(job, appendWriteRecord(host.file, place, job.sheetId, host.now(), lines));
  saveJob(host.documentStore, job);
}

/**
 * The record line of a block of cells that starts at (row, column), from 1. A cell's name in `before` and `after` is
 * `row column`, relative to that start, from 0.
 */
export function blockLine(
  row: number,
  column: number,
  before: HeldCells,
  after: RowValues,
  mark: RowMark,
): WriteRecordLine {
  return { ...plannedLine(`${columnLetter(column)}${row}`), row, state: 'done', before, after, mark };
}

export const cellName = (row: number, column: number): string => `${row} ${column}`;

const placeOf = (name: string): [row: number, column: number] =>
  name.split(' ').map(digitsValue) as [number, number];

/** The mark of a row's cells outside the columns `from` to `to` (from 0, `to` excluded). */
export const markBeside = (cells: readonly Cell[], from: number, to: number): RowMark =>
  markOf(
    (column) => cells[column],
    cells.flatMap((_cell, column) =>
      column >= from && column < to ? [] : [{ code: columnLetter(column + 1), column }],
    ),
  );

export interface CellsRestored {
  restored: number;
  left: number;
}

/** Needs the lock. */
export function restoreCells(host: Host, job: Job, tab: SheetTab): CellsRestored {
  const lines = readJobRecordLines(host, job);
  const done: CellsRestored = { restored: 0, left: 0 };
  if (job.kind === 'remove_row') {
    for (const line of [...lines].reverse()) restoreRow(host, tab, line);
    return { restored: lines.length, left: 0 };
  }
  const before = readGrid(tab);
  // A second line of the same cell tells what its array filled.
  const [firsts, lasts] = [new Map<string, WriteRecordLine>(), new Map<string, WriteRecordLine>()];
  for (const line of lines) {
    if (!firsts.has(line.id)) firsts.set(line.id, line);
    lasts.set(line.id, line);
  }
  const own = [...firsts.values()];
  const restored =
    job.kind === 'join'
      ? own.filter((line) => restoreJoined(tab, line))
      : restoreFrozen(before, own, (line) => lasts.get(line.id)!);
  const isBack = new Set(restored);
  for (const line of own) {
    done[isBack.has(line) ? 'restored' : 'left'] += job.kind === 'join' ? blockOf(line).rows : 1;
  }
  host.file.flush();
  const where = restored.map(({ id }) => id).join(', ');
  refuseMoved(before, inBoxes(restored.map(blockOf)), where, `To be put back: ${heldFormulas(restored)}`);
  return done;
}

/** What the first cell of each block held, in words. */
export const heldFormulas = (lines: readonly WriteRecordLine[]): string =>
  someOf(lines.map(({ id, before }) => `${id} ${before[cellName(0, 0)]?.formula ?? ''}`));

export function blockOf(line: WriteRecordLine): Box {
  return boxOf(line.row, columnOfLine(line), Object.keys(line.before));
}

const columnOfLine = ({ id }: WriteRecordLine): number => readColumn(/^[A-Z]+/.exec(id)![0]);

function boxOf(row: number, column: number, names: readonly string[]): Box {
  const places = names.map(placeOf);
  return {
    row,
    column,
    rows: Math.max(...places.map(([row]) => row)) + 1,
    columns: Math.max(...places.map(([, at]) => at)) + 1,
  };
}

/**
 * Puts formulas back in place of their values, and returns the lines of those. Formulas whose values were changed or
 * moved stay values: elsewhere a formula would read other cells.
 */
function restoreFrozen(
  grid: Grid,
  lines: readonly WriteRecordLine[],
  arrayOf: (line: WriteRecordLine) => WriteRecordLine,
): WriteRecordLine[] {
  const formulas = lines.flatMap((line) => {
    const found = frozenAs(grid, line, arrayOf(line));
    if (found === null) return [];
    const box = boxOf(found.row, columnOfLine(found), Object.keys(found.after));
    return [{ ...box, line, formula: found.before[cellName(0, 0)]!.formula! }];
  });
  for (const stack of stacksOf(formulas)) putArrays(grid.tab, stack);
  return formulas.map(({ line }) => line);
}

/**
 * The line whose values stand there: that of the array, or the formula's own if a run was killed before it put the values
 * of the array, which left blanks there. Null if the cells were changed.
 */
function frozenAs(grid: Grid, own: WriteRecordLine, array: WriteRecordLine): WriteRecordLine | null {
  if (areValuesThere(grid, array)) return array;
  if (array === own) return null;
  const { row, column, rows, columns } = blockOf(array);
  const cells = Array.from({ length: rows * columns }, (_x, i) =>
    grid.values.cell(row - 1 + Math.floor(i / columns), column - 1 + (i % columns)),
  );
  const isHalfway = !isBlank(cells[0]) && cells.slice(1).every(isBlank);
  return isHalfway && areValuesThere(grid, own) ? own : null;
}

function areValuesThere({ values, formulas }: Grid, line: WriteRecordLine): boolean {
  const { row, column, columns } = blockOf(line);
  if (row > values.length || line.before[cellName(0, 0)]?.formula === undefined) return false;
  const areEqual = Object.entries(line.after).every(([name, value]) => {
    const [down, right] = placeOf(name);
    const [r, c] = [row - 1 + down, column - 1 + right];
    return formulas.cell(r, c) === '' && isEqual(values.cell(r, c), value);
  });
  const mark = markBeside(values.row(row - 1), column - 1, column - 1 + columns);
  return areEqual && mark.join(' ') === line.mark.join(' ');
}

/** Puts the formulas of the rows back in place of the joined one, if nobody has changed or filled a cell of theirs. */
function restoreJoined(tab: SheetTab, line: WriteRecordLine): boolean {
  const { column, rows } = blockOf(line);
  const { row, before, after } = line;
  const [joined, ...others] = tab.formulas(row, column, rows, 1).map(([formula]) => formula);
  const { formula } = before[cellName(0, 0)]!;
  if (joined !== after[cellName(0, 0)] || others.some((other) => other !== '')) return false;
  // Where a cell stands in its way, an array shows an error in place of answers, and that cell.
  const [answer, ...below] = tab.values(row, column, rows, 1).map(([value]) => value!);
  const isShown = !/^#(?!TT)|^Loading\.\.\.$/.test(`${answer}`);
  if (!isShown && below.some((value) => value !== '')) return false;
  putBack(tab, row, column, ...[joined, ...others].map((_cell, r) => withRow(formula!, row, row + r)));
  return true;
}

/** Inserts the row below the row that it followed (`mark` is that row's), or at its old place. */
function restoreRow(host: Host, tab: SheetTab, { row, before, beside, mark }: WriteRecordLine): void {
  const planned = readGrid(tab);
  const { values } = planned;
  const others: number[] = [];
  values.forEach((cells, r) => {
    if (markBeside(cells, 0, 0).join(' ') === mark.join(' ')) others.push(r + 1);
  });
  const above = others.length === 1 ? others[0]! : Math.max(1, Math.min(row - 1, values.length));
  tab.insertRows(above, 1);
  const cells = Object.values(before);
  cells.forEach(({ format }, c) => {
    if (format !== undefined) tab.setFormat([`${columnLetter(c + 1)}${above + 1}`], format);
  });
  putCells(tab, above + 1, 1, [cells.map(({ value, formula }) => (formula === undefined ? value : ''))]);
  cells.forEach(({ formula }, c) => {
    if (formula !== undefined) putBack(tab, above + 1, c + 1, inRow(formula, row, above + 1));
  });
  for (const [a1, { value }] of Object.entries(beside)) tab.setNote([`${a1}${above + 1}`], cellKey(value));
  host.file.flush();
  const held = `The row held ${cells.map(({ value, formula }) => formula ?? cellKey(value)).join(' | ')}`;
  const change = { row: above, removed: 0, inserted: 1 };
  refuseMoved(planned, (_c, r) => r === above, `row ${above + 1}`, held, change);
}

/** References to the row itself follow it. */
const inRow = (formula: string, from: number, to: number): string =>
  mapReferences(formula, { row: (row) => (row === from ? to : row), column: (column) => column });
