/** The queue that delivers tasks to be run; here the one within this process, beside Cloud Tasks (cloud-tasks.ts). */

/** A call of the service to itself: `POST /v1/<kind>/<id>/run` with this body. */
export interface QueueTask<Body = object> {
  kind: 'jobs' | 'columns';
  id: string;
  /** The same name enqueued twice is one task. Letters, digits and hyphens. */
  name: string;
  /** It holds the encrypted CAVE token, and nothing that is secret unencrypted. */
  body: Body;
}

export interface Queue<Body = object> {
  enqueue(task: QueueTask<Body>): Promise<void>;
  close(): Promise<void>;
}

/** Runs one delivery; false where the task has to be delivered again later. */
export type RunTask<Body> = (id: string, body: Body) => Promise<boolean>;

export interface LocalQueueOptions {
  redeliverMs?: number;
  /** Deliveries under way at once. */
  concurrency?: number;
}

const REDELIVER_MS = 1000;

/** The queue of a single instance: a task that is not over is delivered again every second. */
export function localQueue<Body>(
  run: RunTask<Body>,
  { redeliverMs = REDELIVER_MS, concurrency = Number.POSITIVE_INFINITY }: LocalQueueOptions = {},
): Queue<Body> {
  const timers = new Set<NodeJS.Timeout>();
  const names = new Set<string>();
  const waiting: QueueTask<Body>[] = [];
  let active = 0;
  let closed = false;
  const deliver = async (task: QueueTask<Body>): Promise<void> => {
    active++;
    const over = await run(task.id, task.body).catch(() => false);
    active--;
    if (over) names.delete(task.name);
    else if (!closed) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        waiting.push(task);
        next();
      }, redeliverMs).unref();
      timers.add(timer);
    }
    next();
  };
  const next = (): void => {
    while (!closed && active < concurrency && waiting.length > 0) void deliver(waiting.shift()!);
  };
  return {
    async enqueue(task) {
      if (names.has(task.name)) return;
      names.add(task.name);
      waiting.push(task);
      next();
    },
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
