/**
 * The queue that delivers tasks, and its version within this process. The version for Cloud Tasks is cloud-tasks.ts.
 */

/** A call of the service to itself: `POST /v1/<kind>/<id>/run` with this body. */
export interface QueueTask<Body = object> {
  kind: 'jobs' | 'columns';
  id: string;
  /** Two tasks with one name are one task. Letters, digits and hyphens. */
  name: string;
  /** Holds the encrypted CAVE token, and no secret in plain text. */
  body: Body;
}

export interface Queue<Body = object> {
  enqueue(task: QueueTask<Body>): Promise<void>;
  close(): Promise<void>;
}

/** Runs one delivery. Returns false if the task must be delivered again later. */
export type RunTask<Body> = (id: string, body: Body) => Promise<boolean>;

export interface LocalQueueOptions {
  redeliverMs?: number;
  /** Most simultaneous deliveries. */
  concurrency?: number;
}

const REDELIVER_MS = 1000;

/** The queue of a single instance: delivers a task again every second until it is over. */
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
