/** The queue that delivers jobs to be run; here the one within this process, beside Cloud Tasks (cloud-tasks.ts). */

export interface Queue {
  /** `sealed` is the encrypted CAVE token. The same job and attempt enqueued twice is one task. */
  enqueue(job: string, attempt: string, sealed: string): Promise<void>;
  close(): Promise<void>;
}

/** Runs one delivery of a job; false where it has to be delivered again later. */
export type RunTask = (job: string, sealed: string) => Promise<boolean>;

const REDELIVER_MS = 1000;

/** The queue of a single instance: a job that is not over is delivered again every second. */
export function localQueue(run: RunTask, redeliverMs = REDELIVER_MS): Queue {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  const deliver = async (job: string, sealed: string): Promise<void> => {
    const over = await run(job, sealed).catch(() => false);
    if (over || closed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(job, sealed);
    }, redeliverMs).unref();
    timers.add(timer);
  };
  return {
    enqueue: async (job, _attempt, sealed) => void deliver(job, sealed),
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
