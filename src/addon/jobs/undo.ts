/** Undo: restores what a run replaced, through the same writer. It may be killed and started again. */
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import { endLines } from '../changes/report';
import type { Host } from '../interfaces/host';
import { Ints } from '../sheet/look/text-index';
import { log } from '../sheet/record/run-log';
import { CHANGES_TAB, LINES_KEPT } from '../sheet/record/write-record';
import { clearMarks } from '../sheet/table/marks';
import type { WriteOn } from '../sheet/write/cell-write';
import { FORMAT_LAYER, movedWrites, writeLayer } from '../sheet/write/layer-writer';
import { writeCells } from '../sheet/write/writer';
import { placesOf } from './beside';
import { isCellRun, restoreCells } from './cell-run';
import { dropColumns } from './drop-columns';
import { type JobRecord, jobTab, readJobRecord } from './job-columns';
import { joinableCells } from './joinable';
import { laterRuns } from './later-runs';
import { isUnfinished, type Job, jobs, readJob, saveJob } from './state';
import { CELLS_OF_PART, planUndo, rowOfCell, type UndoPlan } from './undo-plan';
import { appendLines, refuseLost, repairAfterKill } from './write-answers';

export interface UndoResult {
  message: string;
  restored: number;
  /** Cells that were changed since, or whose row can no longer be identified. */
  left: number;
}

const LOOKS = 5;
/** Google ends an execution after six minutes: later parts of a long column wait for the next Undo. */
const MS = 200_000;

/** Undoes the newest run that is not undone, or the one with this id, in parts of so many cells. */
export function undoRun(host: Host, id?: string, most = CELLS_OF_PART): UndoResult {
  return host.locked(() => {
    const job = runToUndo(host, id);
    if (isUnfinished(job)) throw new TtError('BUSY', `"${job.title}" is not finished. Cancel it first`);
    if (job.tab) throw new TtError('INPUT', `the run only filled the new tab ${job.sheet}: delete the tab`);
    if (isCellRun(job)) return undoCells(host, job);
    const record = readJobRecord(host, job);
    repairAfterKill(host, job, record);
    const done = restore(host, job, record, most);
    logUndone(host, job, done.rows, done.restored, done.left + done.alone);
    if (done.open === 0) endList(host, job.id);
    host.file.flush();
    saveJob(host.documentStore, {
      ...job,
      undone: done.open === 0,
      undoing: done.open > 0 && !done.isPaused,
      updatedAt: host.now(),
    });
    return { message: words(job, done), restored: done.restored, left: done.left + done.alone };
  });
}

/** Adds the line of an Undo to the run log. */
export function logUndone(host: Host, job: Job, rows: number, changed: number, left: number): void {
  log(host, {
    run: job.id,
    what: job.title,
    tab: job.sheet,
    state: 'undone',
    rows,
    changed,
    failed: 0,
    note: left > 0 ? `${left} left alone` : '',
  });
}

function undoCells(host: Host, job: Job): UndoResult {
  if (job.undone) return { message: `"${job.title}" is undone already`, restored: 0, left: 0 };
  const tab = jobTab(host, job);
  const { restored, left } = restoreCells(host, job, tab);
  logUndone(host, job, restored, restored, left);
  host.file.flush();
  saveJob(host.documentStore, { ...job, undone: true, updatedAt: host.now() });
  const what = job.kind === 'remove_row' ? 'row' : 'formula';
  const lost = left > 0 ? `; ${left} were changed or moved since and stay as they are` : '';
  return {
    message: `${restored} ${restored === 1 ? `${what} is` : `${what}s are`} back${lost}`,
    restored,
    left,
  };
}

/** Ends the lines of the run in the report, which no longer hold. Undo ignores a report that cannot be read. */
function endList(host: Host, id: string): void {
  try {
    endLines(host, ({ run }) => run === id, 'undone');
  } catch (error) {
    if (!(error instanceof TtError)) throw error;
  }
}

/** The run with this id, or the newest that is not undone. */
export function runToUndo(host: Host, id?: string): Job {
  const { documentStore } = host;
  const job =
    id === undefined ? jobs(documentStore).find(({ undone }) => !undone) : readJob(documentStore, id);
  if (!job) throw new TtError('INPUT', 'there is no run to undo in this spreadsheet');
  if (job.trimmed) {
    throw new TtError(
      'INPUT',
      `what "${job.title}" of ${host.file.localTime(job.startedAt)} replaced is no longer on record: of earlier runs, ` +
        `the tab ${CHANGES_TAB} keeps ${groupedNumber(LINES_KEPT)} lines. File › Version history can take it back`,
    );
  }
  return job;
}

