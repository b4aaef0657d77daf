/** How a job comes to be run: one interface, here in this process, and on Cloud Tasks. */

export interface Queue {
  /** `sealed` holds the CAVE token for this job. The same job and attempt twice is one task. */
  enqueue(job: string, attempt: string, sealed: string): Promise<void>;
  close(): Promise<void>;
}

/** Runs one task; answers whether it is over. Otherwise it is to be delivered again later. */
export type RunTask = (job: string, sealed: string) => Promise<boolean>;

const AGAIN_MS = 1000;

/** The queue of a single instance: a task that is not over is tried again every second. */
export function localQueue(run: RunTask, againMs = AGAIN_MS): Queue {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  const deliver = async (job: string, sealed: string): Promise<void> => {
    const over = await run(job, sealed).catch(() => false);
    if (over || closed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(job, sealed);
    }, againMs).unref();
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
