/** A runner for tests: each run waits until the test ends it. */

import type { Task, WorkProgress } from '../../../src/companion/work/messages';
import { cancelledError, NoRoom, type TaskRunner } from '../../../src/companion/work/runner';
import { eventually } from './eventually';

export interface Run {
  task: Task;
  progress(progress: WorkProgress): void;
  answer(text: string): void;
  fail(error: unknown): void;
  /** Whether it was cancelled from outside. */
  stopped: boolean;
}

export interface ManualRunner extends TaskRunner {
  runs: Run[];
  /** Resolves with run number `n`, from 0, when it has started. */
  begun(n: number): Promise<Run>;
  /** If set, runs end at once with this answer. */
  always: string | null;
}

export function manualRunner(): ManualRunner {
  const runs: Run[] = [];
  const runner: ManualRunner = {
    runs,
    always: null,
    run: (task, options = {}) =>
      new Promise((resolve, reject) => {
        const run: Run = {
          task,
          progress: (progress) => options.onProgress?.(progress),
          answer: (text) => resolve(Buffer.from(text)),
          fail: reject,
          stopped: false,
        };
        options.signal?.addEventListener('abort', () => {
          run.stopped = true;
          reject(cancelledError());
        });
        runs.push(run);
        if (runner.always !== null) run.answer(runner.always);
      }),
    warm: () => {},
    begun: (n) => eventually(() => runs[n]),
    state: () => ({ running: runs.length, waiting: 0, workers: 0 }),
    async close() {
      for (const run of runs) run.fail(new NoRoom());
    },
  };
  return runner;
}
