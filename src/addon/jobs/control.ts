/** Cancel, resume, retry and undo: what the user may do with a run. */
import { codeInCell, TtError } from '../../core/errors';
import type { Host } from '../interfaces/host';
import type { ColumnSnapshot, RowValues } from '../sheet/column-snapshot';
import { log } from '../sheet/run-log';
import { appendWriteRecord, readWriteRecord } from '../sheet/write-record';
import { type Placement, writeHeader, writeRows } from '../sheet/writer';
import { endJob } from './end-job';
import { readJobColumns } from './job-columns';
import { dropLease } from './lease';
import { isUnfinished, type Job, latestJob, readJob, saveJob } from './state';
import { copyCounter, isBlank, WriteRecord } from './write-record';

/** What was written stays; a step under way finds that it lost its lease and writes nothing more. */
export function cancelJob(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (!isUnfinished(job)) return job;
    dropLease(job, host);
    endJob(host, job, 'cancelled');
    saveJob(host.documentStore, job);
    return job;
  });
}

/** Opens a waiting, failed or cancelled run again; a lease of a run that died is dropped. */
export function resumeJob(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (job.state === 'done' || job.undone) return job;
    job.state = 'running';
    dropLease(job, host);
    job.failedSteps = 0;
    job.message = '';
    saveJob(host.documentStore, job);
    return job;
  });
}

/** Asks again for the ids whose cells show a `#TT` code. */
export function retryFailed(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (isUnfinished(job) || job.undone) return job;
    const snapshot = readJobColumns(host, job);
    // A code on a row that this run did not answer is an earlier run's.
    const record = new WriteRecord(readWriteRecord(host.file, job.id, false));
    const failed = snapshot.keys.filter(
      (key, index) =>
        key !== null &&
        record.isDone(key) &&
        snapshot.owned[index]!.some((cell) => codeInCell(cell) !== null),
    ) as string[];
    const ids = [...new Set(failed)];
    const lines = ids.map((key) => ({ id: key, copy: 0, state: 'planned' as const, before: {}, after: {} }));
    appendWriteRecord(host.file, job.id, job.sheetId, host.now(), lines);
    host.file.flush();
    Object.assign(job, {
      state: 'running',
      done: job.done - ids.length,
      failures: {},
      failedSteps: 0,
      message: '',
      updatedAt: host.now(),
    } satisfies Partial<Job>);
    saveJob(host.documentStore, job);
    return job;
  });
}

/** Headers that the run made go too, where nothing is left below them. */
function dropEmptyHeaders(snapshot: ColumnSnapshot, result: readonly string[]): void {
  [...snapshot.columns].forEach(([header, column], slot) => {
    const empty = snapshot.owned.every((row) => isBlank(row[slot]));
    if (result.includes(header) && empty) writeHeader(snapshot, column, '');
  });
}

export interface UndoResult {
  message: string;
  restored: number;
  left: number;
}

/** Gives back what the last run replaced; cells that were changed since are left alone and counted. */
export function undoLastRun(host: Host): UndoResult {
  return host.locked(() => {
    const job = latestJob(host.documentStore);
    if (!job || job.undone) throw new TtError('INPUT', 'there is no run to undo in this spreadsheet');
    if (isUnfinished(job)) throw new TtError('BUSY', `"${job.title}" is not finished. Cancel it first`);
    if (job.tab)
      throw new TtError('INPUT', `the last run only filled the new tab ${job.sheet}: delete the tab`);
    const snapshot = readJobColumns(host, job);
    const record = new WriteRecord(readWriteRecord(host.file, job.id, true));
    const headers = [...snapshot.columns.keys()];
    const copyOf = copyCounter();
    const placements: Placement[] = [];
    const undone: UndoResult = { message: '', restored: 0, left: 0 };
    snapshot.keys.forEach((id, index) => {
      if (id === null || !record.isKnown(id)) return;
      const copy = copyOf(id);
      const after = record.after(id);
      const values: RowValues = {};
      headers.forEach((header, slot) => {
        const before = record.before(id, copy, header);
        const now = snapshot.owned[index]![slot];
        if (before === undefined || now === before) return;
        if (now === after[header] && !snapshot.formulas[index]![slot]) values[header] = before;
        else undone.left++;
      });
      undone.restored += Object.keys(values).length;
      if (Object.keys(values).length > 0) placements.push({ index, values });
    });
    dropEmptyHeaders(writeRows(host.file, snapshot, placements), job.newColumns);
    undone.message =
      `${undone.restored} cells are as they were before "${job.title}"` +
      (undone.left > 0 ? `; ${undone.left} were changed since and are left alone` : '');
    log(host, {
      run: job.id,
      what: job.title,
      tab: job.sheet,
      state: 'undone',
      rows: placements.length,
      changed: undone.restored,
      failed: 0,
      note: undone.left > 0 ? `${undone.left} left alone` : '',
    });
    host.file.flush();
    saveJob(host.documentStore, { ...job, undone: true, updatedAt: host.now() });
    return undone;
  });
}
