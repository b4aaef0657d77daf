/** Reports a run's progress and renews its lease at an interval; aborts the run when the lease is lost. */
import type { JobLease, JobProgress } from './lease';

export class Heartbeat {
  progress: JobProgress = { done: 0, total: 0, words: '' };
  private readonly stopped = new AbortController();
  private readonly timer: NodeJS.Timeout;
  /** The reports so far, one after another. */
  private reports: Promise<void> = Promise.resolve();

  constructor(
    private readonly lease: JobLease,
    intervalMs: number,
  ) {
    this.timer = setInterval(() => {
      this.reports = this.reports.then(() => this.report());
    }, intervalMs);
  }

  /** Aborted when the job was cancelled or another run holds its lease. */
  get lost(): AbortSignal {
    return this.stopped.signal;
  }

  /** After it no report is sent, and none is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.reports;
  }

  private async report(): Promise<void> {
    // A report that fails is made good by the next: the lease outlasts ten of them.
    const held = await this.lease.renew(this.progress).catch(() => true);
    if (!held) this.stopped.abort();
  }
}
