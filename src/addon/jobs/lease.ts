/**
 * The lease of a job, its exclusive right to run: taken, checked and released here alone. Whoever lost it, because the
 * job was cancelled or another execution took it over, changes nothing any more.
 */
import type { Host } from '../interfaces/host';
import { isUnfinished, type Job, NO_LEASE, readJob, saveJob } from './state';

/** Longer than the longest execution (6 min): a lease that has run out belongs to a run that is dead. */
const LEASE_MS = 390_000;

/** A job as it stood when a step took its lease. */
export interface HeldJob {
  job: Job;
  holder: string;
  /** Milliseconds since the epoch. */
  since: number;
}

/** Some execution is at work on it. */
export const isLeased = ({ lease }: Job, host: Host): boolean =>
  lease.holder !== '' && lease.until > host.now();

/** Longer than a step takes that is at work. */
const STEP_MS = 150_000;
/** Longer than somebody who runs its steps pauses between two of them. */
const PAUSE_MS = 45_000;

/**
 * Nobody seems to be at work on it, so that it may be resumed by whoever looks at it. Should a step be at work all the
 * same, it loses its lease and writes nothing.
 */
export function isStopped(job: Job, host: Host): boolean {
  if (!isUnfinished(job)) return false;
  if (isLeased(job, host)) return host.now() - (job.lease.until - LEASE_MS) > STEP_MS;
  const isOwn = job.startedBy === host.user();
  return isOwn || host.now() - Math.max(job.updatedAt, job.notBefore) > PAUSE_MS;
}

/** The job with a fresh lease; or the job as it stands, where it has ended or another execution holds it. */
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

/** Asked before each batch of requests: a job that was cancelled or taken over asks no more. */
export const isHeld = (heldJob: HeldJob, host: Host): boolean =>
  holds(readJob(host.documentStore, heldJob.job.id), heldJob);

/**
 * The end of a step, under the lock: `change` alters the job as it is on record, which then is saved without a lease.
 * Answers the job as it stands, unchanged where the lease was lost. `idle`: the step only waited.
 */
export function endStep(held: HeldJob, host: Host, change: (job: Job) => void, idle = false): Job {
  return host.locked(() => {
    const job = readJob(host.documentStore, held.job.id);
    if (!holds(job, held)) return job;
    change(job);
    dropLease(job, host);
    if (!idle) job.workedMs += host.now() - held.since;
    saveJob(host.documentStore, job);
    return job;
  });
}

/** Whoever held it writes nothing more. The caller has the lock and saves the job. */
export function dropLease(job: Job, host: Host): void {
  job.lease = NO_LEASE;
  job.updatedAt = host.now();
}
