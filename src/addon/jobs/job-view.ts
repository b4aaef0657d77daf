/** A job as the sidebar shows it. */
import { headline, summaryLines } from '../changes/words';
import type { JobView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { isLeased, isStopped } from './lease';
import { isUnfinished, type Job } from './state';

/** Failures that another attempt cannot fix. */
const LASTING = ['AMBIGUOUS', 'ROUNDED', 'ID'];

export function jobView(job: Job, host: Host): JobView {
  const seconds = job.workedMs / 1000;
  const reasons = Object.entries(job.left).map(([reason, count]) => ({ reason, count }));
  return {
    id: job.id,
    kind: job.kind,
    title: job.title,
    sheet: job.sheet,
    columns: job.targets.map(({ header }) => header),
    state: job.state,
    done: job.done,
    total: job.total,
    perSecond: seconds > 0 ? Math.round((job.done / seconds) * 10) / 10 : 0,
    failures: Object.entries(job.failures).map(([code, { count, example }]) => ({ code, count, example })),
    changed: job.changed,
    findings:
      job.findings === null || job.undone
        ? null
        : { headline: headline(job.findings), lines: summaryLines(job.findings) },
    skipped: job.skipped,
    left: reasons.reduce((sum, { count }) => sum + count, 0),
    leftBy: reasons,
    message: runMessage(job),
    startedBy: job.startedBy,
    startedAt: new Date(job.startedAt).toISOString(),
    updatedAt: new Date(job.updatedAt).toISOString(),
    canUndo: !isUnfinished(job) && job.touched && !job.undone && !job.trimmed && job.tab === null,
    undone: job.undone,
    canRetry:
      job.state === 'done' &&
      !job.undone &&
      Object.keys(job.failures).some((code) => !LASTING.includes(code)),
    stopped: isStopped(job, host),
    retryAt: isUnfinished(job) && job.notBefore > host.now() ? new Date(job.notBefore).toISOString() : '',
    leasedUntil: isLeased(job, host) ? new Date(job.lease.until).toISOString() : '',
  };
}

/** The message, with what happens next after a transient failure. */
export function runMessage({ message, failedSteps, state }: Job): string {
  if (failedSteps === 0 || (state !== 'running' && state !== 'waiting')) return message;
  const [code] = message.split(':', 1);
  if (code === 'DOWN' || code === 'TIMEOUT')
    return `CAVE is not answering; trying again by itself. ${message}`;
  return code === 'BUSY' ? `${message}. Tried again by itself` : message;
}
