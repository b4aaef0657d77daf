/**
 * The lease of a job: take, renew, check and release. A task that is delivered twice finds the lease taken. If an
 * instance dies, its job is free when the lease ends.
 */
import { TtError } from '../../core/errors';
import { packError } from '../../tools/companion/wire';
import { newLease, releasedLease } from '../state/lease';
import { Conflict } from '../state/store';
import type { JobStore } from './job-store';
import { type CompanionJob, hasEnded } from './record';

/** Progress, as stored in a job's record. */
export interface JobProgress {
  done: number;
  total: number;
  words: string;
}

export class JobLease {
  private constructor(
    private readonly jobs: JobStore,
    readonly record: CompanionJob,
    private readonly leaseMs: number,
  ) {}

  /** Returns 'over' if the job has ended or had too many attempts, 'taken' if another run has the lease. */
  static async take(jobs: JobStore, id: string, leaseMs: number): Promise<JobLease | 'over' | 'taken'> {
    const found = await jobs.find(id);
    if (!found || hasEnded(found.record)) return 'over';
    const { record, generation } = found;
    const lease = newLease(record, jobs.now(), leaseMs);
    if (lease === 'taken') return 'taken';
    if (lease === 'exhausted') {
      const error = packError(new TtError('FAULT', 'the job broke off several times'));
      await jobs.finish(id, null, { state: 'failed', error });
      return 'over';
    }
    const leasedJob: CompanionJob = { ...record, ...lease, state: 'running' };
    try {
      await jobs.put(leasedJob, generation);
      return new JobLease(jobs, leasedJob, leaseMs);
    } catch (error) {
      if (error instanceof Conflict) return 'taken';
      throw error;
    }
  }

  /** Returns false if the job has ended or another run has the lease: then the work must stop. */
  async renew(progress: JobProgress): Promise<boolean> {
    let held = false;
    await this.jobs.change(this.record.id, (record) => {
      held = this.holds(record) && !hasEnded(record);
      return held ? { ...progress, leaseUntil: this.jobs.now() + this.leaseMs } : null;
    });
    return held;
  }

  finish(end: Partial<CompanionJob>): Promise<void> {
    return this.jobs.finish(this.record.id, this.record.lease, end);
  }

  /** Returns the job to the queue. This run does not count as an attempt. */
  release(): Promise<void> {
    return this.jobs.change(this.record.id, (record) =>
      this.holds(record) ? { ...releasedLease(record), state: 'queued' } : null,
    );
  }

  private holds(record: CompanionJob): boolean {
    return record.lease === this.record.lease;
  }
}
