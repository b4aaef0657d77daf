/** Google Cloud Tasks, REST v2, the part that a service uses: tasks are created, read and deleted in a queue. */
import type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { asObject, parseJson } from '../../../../src/core/json';
import { Deliveries, type DeliveryOptions, type QueueConfig, type Task } from './deliveries';

export const TASKS_HOST = 'cloudtasks.googleapis.com';

export interface TaskQueuesOptions extends Omit<DeliveryOptions, 'config'> {
  /** The bearer token with the right to enqueue. */
  token: string;
}

/** Google's default configuration of a queue. */
const CONFIG: QueueConfig = {
  maxConcurrentDispatches: 1000,
  maxDispatchesPerSecond: 500,
  maxDoublings: 16,
  minBackoffMs: 100,
  maxBackoffMs: 3_600_000,
  maxAttempts: 100,
};
/** Time for which a name stays reserved after its task has ended. */
const NAME_KEPT_MS = 3_600_000;
const TASK_BYTES = 1_048_576;
const MOST_AHEAD_MS = 30 * 86_400_000;

const json = (value: unknown, status = 200): WireReply => ({
  status,
  headers: [['Content-Type', 'application/json; charset=UTF-8']],
  body: Buffer.from(JSON.stringify(value)),
});
const refusal = (code: number, status: string, message: string): WireReply =>
  json({ error: { code, message, status } }, code);

export class TaskQueues {
  private readonly queues = new Map<string, Deliveries>();
  private created = 0;

  constructor(private readonly options: TaskQueuesOptions) {}

  /** Creates a queue with its full name. */
  queue(name: string, config: Partial<QueueConfig> = {}): Deliveries {
    const deliveries = new Deliveries({ ...this.options, config: { ...CONFIG, ...config } });
    this.queues.set(name, deliveries);
    return deliveries;
  }

  readonly handle: WireHandler = (request) => {
    const [, name = '', rest = ''] =
      /^\/v2\/(projects\/[^/]+\/locations\/[^/]+\/queues\/[^/?]+)(.*)$/.exec(request.path) ?? [];
    if (request.headers.authorization !== `Bearer ${this.options.token}`) {
      return refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    }
    const queue = this.queues.get(name);
    if (!queue) return refusal(404, 'NOT_FOUND', 'Queue does not exist.');
    if (request.method === 'POST' && rest === '/tasks') return this.create(name, queue, request);
    const task = `${name}${rest}`;
    if (request.method === 'DELETE' && queue.remove(task)) return json({});
    if (request.method === 'GET' && queue.names.includes(task)) return json({ name: task });
    return refusal(404, 'NOT_FOUND', 'The task does not exist.');
  };

  private create(name: string, queue: Deliveries, request: WireRequest): WireReply {
    if (request.body.length > TASK_BYTES) {
      return refusal(400, 'INVALID_ARGUMENT', 'Task size too large.');
    }
    const taskFields = asObject(parseJson(Buffer.from(request.body).toString('utf8')))
      ?.task as unknown as Task;
    this.created++;
    const task: Task = { ...taskFields, name: taskFields.name ?? `${name}/tasks/${this.created}` };
    if (!/\/tasks\/[A-Za-z0-9_-]{1,500}$/.test(task.name) || !task.name.startsWith(`${name}/tasks/`)) {
      return refusal(400, 'INVALID_ARGUMENT', 'Task name must be formatted as in the documentation.');
    }
    const wrong = refusedTime(task, this.options.now());
    if (wrong) return refusal(400, 'INVALID_ARGUMENT', wrong);
    if (queue.isTaken(task.name, NAME_KEPT_MS)) {
      return refusal(409, 'ALREADY_EXISTS', 'Requested entity already exists');
    }
    queue.add(task);
    return json(task);
  }
}

/**
 * Checks the times of a task with an HTTP target: a deadline of 15 s to 30 min, and a schedule of at most 30 days
 * ahead.
 */
function refusedTime({ dispatchDeadline, scheduleTime }: Task, now: number): string | null {
  const seconds =
    dispatchDeadline === undefined ? 600 : Number(/^(\d+(?:\.\d+)?)s$/.exec(dispatchDeadline)?.[1]);
  if (!(seconds >= 15 && seconds <= 1800)) return 'Task.dispatchDeadline must be between [15s, 30m].';
  const ahead = scheduleTime === undefined ? 0 : new Date(scheduleTime).getTime() - now;
  if (!(ahead <= MOST_AHEAD_MS)) return 'Task.scheduleTime is too far in the future.';
  return null;
}
