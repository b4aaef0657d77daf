/** Reports a run's progress and renews its lease at an interval. Aborts the run if it loses the lease. */
import type { JobLease, JobProgress } from './lease';

export class Heartbeat {
  progress: JobProgress = { done: 0, total: 0, words: '' };
  private readonly stopped = new AbortController();
  private readonly timer: NodeJS.Timeout;
  /** Chain of the reports, one after another. */
  private reports: Promise<void> = Promise.resolve();

  constructor(
    private readonly lease: JobLease,
    intervalMs: number,
  ) {
    this.timer = setInterval(() => {
      this.reports = this.reports.then(() => this.report());
    }, intervalMs);
  }

  /** Aborted if the job was cancelled or another run has its lease. */
  get lost(): AbortSignal {
    return this.stopped.signal;
  }

  /** Afterwards no report is in progress, and none follows. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.reports;
  }

  private async report(): Promise<void> {
    // If one report fails, the next makes up for it: a lease lasts ten reports.
    const hasLease = await this.lease.renew(this.progress).catch(() => true);
    if (!hasLease) this.stopped.abort();
  }
}
