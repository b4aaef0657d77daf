/**
 * The worker pool: few threads, started when needed, ended when idle, replaced when too large or stuck.
 *
 * We tried piscina 5.3.2 and do not use it. It gives a worker its next task before the caller gets the last result, so
 * a worker cannot be replaced between two tasks. And with `minThreads: 0` a waiting task does not run if the thread
 * before it was ended or died.
 */

import type { HostPaces } from '../egress/host-pace';
import type { FleetPaces } from '../limits/fleet-paces';
import type { Limits } from '../limits/limits';
import { MemoryWatch } from './memory-watch';
import type { WorkerSetup } from './messages';
import { PooledWorker } from './pooled-worker';
import { NoRoom, type TaskRunner } from './runner';
import { TaskQueue } from './task-queue';

/** Between two looks at the tasks that wait. */
const LOOK_MS = 1000;

/**
 * `script` is the bundle of worker.ts. `residentBytes` measures the process; tests replace it. `pacesOf` creates the
 * paces that all instances share; the pool sends them to every worker.
 */
export function createWorkerPool(
  script: string,
  setup: WorkerSetup,
  limits: Limits,
  residentBytes?: () => number,
  pacesOf?: (tell: (paces: HostPaces) => void) => FleetPaces,
): TaskRunner {
  const maxWorkers = Math.max(1, Math.floor(limits.workers));
  const maxLong = Math.max(1, maxWorkers - 1);
  const workers = new Set<PooledWorker>();
  /** Threads that are terminating. */
  const terminating = new Set<Promise<void>>();
  const queue = new TaskQueue(limits.queued);
  const busy = (): PooledWorker[] => [...workers].filter(({ task }) => task !== null);
  const watch = new MemoryWatch(limits, busy, residentBytes);
  let closed = false;
  let lookTimer: NodeJS.Timeout | null = null;
  let currentPaces: HostPaces = {};
  const paces = pacesOf?.((newPaces) => {
    currentPaces = newPaces;
    for (const worker of workers) worker.tellPaces(currentPaces);
  });

  function spawn(): PooledWorker {
    const worker = new PooledWorker(script, setup, limits, {
      onReleased: assign,
      onRefused: (host, seconds) => paces?.refused(host, seconds),
      onEnded(endedWorker) {
        workers.delete(endedWorker);
        const exit = endedWorker.terminated().finally(() => terminating.delete(exit));
        terminating.add(exit);
        if (workers.size === 0) paces?.stop();
        assign();
      },
    });
    workers.add(worker);
    if (Object.keys(currentPaces).length > 0) worker.tellPaces(currentPaces);
    paces?.start();
    return worker;
  }

  /** Starts waiting tasks while workers are free. */
  function assign(): void {
    while (!closed) {
      const longRuns = busy().filter(({ task }) => task?.options.long).length;
      const nextTask = queue.next(longRuns < maxLong);
      if (!nextTask) return;
      const idle = [...workers].find(({ task }) => task === null);
      if (!idle && workers.size >= maxWorkers) return;
      queue.remove(nextTask);
      (idle ?? spawn()).start(nextTask);
      watch.start();
    }
  }

  /** Rejects tasks that have waited too long even if no worker becomes free and no other request arrives. */
  function lookLater(): void {
    if (lookTimer !== null || queue.length === 0 || closed) return;
    lookTimer = setTimeout(() => {
      lookTimer = null;
      assign();
      lookLater();
    }, LOOK_MS).unref();
  }

  return {
    async run(task, options = {}) {
      if (closed) throw new NoRoom();
      const bytes = queue.add(task, options);
      assign();
      lookLater();
      return bytes;
    },
    warm() {
      if (workers.size === 0 && !closed) spawn().startIdleTimer();
    },
    state: () => ({ running: busy().length, waiting: queue.length, workers: workers.size }),
    async close() {
      closed = true;
      if (lookTimer !== null) clearTimeout(lookTimer);
      queue.rejectAll();
      watch.stop();
      paces?.stop();
      for (const worker of [...workers]) worker.end(new NoRoom());
      await Promise.all(terminating);
    },
  };
}
