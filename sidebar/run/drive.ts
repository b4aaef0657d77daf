// Runs a job step by step until it ends, is stopped, or a step fails.
import type { JobView } from '../../src/addon/interfaces/api';
import { isJobOpen } from '../job-text';

export interface JobDriver {
  step(id: string): Promise<JobView>;
  show(job: JobView): void;
  stopped(): boolean;
  wait(ms: number): Promise<void>;
  now(): number;
}

const LONGEST_WAIT = 30_000;
const SHORTEST_WAIT = 2_000;

/** Resolves with the last view. Rejects where a step fails: the job can then be resumed. */
export async function driveJob(first: JobView, by: JobDriver): Promise<JobView> {
  let job = first;
  by.show(job);
  while (isJobOpen(job) && !by.stopped()) {
    if (job.state === 'waiting') {
      await by.wait(pause(job, by.now()));
      if (by.stopped()) break;
    }
    const next = await by.step(job.id);
    if (by.stopped()) break;
    job = next;
    by.show(job);
  }
  return job;
}

/** Pause before the next step of a job whose lease another execution holds, or that waits until a stated time. */
function pause(job: JobView, now: number): number {
  const until = Date.parse(job.leasedUntil);
  const left = Number.isNaN(until) ? 0 : until - now;
  return Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, left));
}
