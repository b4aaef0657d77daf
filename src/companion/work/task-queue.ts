/** Tasks that wait for a worker, limited in number and time. Short tasks overtake long ones that may not start yet. */
import type { Task } from './messages';
import { cancelledError, NoRoom, type TaskOptions } from './runner';

/** A short task that has waited longer is rejected: its caller no longer waits. */
const LONGEST_WAIT_MS = 30_000;

export interface QueuedTask {
  task: Task;
  options: TaskOptions;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
  /** Milliseconds since the epoch. */
  queuedAt: number;
  /** Cancels the task while it waits. */
  abort: () => void;
}

export class TaskQueue {
  private waiting: QueuedTask[] = [];

  /** `capacity`: how many tasks may wait. */
  constructor(
    private readonly capacity: number,
    private readonly now: () => number = Date.now,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Queues a task. Rejects at once if it is already cancelled or the queue is full. */
  add(task: Task, options: TaskOptions): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted) throw cancelledError();
      if (this.waiting.length >= this.capacity) throw new NoRoom();
      const entry: QueuedTask = {
        task,
        options,
        resolve,
        reject,
        queuedAt: this.now(),
        abort: () => {
          if (this.remove(entry)) reject(cancelledError());
        },
      };
      options.signal?.addEventListener('abort', entry.abort);
      this.waiting.push(entry);
    });
  }

  /** The task that may start next; it stays in the queue. Rejects tasks that have waited too long. */
  next(longMayStart: boolean): QueuedTask | null {
    const oldest = this.now() - LONGEST_WAIT_MS;
    for (const task of [...this.waiting]) {
      if (task.options.long || task.queuedAt >= oldest) continue;
      this.remove(task);
      task.reject(new NoRoom());
    }
    return this.waiting.find(({ options }) => longMayStart || !options.long) ?? null;
  }

  /** Returns false if the task was not waiting. */
  remove(task: QueuedTask): boolean {
    const index = this.waiting.indexOf(task);
    if (index < 0) return false;
    this.waiting.splice(index, 1);
    task.options.signal?.removeEventListener('abort', task.abort);
    return true;
  }

  rejectAll(): void {
    for (const task of this.waiting.splice(0)) task.reject(new NoRoom());
  }
}
