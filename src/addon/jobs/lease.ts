/**
 * The lease of a job, its exclusive right to run. Only this file takes, checks and releases it. An execution that lost
 * it, because the job was cancelled or another execution took it over, changes nothing more.
 */
import type { Host } from '../interfaces/host';
import { isUnfinished, type Job, NO_LEASE, readJob, saveJob } from './state';

/** Longer than the longest execution (6 min): an expired lease belongs to an execution that died. */
const LEASE_MS = 390_000;

/** A job as it was when a step took its lease. */
export interface HeldJob {
  job: Job;
  holder: string;
  /** Milliseconds since the epoch. */
  since: number;
}

/** Whether an execution is working on it. */
export const isLeased = ({ lease }: Job, host: Host): boolean =>
  lease.holder !== '' && lease.until > host.now();

/** Longer than a working step takes. */
const STEP_MS = 150_000;
/** Longer than the pause between two steps of a client that runs them. */
const PAUSE_MS = 45_000;

/**
 * Whether nobody seems to work on the job, so that any viewer may resume it. If a step is still at work, it loses its
 * lease and writes nothing.
 */
export function isStopped(job: Job, host: Host): boolean {
  if (!isUnfinished(job)) return false;
  if (isLeased(job, host)) return host.now() - (job.lease.until - LEASE_MS) > STEP_MS;
  const isOwn = job.startedBy === host.user();
  return isOwn || host.now() - Math.max(job.updatedAt, job.notBefore) > PAUSE_MS;
}

/** Returns the job with a new lease; or the job as it is, if it has ended or another execution holds its lease. */
export function takeLease(id: string, host: Host): HeldJob | { job: Job; holder: null } {
  return host.locked(() => {
    const job = readJob(host.documentStore, id);
    if (!isUnfinished(job) || isLeased(job, host)) return { job, holder: null };
    const since = host.now();
    const holder = host.uuid();
    job.lease = { holder, until: since + LEASE_MS };
    job.state = 'running';
    saveJob(host.documentStore, job);
    return { job, holder, since };
  });
}

const holds = (job: Job, { holder }: HeldJob): boolean => isUnfinished(job) && job.lease.holder === holder;

const isHeld = (heldJob: HeldJob, host: Host): boolean =>
  holds(readJob(host.documentStore, heldJob.job.id), heldJob);

/** Milliseconds. A read takes 20, and a step sends some 20 batches. */
const CHECK_MS = 500;

/** Called before each batch of requests: soon after a job is cancelled or taken over, it asks no more. */
export function lossOfLease(heldJob: HeldJob, host: Host): () => boolean {
  let isLost = false;
  let next = 0;
  return () => {
    if (!isLost && host.now() >= next) {
      isLost = !isHeld(heldJob, host);
      next = host.now() + CHECK_MS;
    }
    return isLost;
  };
}

/**
 * Ends a step, under the lock: `change` alters the recorded job, which is then saved without a lease. Returns the
 * recorded job, unchanged if the lease was lost. `idle`: the step only waited.
 */
export function endStep(heldJob: HeldJob, host: Host, change: (job: Job) => void, idle = false): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, heldJob.job.id);
    if (!holds(job, heldJob)) return job;
    change(job);
    dropLease(job, host);
    if (!idle) job.workedMs += host.now() - heldJob.since;
    saveJob(host.documentStore, job);
    return job;
  });
}

/** The execution that held the lease writes nothing more. The caller has the lock and saves the job. */
export function dropLease(job: Job, host: Host): void {
  job.lease = NO_LEASE;
  job.updatedAt = host.now();
}
