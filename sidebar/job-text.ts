// The texts of the job card.
import type { JobView } from '../src/addon/interfaces/api';
import { countText, duration, numberText, rate } from './format';

const REASONS: Record<string, string> = {
  ROUNDED: 'damaged',
  ID: 'not an id',
  UNKNOWN: 'unknown',
  AMBIGUOUS: 'ambiguous',
  PENDING: 'waiting',
  BUSY: 'throttled',
  DOWN: 'server failing',
  TIMEOUT: 'timed out',
  TOKEN: 'token refused',
  TERMS: 'terms not accepted',
  PERMISSION: 'no permission',
  NONE: 'not in this datastack',
};

export function reason(code: string): string {
  return REASONS[code] ?? code.toLowerCase();
}

export function isJobOpen(job: JobView): boolean {
  return job.state === 'running' || job.state === 'waiting';
}

export function failureCount(job: Pick<JobView, 'failures'>): number {
  return job.failures.reduce((sum, failure) => sum + failure.count, 0);
}

/** Jobs count ids; jobs that fill a tab count its rows, whose total may be unknown. */
function progressText(job: JobView): string {
  const unit = job.kind === 'tab' ? 'row' : 'id';
  return job.total > 0
    ? `${numberText(job.done)} of ${countText(job.total, unit)}`
    : countText(job.done, unit);
}

/** "231 of 412 ids · 9/s · 20 s left"; the rate only while the job runs. */
export function progressLine(job: JobView, moving = true): string {
  const parts = [progressText(job)];
  const pace = moving ? rate(job.perSecond) : '';
  if (pace !== '') {
    parts.push(pace);
    const remaining = job.total - job.done;
    if (remaining > 0) parts.push(`${duration(remaining / job.perSecond)} left`);
  }
  return parts.join(' · ');
}

/** "2 unknown · 1 timed out", or ''. */
export function failuresLine(job: JobView): string {
  return job.failures.map((failure) => `${numberText(failure.count)} ${reason(failure.code)}`).join(' · ');
}

const LEFT: Record<string, string> = {
  formula: 'a formula',
  array: 'filled by an array',
  rule: 'a dropdown, checkbox or other rule',
  protected: 'protected',
  merged: 'merged',
};

/** "5 cells left alone: 3 a formula, 2 protected", or ''. */
export function leftLine({ left, leftBy }: JobView): string {
  if (left === 0) return '';
  const parts = leftBy.map(({ reason: why, count }) => `${numberText(count)} ${LEFT[why] ?? why}`);
  return `${countText(left, 'cell')} left alone: ${parts.join(', ')}`;
}

/** What it found; where that is one thing beside ids out of date, that too. */
function doneParts({ findings, done, failures }: JobView): string[] {
  if (findings === null) return [`Done ${numberText(done - failureCount({ failures }))}`];
  const { headline, lines } = findings;
  return lines.length === 1 && failures.length === 0 && headline.startsWith('None ')
    ? [...lines, headline]
    : [headline];
}

/** The line of a finished job. */
export function endLine(job: JobView): string {
  const parts: string[] = [];
  if (job.undone) return `Undone: ${job.title}`;
  if (job.state === 'done') parts.push(...doneParts(job));
  if (job.state === 'cancelled') parts.push(`Cancelled at ${progressText(job)}`);
  if (job.state === 'failed') parts.push(`Stopped at ${progressText(job)}`);
  const failures = failuresLine(job);
  if (failures !== '') parts.push(failures);
  if (job.skipped > 0) parts.push(`${numberText(job.skipped)} skipped`);
  // Filled cells whose value changed: users check these after a refresh.
  if (job.changed > 0) parts.push(`${countText(job.changed, 'value')} changed`);
  return parts.join(' · ');
}

/** Percentage of finished ids, rounded down. */
export function percent(job: JobView): number {
  return job.total === 0 ? 0 : Math.min(100, Math.floor((100 * job.done) / job.total));
}
