/** Ends a job as done, failed or cancelled, or makes it wait for a later attempt. Each adds a line to the run log. */
import { reportLink } from '../changes/report';
import { summaryLine } from '../changes/words';
import type { Host } from '../interfaces/host';
import { LOGGED_RUN, type LogLine, log } from '../sheet/record/run-log';
import type { Job } from './state';

const LOGGED: Record<'done' | 'failed' | 'cancelled' | 'waiting', LogLine['state']> = {
  done: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  waiting: 'waiting',
};

/** Sets the state and adds a line to the log; the caller saves the job. */
export function endJob(host: Host, job: Job, state: keyof typeof LOGGED): void {
  const failures = Object.values(job.failures).reduce((sum, { count }) => sum + count, 0);
  job.state = state;
  const { findings } = job;
  const hasList = findings !== null && Object.keys(findings.kinds).length > 0;
  const line: LogLine = {
    run: job.id,
    what: job.title,
    tab: job.sheet,
    state: LOGGED[state],
    rows: job.done,
    changed: job.changed,
    failed: failures,
    note: [job.message, findings === null ? '' : summaryLine(findings), `${job.requests} requests`]
      .filter((part) => part !== '')
      .join(' · '),
  };
  log(host, line, hasList ? reportLink(host, LOGGED_RUN) : '');
  host.file.flush();
}
