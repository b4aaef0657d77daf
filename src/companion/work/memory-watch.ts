/**
 * Limits the memory of the whole process while tasks run. Typed arrays and compiled libraries are not part of a
 * worker's heap limit, and the resident size of the process does not show which worker uses them.
 */
import { type Limits, overLimit } from '../limits/limits';
import type { PooledWorker } from './pooled-worker';

const INTERVAL_MS = 200;

export class MemoryWatch {
  private timer: NodeJS.Timeout | null = null;

  /** `busy` lists the workers with a task. */
  constructor(
    private readonly limits: Limits,
    private readonly busy: () => PooledWorker[],
    private readonly residentBytes: () => number = () => process.memoryUsage.rss(),
  ) {}

  /** Checks five times a second until no worker is busy. */
  start(): void {
    this.timer ??= setInterval(() => this.check(), INTERVAL_MS);
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** If the process is above the limit, ends the task that has run longest. */
  check(): void {
    const busy = this.busy();
    if (busy.length === 0) this.stop();
    else if (this.residentBytes() > this.limits.serviceMb * 1e6) {
      const longest = busy.reduce((first, other) => (other.startedAt < first.startedAt ? other : first));
      longest.end(overLimit('serviceMb', this.limits));
    }
  }
}
