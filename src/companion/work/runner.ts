/** The interface of whatever runs tasks (the worker pool, a test double), and the errors that end them. */
import { TtError } from '../../core/errors';
import type { Task, WorkProgress } from './messages';

export interface TaskOptions {
  /** Ends the run when the caller has disconnected or the job was cancelled. */
  signal?: AbortSignal;
  onProgress?: (progress: WorkProgress) => void;
  /** A long run leaves one worker free for short ones. */
  long?: boolean;
}

export interface TaskRunner {
  /** Returns a `ToolAnswer` as JSON bytes. */
  run(task: Task, options?: TaskOptions): Promise<Uint8Array>;
  /** Starts a worker, if there is none, before the first task is ready. */
  warm(): void;
  /** Numbers of running tasks, waiting tasks and living workers. */
  state(): { running: number; waiting: number; workers: number };
  close(): Promise<void>;
}

/** The task is fine, but this instance has no room for it or is closing. */
export class NoRoom extends TtError {
  constructor(seconds = 5) {
    super('BUSY', `the companion is busy. Try again in ${seconds} s`, { retryAfter: seconds });
  }
}

export const cancelledError = (): TtError => new TtError('PENDING', 'cancelled. Run again to begin anew');

export const timeoutError = (limitMs: number): TtError =>
  new TtError(
    'TIMEOUT',
    `this took longer than the ${Math.round(limitMs / 1000)} s that the companion gives one request. Ask for less at a time`,
  );
