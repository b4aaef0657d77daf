/**
 * Deliveries of Cloud Tasks as documented: at least once; retried with growing pauses after anything but success;
 * limited in number at once; slowed down as a whole by 429 and 503. Seeded faults deliver late, and repeat deliveries
 * of tasks that have ended.
 */

export interface QueueConfig {
  maxConcurrentDispatches: number;
  maxDispatchesPerSecond: number;
  /** Number of times that the pause doubles; after that, it grows by the last step. */
  maxDoublings: number;
  minBackoffMs: number;
  maxBackoffMs: number;
  maxAttempts: number;
}

export interface Task {
  name: string;
  httpRequest: {
    httpMethod: string;
    url: string;
    headers?: Record<string, string>;
    /** In base64. */
    body?: string;
    oidcToken?: { serviceAccountEmail: string; audience: string };
  };
  scheduleTime?: string;
  /** Such as `1800s`. */
  dispatchDeadline?: string;
}

export interface Delivery {
  name: string;
  attempt: number;
  /** HTTP status; 0 without a reply. */
  status: number;
}

/** Fractions of tasks, or of deliveries, with each fault. */
export interface DeliveryFaults {
  /** Delivered twice at the same time. */
  twice?: number;
  /** Delivered again although it succeeded. */
  again?: number;
  /** Delayed by up to this time. */
  lateMs?: number;
}

export interface DeliveryOptions {
  config: QueueConfig;
  random: () => number;
  /** Returns an ID token with these claims. */
  sign: (claims: Record<string, unknown>) => string | Promise<string>;
  /** The address at which an instance of the service is reached. */
  route: (url: string) => string;
  now: () => number;
}

interface Waiting {
  task: Task;
  attempt: number;
}

/** The pause after an attempt; the first attempt is 1. */
export function backOffMs(config: QueueConfig, attempt: number): number {
  const doublings = Math.min(attempt - 1, config.maxDoublings);
  const longest = config.minBackoffMs * 2 ** doublings;
  return Math.min(config.maxBackoffMs, longest * Math.max(1, attempt - config.maxDoublings));
}

const DISPATCH_MS = 600_000;
const TOKEN_SECONDS = 3600;

export class Deliveries {
  readonly log: Delivery[] = [];
  faults: DeliveryFaults = {};
  private readonly open = new Set<string>();
  /** The time at which each task ended, by its name. */
  private readonly ended = new Map<string, number>();
  /** Times of the dispatches in the last second. */
  private recent: number[] = [];
  private readonly ready: Waiting[] = [];
  private active = 0;
  private slowUntil = 0;
  private closed = false;

  constructor(readonly options: DeliveryOptions) {}

  /** Names of tasks that have not ended. */
  get names(): string[] {
    return [...this.open];
  }

  add(task: Task): void {
    this.open.add(task.name);
    const { twice = 0, lateMs = 0 } = this.faults;
    const { random, now } = this.options;
    const delayMs = task.scheduleTime === undefined ? 0 : new Date(task.scheduleTime).getTime() - now();
    const copies = random() < twice ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.later({ task, attempt: 1 }, Math.max(0, delayMs) + random() * lateMs);
    }
  }

  remove(name: string): boolean {
    const isOpen = this.open.delete(name);
    if (isOpen) this.ended.set(name, this.options.now());
    return isOpen;
  }

  /** True if no other task may have this name: a task with it is open, or ended less than `keptMs` ago. */
  isTaken(name: string, keptMs: number): boolean {
    return this.open.has(name) || this.options.now() - (this.ended.get(name) ?? -Infinity) < keptMs;
  }

  close(): void {
    this.closed = true;
  }

  private later(waiting: Waiting, ms: number): void {
    setTimeout(() => {
      this.ready.push(waiting);
      this.dispatch();
    }, ms).unref();
  }

  private dispatch(): void {
    const { config, now } = this.options;
    const wait = this.slowUntil - now();
    if (wait > 0) {
      setTimeout(() => this.dispatch(), wait).unref();
      return;
    }
    while (!this.closed && this.active < config.maxConcurrentDispatches && this.ready.length > 0) {
      const at = now();
      this.recent = this.recent.filter((earlier) => at - earlier < 1000);
      if (this.recent.length >= config.maxDispatchesPerSecond) {
        setTimeout(() => this.dispatch(), this.recent[0]! + 1000 - at).unref();
        return;
      }
      this.recent.push(at);
      const waiting = this.ready.shift()!;
      if (this.open.has(waiting.task.name)) void this.deliver(waiting);
    }
  }

  private async deliver({ task, attempt }: Waiting): Promise<void> {
    const { config, random, now } = this.options;
    this.active++;
    const status = await this.send(task, attempt);
    this.active--;
    this.log.push({ name: task.name, attempt, status });
    const isSuccess = status >= 200 && status < 300;
    // Back-pressure: the service is overloaded, so no task of the queue is sent for a while.
    if (status === 429 || status === 503) this.slowUntil = now() + config.minBackoffMs;
    const isLast = attempt >= config.maxAttempts;
    if (isLast || (isSuccess && random() >= (this.faults.again ?? 0))) this.remove(task.name);
    else this.later({ task, attempt: attempt + 1 }, backOffMs(config, attempt));
    this.dispatch();
  }

  /** Number of attempts that got a reply. */
  private replies(name: string): number {
    return this.log.filter((delivery) => delivery.name === name && delivery.status > 0).length;
  }

  private async send({ name, httpRequest, dispatchDeadline }: Task, attempt: number): Promise<number> {
    const { sign, route, now } = this.options;
    const { httpMethod, url, headers = {}, body = '', oidcToken } = httpRequest;
    const iat = Math.floor(now() / 1000);
    const token = oidcToken && {
      authorization: `Bearer ${await sign({
        iss: 'https://accounts.google.com',
        aud: oidcToken.audience,
        sub: 'tasks',
        email: oidcToken.serviceAccountEmail,
        email_verified: true,
        iat,
        exp: iat + TOKEN_SECONDS,
      })}`,
    };
    const [, queue, , id] = /queues\/([^/]+)(\/)tasks\/(.+)$/.exec(name) ?? [];
    const deadline =
      dispatchDeadline === undefined ? DISPATCH_MS : Number.parseFloat(dispatchDeadline) * 1000;
    try {
      const reply = await fetch(route(url), {
        method: httpMethod,
        headers: {
          ...headers,
          ...token,
          'x-cloudtasks-queuename': queue ?? '',
          'x-cloudtasks-taskname': id ?? '',
          'x-cloudtasks-taskretrycount': String(attempt - 1),
          'x-cloudtasks-taskexecutioncount': String(this.replies(name)),
          'x-cloudtasks-tasketa': String(iat),
        },
        body: Buffer.from(body, 'base64'),
        signal: AbortSignal.timeout(deadline),
      });
      await reply.arrayBuffer();
      return reply.status;
    } catch {
      return 0;
    }
  }
}
