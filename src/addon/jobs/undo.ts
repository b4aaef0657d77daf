/** Undo: restores what a run replaced, through the same writer. It may be killed and started again. */
import { TtError } from '../../core/errors';
import { endLines } from '../changes/report';
import type { Host } from '../interfaces/host';
import { log } from '../sheet/record/run-log';
import { clearMarks } from '../sheet/table/marks';
import { FORMAT_LAYER, movedWrites, writeLayer } from '../sheet/write/layer-writer';
import { writeCells } from '../sheet/write/writer';
import { placesOf } from './beside';
import { isCellRun, restoreCells } from './cell-run';
import { dropColumns } from './drop-columns';
import { type JobRecord, readJobRecord } from './job-columns';
import { joinableCells } from './joinable';
import { laterRuns } from './later-runs';
import { isUnfinished, type Job, jobs, readJob, saveJob } from './state';
import { planUndo } from './undo-plan';
import { appendLines, refuseLost, repairAfterKill } from './write-answers';

export interface UndoResult {
  message: string;
  restored: number;
  /** Cells that were changed since, or whose row can no longer be identified. */
  left: number;
}

const LOOKS = 5;

/** Undoes the newest run that is not undone, or the one with this id. */
export function undoRun(host: Host, id?: string): UndoResult {
  return host.locked(() => {
    const job = runToUndo(host, id);
    if (isUnfinished(job)) throw new TtError('BUSY', `"${job.title}" is not finished. Cancel it first`);
    if (job.tab) throw new TtError('INPUT', `the run only filled the new tab ${job.sheet}: delete the tab`);
    if (isCellRun(job)) return undoCells(host, job);
    const record = readJobRecord(host, job);
    repairAfterKill(host, job, record);
    const done = restore(host, job, record);
    logUndone(host, job, done.rows, done.restored, done.left + done.alone);
    if (done.open === 0) endList(host, job.id);
    host.file.flush();
    saveJob(host.documentStore, {
      ...job,
      undone: done.open === 0,
      undoing: done.open > 0,
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
  const tab = host.file.tabById(job.sheetId);
  if (!tab) throw new TtError('INPUT', `the tab ${job.sheet} is no longer there`);
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
  if (id !== undefined) return readJob(host.documentStore, id);
  const all = jobs(host.documentStore).filter(({ undone }) => !undone);
  const job = all[0];
  if (!job) throw new TtError('INPUT', 'there is no run to undo in this spreadsheet');
  return job;
}

interface Done {
  restored: number;
  left: number;
  alone: number;
  rows: number;
  /** Cells that could not be written because users kept changing the tab. */
  open: number;
}

function words(job: Job, { restored, left, alone, open }: Done): string {
  const parts = [`${restored} cells are as they were before "${job.title}"`];
  if (left > 0) parts.push(`${left} were changed since and are left alone`);
  if (alone > 0) parts.push(`${alone} are protected or have a rule, and are left alone`);
  if (open > 0) parts.push(`${open} could not be reached while the tab was being changed: press Undo again`);
  return parts.join('; ');
}

function restore(host: Host, job: Job, record: JobRecord): Done {
  const wasKilled = { undo: job.undoing, run: job.killed };
  const later = laterRuns(host, job);
  const restored = new Set<string>();
  let isFirst = true;
  let plan = planUndo(host, job, record, later, wasKilled);
  for (let look = 0; look < LOOKS; look++) {
    const { table } = plan;
    if (plan.writes.length + plan.formats.length === 0) {
      if (!isFirst) {
        // All cells are as planned: columns that go from here on tell nothing of a write.
        job.places = [];
        saveJob(host.documentStore, job);
      }
      if (dropColumns(host, job, table)) break;
      plan = planUndo(host, job, record, later, wasKilled);
      continue;
    }
    if (isFirst) {
      job.undoing = true;
      job.places = placesOf(table, job);
      saveJob(host.documentStore, job);
      appendLines(host, job, record, plan.lines);
      clearMarks(host.file, table.grid.tab, table.key.headerRow, [...table.columns.values()], job.id);
      isFirst = false;
    }
    const headerRow = table.key.headerRow;
    const on = {
      planned: table.grid,
      headerRow,
      keys: [],
      joins: (from: number, to: number) => joinableCells(table, record.record, 'before', from, to),
    };
    const result = writeCells(host.file, on, plan.writes);
    refuseLost(host, job, record, table, result);
    writeLayer(
      host.file,
      FORMAT_LAYER,
      result.grid,
      Math.max(0, result.moved.rows.indexOf(headerRow)),
      movedWrites(plan.formats, result.moved),
    );
    for (const name of plan.cells) restored.add(name);
    plan = planUndo(host, job, record, later, wasKilled);
  }
  for (const name of [...plan.cells, ...plan.left, ...plan.alone]) restored.delete(name);
  return {
    restored: restored.size,
    left: plan.left.length,
    alone: plan.alone.length,
    rows: new Set([...restored].map((name) => name.split(' ')[0])).size,
    open: plan.writes.length,
  };
}
