/**
 * The lease of a job: taken, renewed, checked and released here. A task delivered twice finds it taken; a job whose
 * instance died is free when its lease has run out.
 */
import { TtError } from '../../core/errors';
import { packError } from '../../tools/companion/wire';
import { newLease, releasedLease } from '../state/lease';
import { Conflict } from '../state/store';
import type { JobStore } from './job-store';
import { type CompanionJob, hasEnded } from './record';

/** As a job's record holds it. */
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

  /** 'over' where the job has ended or was attempted too often, 'taken' where another run holds it. */
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
    const taken: CompanionJob = { ...record, ...lease, state: 'running' };
    try {
      await jobs.put(taken, generation);
      return new JobLease(jobs, taken, leaseMs);
    } catch (error) {
      if (error instanceof Conflict) return 'taken';
      throw error;
    }
  }

  /** False where the job has ended or another run holds it: the work is no longer wanted. */
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

  /** Gives the job back to the queue; this run does not count as an attempt. */
  release(): Promise<void> {
    return this.jobs.change(this.record.id, (record) =>
      this.holds(record) ? { ...releasedLease(record), state: 'queued' } : null,
    );
  }

  private holds(record: CompanionJob): boolean {
    return record.lease === this.record.lease;
  }
}
