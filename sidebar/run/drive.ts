// Runs a job step by step until it ends, is stopped, or fails permanently.

import type { CallError, JobView } from '../../src/addon/interfaces/api';
import { timeOf } from '../format';
import { isJobOpen } from '../job-text';
import { asCallError } from '../server';

export interface JobDriver {
  step(id: string): Promise<JobView>;
  /** Opens the job again after a step that was killed or had no answer. */
  resume(id: string): Promise<JobView>;
  /** Called before the pause that comes before a resume. */
  broke(error: CallError): void;
  show(job: JobView): void;
  stopped(): boolean;
  wait(ms: number): Promise<void>;
  now(): number;
}

const LONGEST_WAIT = 30_000;
const SHORTEST_WAIT = 2_000;
/** After so many failures in a row the user must look. */
const MOST_FAILURES = 6;

/**
 * Resolves with the last view. Rejects if a step fails permanently or too often in a row; the job can then be resumed.
 */
export async function driveJob(first: JobView, by: JobDriver): Promise<JobView> {
  let job = first;
  let failures = 0;
  by.show(job);
  while (isJobOpen(job) && !by.stopped()) {
    if (job.state === 'waiting') {
      await by.wait(pause(job, by.now()));
      if (by.stopped()) break;
    }
    let next: JobView;
    try {
      next = await by.step(job.id);
      failures = 0;
    } catch (error) {
      failures += 1;
      next = await again(job, error, failures, by);
    }
    if (by.stopped()) break;
    job = next;
    by.show(job);
  }
  return job;
}

async function again(job: JobView, failure: unknown, failures: number, by: JobDriver): Promise<JobView> {
  const error = asCallError(failure);
  if (!error.transient || failures >= MOST_FAILURES || by.stopped()) throw failure;
  by.broke(error);
  await by.wait(Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** (failures - 1)));
  if (by.stopped()) return job;
  try {
    return await by.resume(job.id);
  } catch (refusal) {
    // The next step tells whether the job can continue.
    if (!asCallError(refusal).transient) throw refusal;
    return job;
  }
}

/** Pause before the next step of a job that another execution runs, or that waits until a stated time. */
function pause(job: JobView, now: number): number {
  const until = timeOf(job.leasedUntil || job.retryAt);
  const remainingMs = Number.isNaN(until) ? 0 : until - now;
  return Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, remainingMs));
}
