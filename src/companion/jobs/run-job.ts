/** Runs one delivery of a job: takes its lease, runs the task, and writes the answer or the failure. */
import { asTtError } from '../../core/errors';
import { packError } from '../../tools/companion/wire';
import type { Keys } from '../auth/keys';
import { unseal } from '../auth/seal';
import type { Limits } from '../limits/limits';
import { NoRoom, type TaskRunner } from '../work/runner';
import { Heartbeat } from './heartbeat';
import type { JobStore } from './job-store';
import { JobLease } from './lease';
import type { RunTask } from './queue';

export interface RunJobOptions {
  jobs: JobStore;
  runner: TaskRunner;
  keys: Keys;
  limits: Limits;
  /** Milliseconds between two reports of a run; a lease lasts ten reports. */
  reportMs: number;
}

/** Body of a job's task. */
export interface JobTask {
  /** The encrypted CAVE token. */
  sealed: string;
}

export function createRunTask({ jobs, runner, keys, limits, reportMs }: RunJobOptions): RunTask<JobTask> {
  const run = async (lease: JobLease, sealedToken: string, heartbeat: Heartbeat): Promise<Uint8Array> => {
    const { id, tool, byGrant } = lease.record;
    const token = unseal(keys, id, sealedToken, jobs.now());
    const question = await jobs.question(lease.record);
    return runner.run(
      { tool, question, token, mayWrite: !byGrant, limitMs: limits.jobSeconds * 1000 },
      {
        signal: heartbeat.lost,
        long: true,
        onProgress({ done, total, words }) {
          heartbeat.progress = { done, total, words };
        },
      },
    );
  };

  return async (id, { sealed }) => {
    const lease = await JobLease.take(jobs, id, reportMs * 10);
    if (lease === 'over') return true;
    if (lease === 'taken') return false;
    const heartbeat = new Heartbeat(lease, reportMs);
    try {
      const bytes = await run(lease, sealed, heartbeat);
      await heartbeat.stop();
      await jobs.putAnswer(lease.record, bytes);
      await lease.finish({ state: 'done' });
      return true;
    } catch (error) {
      await heartbeat.stop();
      if (heartbeat.lost.aborted) return true;
      if (error instanceof NoRoom) {
        await lease.release();
        return false;
      }
      await lease.finish({ state: 'failed', error: packError(asTtError(error)) });
      return true;
    }
  };
}
