/** Tasks that wait for a worker: bounded in number and in time, short ones ahead of long ones that may not start yet. */
import type { Task } from './messages';
import { cancelledError, NoRoom, type TaskOptions } from './runner';

/** A short task that has waited longer is refused: by then its caller no longer waits. */
const LONGEST_WAIT_MS = 30_000;

export interface QueuedTask {
  task: Task;
  options: TaskOptions;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
  /** Milliseconds since the epoch. */
  queuedAt: number;
  /** Cancels it while it waits. */
  abort: () => void;
}

export class TaskQueue {
  private waiting: QueuedTask[] = [];

  /** `capacity`: how many may wait. */
  constructor(
    private readonly capacity: number,
    private readonly now: () => number = Date.now,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Queues a task; it rejects at once where it is cancelled already or the queue is full. */
  add(task: Task, options: TaskOptions): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) throw cancelledError();
      if (this.waiting.length >= this.capacity) throw new NoRoom();
      const queued: QueuedTask = {
        task,
        options,
        resolve,
        reject,
        queuedAt: this.now(),
        abort: () => {
          if (this.remove(queued)) reject(cancelledError());
        },
      };
      options.signal?.addEventListener('abort', queued.abort);
      this.waiting.push(queued);
    });
  }

  /** The task that may start next, still in the queue; tasks that have waited too long are rejected first. */
  next(longMayStart: boolean): QueuedTask | null {
    const oldest = this.now() - LONGEST_WAIT_MS;
    for (const queued of [...this.waiting]) {
      if (queued.options.long || queued.queuedAt >= oldest) continue;
      this.remove(queued);
      queued.reject(new NoRoom());
    }
    return this.waiting.find(({ options }) => longMayStart || !options.long) ?? null;
  }

  /** False where it was not waiting. */
  remove(queued: QueuedTask): boolean {
    const index = this.waiting.indexOf(queued);
    if (index < 0) return false;
    this.waiting.splice(index, 1);
    queued.options.signal?.removeEventListener('abort', queued.abort);
    return true;
  }

  rejectAll(): void {
    for (const queued of this.waiting.splice(0)) queued.reject(new NoRoom());
  }
}
