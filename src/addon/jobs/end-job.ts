/** The ends of a job: done, failed, cancelled, or waiting for a better hour. Each leaves a line in the run log. */
import { summaryLine } from '../changes/words';
import type { Host } from '../interfaces/host';
import { type LogLine, log } from '../sheet/run-log';
import type { Job } from './state';

const LOGGED: Record<'done' | 'failed' | 'cancelled' | 'waiting', LogLine['state']> = {
  done: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  waiting: 'waiting',
};

/** Sets the state and tells the log; the caller saves the job. */
export function endJob(host: Host, job: Job, state: keyof typeof LOGGED): void {
  const failed = Object.values(job.failures).reduce((sum, { count }) => sum + count, 0);
  job.state = state;
  log(host, {
    run: job.id,
    what: job.title,
    tab: job.sheet,
    state: LOGGED[state],
    rows: job.done,
    changed: job.changed,
    failed,
    note: [job.message, job.findings === null ? '' : summaryLine(job.findings), `${job.requests} requests`]
      .filter((part) => part !== '')
      .join(' · '),
  });
  host.file.flush();
}
