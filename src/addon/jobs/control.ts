/** Cancel, resume and retry: what the user may do with a run. `undo.ts` has Undo. */
import { codeInCell, TtError } from '../../core/errors';
import type { Host } from '../interfaces/host';
import { outputCell } from '../sheet/table';
import { endJob } from './end-job';
import { readJobRecord, requireJobTable } from './job-columns';
import { dropLease } from './lease';
import { isUnfinished, type Job, readJob, saveJob } from './state';
import { appendLines } from './write-answers';
import { plannedLine } from './write-record';

/** What was written stays; a step under way finds that it lost its lease and writes nothing more. */
export function cancelJob(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (!isUnfinished(job)) return job;
    dropLease(job, host);
    job.message = leftBehind(job);
    endJob(host, job, 'cancelled');
    saveJob(host.documentStore, job);
    return job;
  });
}

const leftBehind = ({ done, total, touched }: Job): string =>
  touched
    ? `${done} of ${total} ids were written and stay; Undo takes them back, Resume goes on`
    : 'nothing was written';

/** Opens a waiting, failed or cancelled run again; a lease of a run that died is dropped. */
export function resumeJob(id: string, host: Host): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (job.state === 'done' || job.undone) return job;
    if (job.kind === 'edit') throw new TtError('INPUT', `"${job.title}" cannot go on: ${job.message}`);
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
    const table = requireJobTable(host, job, false);
    const record = readJobRecord(host, job);
    // A code on a row that this run did not answer is an earlier run's.
    const failed = table.keys.filter(
      (key, i) =>
        key !== null &&
        record.record.isDone(key) &&
        job.headers.some((output) => codeInCell(outputCell(table, i, output)) !== null),
    ) as string[];
    const ids = [...new Set(failed)];
    appendLines(host, job, record, ids.map(plannedLine));
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
