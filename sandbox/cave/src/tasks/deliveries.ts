/**
 * Deliveries of Cloud Tasks as documented: at least once; retried with growing pauses after anything but success;
 * limited in number at once; slowed down as a whole by 429 and 503. Seeded faults deliver late, and repeat deliveries
 * of tasks that have ended.
 */

export interface QueueConfig {
  maxConcurrentDispatches: number;
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

const DISPATCH_MS = 600_000;
const TOKEN_SECONDS = 3600;

export class Deliveries {
  readonly log: Delivery[] = [];
  faults: DeliveryFaults = {};
  private readonly open = new Set<string>();
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
    const scheduled = task.scheduleTime === undefined ? 0 : new Date(task.scheduleTime).getTime() - now();
    const copies = random() < twice ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      this.later({ task, attempt: 1 }, Math.max(0, scheduled) + random() * lateMs);
    }
  }

  remove(name: string): boolean {
    return this.open.delete(name);
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
    if (isSuccess && random() >= (this.faults.again ?? 0)) this.open.delete(task.name);
    else if (attempt >= config.maxAttempts) this.open.delete(task.name);
    else {
      const backOff = Math.min(config.maxBackoffMs, config.minBackoffMs * 2 ** (attempt - 1));
      this.later({ task, attempt: attempt + 1 }, backOff);
    }
    this.dispatch();
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
