/** Cancel, resume, retry and undo: what the user may do with a run. */
import { codeInCell, TtError } from '../../core/errors';
import type { Host } from '../host';
import { appendChanges, readChanges } from '../sheet/changes';
import type { Frame, RowValues } from '../sheet/frame';
import { log } from '../sheet/runLog';
import { type Placement, writeHeader, writeRows } from '../sheet/writer';
import { finish } from './finish';
import { jobFrame } from './jobFrame';
import { copies, isBlank, Ledger } from './ledger';
import { isOpen, type Job, latestJob, readJob, saveJob } from './state';

/** What was written stays; a step under way finds that it lost its lease and writes nothing more. */
export function cancelJob(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (!isOpen(job)) return job;
    job.lease = { holder: '', until: 0 };
    job.updatedAt = host.now();
    finish(host, job, 'cancelled');
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
    job.lease = { holder: '', until: 0 };
    job.failedSteps = 0;
    job.message = '';
    job.updatedAt = host.now();
    saveJob(host.documentStore, job);
    return job;
  });
}

/** Asks again for the ids whose cells show a `#TT` code. */
export function retryFailed(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (isOpen(job) || job.undone) return job;
    const frame = jobFrame(host, job);
    // A code on a row that this run did not answer is an earlier run's.
    const ledger = new Ledger(readChanges(host.file, job.id, false));
    const failed = frame.keys.filter(
      (key, index) =>
        key !== null && ledger.isDone(key) && frame.owned[index]!.some((cell) => codeInCell(cell) !== null),
    ) as string[];
    const ids = [...new Set(failed)];
    const lines = ids.map((key) => ({ id: key, copy: 0, state: 'planned' as const, before: {}, after: {} }));
    appendChanges(host.file, job.id, job.sheetId, host.now(), lines);
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
function dropEmptyHeaders(frame: Frame, made: readonly string[]): void {
  [...frame.columns].forEach(([header, column], slot) => {
    const empty = frame.owned.every((row) => isBlank(row[slot]));
    if (made.includes(header) && empty) writeHeader(frame, column, '');
  });
}

export interface Undone {
  message: string;
  restored: number;
  left: number;
}

/** Gives back what the last run replaced; cells that were changed since are left alone and counted. */
export function undoLast(host: Host): Undone {
  return host.locked(() => {
    const job = latestJob(host.documentStore);
    if (!job || job.undone) throw new TtError('INPUT', 'there is no run to undo in this spreadsheet');
    if (isOpen(job)) throw new TtError('BUSY', `"${job.title}" is not finished. Cancel it first`);
    if (job.tab)
      throw new TtError('INPUT', `the last run only filled the new tab ${job.sheet}: delete the tab`);
    const frame = jobFrame(host, job);
    const ledger = new Ledger(readChanges(host.file, job.id, true));
    const headers = [...frame.columns.keys()];
    const copyOf = copies();
    const placements: Placement[] = [];
    const undone: Undone = { message: '', restored: 0, left: 0 };
    frame.keys.forEach((id, index) => {
      if (id === null || !ledger.isKnown(id)) return;
      const copy = copyOf(id);
      const after = ledger.after(id);
      const values: RowValues = {};
      headers.forEach((header, slot) => {
        const before = ledger.before(id, copy, header);
        const now = frame.owned[index]![slot];
        if (before === undefined || now === before) return;
        if (now === after[header] && !frame.formulas[index]![slot]) values[header] = before;
        else undone.left++;
      });
      undone.restored += Object.keys(values).length;
      if (Object.keys(values).length > 0) placements.push({ index, values });
    });
    dropEmptyHeaders(writeRows(host.file, frame, placements), job.newColumns);
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