interface Done {
  restored: number;
  left: number;
  alone: number;
  rows: number;
  /** Cells that are not written: users kept changing the tab, or the time was over. */
  open: number;
  isPaused: boolean;
}

function words(job: Job, { restored, left, alone, open, isPaused }: Done): string {
  const parts = [`${restored} cells are as they were before "${job.title}"`];
  if (left > 0) parts.push(`${left} were changed since and are left alone`);
  if (alone > 0) parts.push(`${alone} are protected or have a rule, and are left alone`);
  if (isPaused) parts.push(`${open} are not yet, because the time was over: press Undo again`);
  else if (open > 0)
    parts.push(`${open} could not be reached while the tab was being changed: press Undo again`);
  return parts.join('; ');
}

function restore(host: Host, job: Job, record: JobRecord, most: number): Done {
  const until = host.now() + MS;
  const wasKilled = { undo: job.undoing, run: job.killed };
  const later = laterRuns(host, job);
  const restored = new Ints();
  let isBegun = false;
  let from = 0;
  let isInParts = true;
  let plan = planUndo(host, job, record, later, wasKilled, 0, most);
  for (let look = 0; look < LOOKS; ) {
    const { table, writes, formats, lines, next } = plan;
    if (writes.length + formats.length > 0) {
      if (!isBegun) {
        job.undoing = true;
        job.places = placesOf(table, job);
        saveJob(host.documentStore, job);
      }
      if (!isBegun || from > 0) appendLines(host, job, record, lines());
      if (!isBegun)
        clearMarks(host.file, table.grid.tab, table.key.headerRow, [...table.columns.values()], job.id);
      isBegun = true;
      writePlan(host, job, record, plan);
      mark(restored, plan.cells, 1);
      if (isInParts && next > 0 && host.now() > until) {
        return { ...countsOf(job, restored, plan), open: plan.open - plan.cells.length, isPaused: true };
      }
    } else if (from === 0) {
      if (isBegun) {
        // All cells are as planned: columns that go from here on tell nothing of a write.
        job.places = [];
        saveJob(host.documentStore, job);
      }
      if (dropColumns(host, job, table)) break;
    }
    from = isInParts ? next : 0;
    isInParts = from > 0;
    if (!isInParts) look++;
    plan = planUndo(host, job, record, later, wasKilled, from, most);
  }
  for (const cells of [plan.cells, plan.left, plan.alone]) mark(restored, cells, 0);
  const open = plan.open - plan.cells.length + plan.writes.length;
  return { ...countsOf(job, restored, plan), open, isPaused: false };
}

function writePlan(host: Host, job: Job, record: JobRecord, { table, writes, formats }: UndoPlan): void {
  const headerRow = table.key.headerRow;
  const on: WriteOn = {
    planned: table.grid,
    headerRow,
    keys: [],
    joins: (isWanted) => joinableCells(table, record.record, 'before', isWanted),
  };
  const result = writeCells(host.file, on, writes);
  refuseLost(host, job, record, table, result);
  writeLayer(
    host.file,
    FORMAT_LAYER,
    result.grid,
    Math.max(0, result.moved.rows.indexOf(headerRow)),
    movedWrites(formats, result.moved),
  );
}

function mark(restored: Ints, cells: Ints, value: number): void {
  for (let i = 0; i < cells.length; i++) restored.set(cells.at(i), value);
}

/** Cells are numbered row by row. */
function countsOf(
  job: Job,
  restored: Ints,
  { left, alone }: UndoPlan,
): Pick<Done, 'restored' | 'rows' | 'left' | 'alone'> {
  const counts = { restored: 0, rows: 0, left: left.length, alone: alone.length };
  let last = -1;
  for (let cell = 0; cell < restored.length; cell++) {
    if (restored.at(cell) === 0) continue;
    counts.restored++;
    const row = rowOfCell(job, cell);
    if (row !== last) counts.rows++;
    last = row;
  }
  return counts;
}
