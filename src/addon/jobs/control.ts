/** Cancel, resume and retry: what the user may do with a run. Undo is in `undo.ts`. */
import { codeInCell, TtError } from '../../core/errors';
import { cancelColumn } from '../../tools/companion/column';
import { userCompanion } from '../access/companion-access';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';
import { ensureColumns } from '../sheet/table/new-columns';
import { keyedRows, outputCell, readTabTable, type Table } from '../sheet/table/table';
import { requireFreeColumns } from './claims';
import { dropColumns } from './drop-columns';
import { endJob } from './end-job';
import { jobQuery, jobTab, readJobRecord, requireJobTable } from './job-columns';
import { dropLease } from './lease';
import { askBeforeStop, settleStopped } from './settle';
import { isUnfinished, type Job, readJob, saveJob } from './state';
import { appendLines } from './write-answers';
import { plannedLine } from './write-record';

/**
 * Written cells stay, and columns without any value are removed; a step at work finds that it lost its lease and writes
 * nothing more.
 */
export function cancelJob(id: string, host: Host): Job {
  const stoppedJob = host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (!isUnfinished(job)) return job;
    dropLease(job, host);
    saveJob(host.documentStore, job);
    return job;
  });
  if (!isUnfinished(stoppedJob)) return stoppedJob;
  const context = askBeforeStop(host, stoppedJob);
  const cancelledJob = host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (!isUnfinished(job)) return job;
    const by = host.user();
    dropLease(job, host);
    settleStopped(host, job, context, { repairs: true });
    job.message = `${by === job.startedBy || by === '' ? '' : `Cancelled by ${by}: `}${leftBehind(job)}`;
    endJob(host, job, 'cancelled');
    saveJob(host.documentStore, job);
    if (job.tab === null) dropBlankColumns(host, job);
    return job;
  });
  cancelHandedOver(host, cancelledJob);
  return cancelledJob;
}

/** Tells the companion to stop asking. If it cannot be reached, nobody reads its answers. */
function cancelHandedOver(host: Host, { state, column }: Job): void {
  const companion = state === 'cancelled' && column?.id ? userCompanion(host) : undefined;
  if (!companion || !column) return;
  try {
    runWork(cancelColumn(companion, column.id), host, 'companionCall');
  } catch {
    // It ends by itself when it has finished.
  }
}

const leftBehind = ({ done, total, touched }: Job): string =>
  touched
    ? `${done} of ${total} ids were written and stay; Undo takes them back, Resume goes on`
    : 'nothing was written';

/** If the tab or its id column is gone, there is nothing to remove. */
function dropBlankColumns(host: Host, job: Job): void {
  let table: Table;
  try {
    table = readTabTable(jobTab(host, job), { ...jobQuery(job), rules: false });
  } catch {
    return;
  }
  dropColumns(host, job, table);
  host.file.flush();
}

/**
 * Continues a waiting, failed or cancelled run, and drops the lease of an execution that died.
 * @throws BUSY if another run has taken its columns since
 */
export function resumeJob(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (job.state === 'done' || job.undone) return job;
    if (job.kind === 'edit') throw new TtError('INPUT', `"${job.title}" cannot go on: ${job.message}`);
    if (!isUnfinished(job)) reclaimColumns(host, job);
    job.state = 'running';
    dropLease(job, host);
    job.failedSteps = 0;
    job.message = takenOver(job, host.user());
    if (job.column?.id) job.column.resume = true;
    saveJob(host.documentStore, job);
    return job;
  });
}

/** An ended run does not hold its columns: another run may write them by now, and Cancel has removed the blank ones. */
function reclaimColumns(host: Host, job: Job): void {
  // If the tab is gone, the next step reports it.
  if (job.tab !== null || !host.file.tabById(job.sheetId)) return;
  const query = { ...jobQuery(job), rules: false };
  requireFreeColumns(host, readTabTable(jobTab(host, job), query), job.sheetId, job.targets, job.id);
  if (job.state !== 'cancelled') return;
  const table = ensureColumns(host.file, jobTab(host, job), query);
  job.key = { ...table.key, named: true };
}

const takenOver = ({ startedBy, done, total }: Job, user: string): string =>
  user === '' || startedBy === '' || user === startedBy
    ? ''
    : `Taken over from ${startedBy} at ${done} of ${total} ids; what was written stays`;

/** Asks again for the ids whose cells show a `#TT` code. */
export function retryFailed(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (isUnfinished(job) || job.undone) return job;
    const record = readJobRecord(host, job);
    const table = requireJobTable(host, job, false, record);
    requireFreeColumns(host, table, job.sheetId, job.targets, job.id);
    // An error code on a row that this run did not answer belongs to an earlier run.
    const failedKeys = new Set<string>();
    for (const [key, i] of keyedRows(table)) {
      const isFailed = () => job.headers.some((output) => codeInCell(outputCell(table, i, output)) !== null);
      if (record.record.isDone(key) && isFailed()) failedKeys.add(key);
    }
    const ids = [...failedKeys];
    appendLines(host, job, record, ids.map(plannedLine));
    Object.assign(job, {
      state: 'running',
      done: job.done - ids.length,
      failures: {},
      failedSteps: 0,
      column: null,
      message: '',
      updatedAt: host.now(),
    } satisfies Partial<Job>);
    saveJob(host.documentStore, job);
    return job;
  });
}
