/**
 * Runs work: retry with back-off, Retry-After, concurrency limits, deadline, cancellation, progress and counters. The
 * runner is a generator of effects (send these requests, sleep so long), so that the synchronous loop of Apps Script
 * and the asynchronous loop of Node share all rules.
 */
import { digitsValue } from '../core/digits';
import { isRateLimit, isTransient, retryAfterSeconds, withRelativeRetryAfter } from './failures';
import { type Caps, Gate, weightOf } from './gate';
import { type HttpReply, type HttpRequest, noReply } from './request';
import { isLaneOffer, type Work } from './work';

export interface RunPolicy {
  /** Returns milliseconds since the epoch. */
  now: () => number;
  /** Returns 0 ≤ x < 1, for jitter. */
  random: () => number;
  /** The time, in milliseconds since the epoch, after which no request starts. */
  deadline?: number;
  /** Limit of requests in flight. 16 keeps CAVE's services fast; 10 to 30 are usual for UrlFetchApp. */
  concurrency?: number;
  /** Limit of expected reply bytes in flight: an Apps Script heap holds about 50 MB. */
  maxBytesInFlight?: number;
  maxAttempts?: number;
  /** Milliseconds. If Retry-After is longer, the request is not sent again. */
  maxWaitMs?: number;
  cancelled?: () => boolean;
  /** Replies to confirming requests, by address. Runs that share this map send each such request once. */
  confirmations?: Map<string, HttpReply>;
  progress?: (counters: RequestCounters) => void;
}

export interface RequestCounters {
  /** Requests sent, including retries. */
  requests: number;
  retries: number;
  /** Batches sent. More concurrency does not reduce their number. */
  roundTrips: number;
  bytesUp: number;
  bytesDown: number;
  waitedMs: number;
}

export const newCounters = (): RequestCounters => ({
  requests: 0,
  retries: 0,
  roundTrips: 0,
  bytesUp: 0,
  bytesDown: 0,
  waitedMs: 0,
});

/** Lanes are works that run independently of each other. */
export type Effect = { send: HttpRequest[] } | { sleep: number } | { lanes: Work<null>[] };

interface Pending {
  request: HttpRequest;
  index: number;
  attempt: number;
}

const mayRetry = (request: HttpRequest, reply: HttpReply): boolean =>
  isRateLimit(reply) || (request.idempotent && isTransient(reply));

/** Sends one batch, with retries, until every request has its reply. */
function* settleBatch(
  batch: readonly HttpRequest[],
  policy: RunPolicy,
  counters: RequestCounters,
): Generator<Effect, HttpReply[], HttpReply[]> {
  const caps = capsOf(policy);
  const replies: HttpReply[] = new Array(batch.length);
  let queue: Pending[] = batch.map((request, index) => ({ request, index, attempt: 1 }));
  const attempts = policy.maxAttempts ?? 4;
  counters.roundTrips++;
  while (queue.length > 0) {
    const reason = stopReason(policy);
    if (reason) {
      for (const { index } of queue) replies[index] ??= noReply(reason);
      break;
    }
    const wave = queue.splice(0, waveLength(queue, caps));
    const retries: Pending[] = [];
    let wait = 0;
    const answers = yield { send: wave.map((pending) => pending.request) };
    for (let i = 0; i < wave.length; i++) {
      const pending = wave[i]!;
      const reply = withRelativeRetryAfter(answers[i]!, policy.now());
      count(counters, pending, reply);
      replies[pending.index] = reply;
      if (!mayRetry(pending.request, reply) || pending.attempt >= attempts) continue;
      const delay = retryDelay(reply, pending.attempt, policy);
      if (delay === null) continue;
      wait = Math.max(wait, delay);
      retries.push({ ...pending, attempt: pending.attempt + 1 });
    }
    policy.progress?.(counters);
    if (retries.length > 0) {
      counters.waitedMs += wait;
      yield { sleep: wait };
      queue = [...retries, ...queue];
    }
  }
  return replies;
}

/** Attaches to each failed reply the reply that confirms or refutes the failure. Sends each confirming request once. */
function* confirmReplies(
  batch: readonly HttpRequest[],
  replies: readonly HttpReply[],
  confirmations: Map<string, HttpReply>,
  policy: RunPolicy,
  counters: RequestCounters,
): Generator<Effect, HttpReply[], HttpReply[]> {
  const requests = batch.map((request, i) => request.confirm?.(replies[i]!) ?? null);
  const open = new Map<string, HttpRequest>();
  for (const request of requests)
    if (request && !confirmations.has(request.url)) open.set(request.url, request);
  if (open.size > 0) {
    const answers = yield* settleBatch([...open.values()], policy, counters);
    for (const [i, url] of [...open.keys()].entries()) confirmations.set(url, answers[i]!);
  }
  return replies.map((reply, i) => {
    const confirmation = requests[i] ? confirmations.get(requests[i].url) : undefined;
    return confirmation ? { ...reply, confirmation } : reply;
  });
}

function stopReason(policy: RunPolicy): 'cancelled' | 'deadline' | null {
  if (policy.cancelled?.()) return 'cancelled';
  return policy.deadline !== undefined && policy.now() >= policy.deadline ? 'deadline' : null;
}

const capsOf = ({ concurrency = 16, maxBytesInFlight = 24e6 }: RunPolicy): Caps => ({
  maxRequests: concurrency,
  maxBytes: maxBytesInFlight,
});

/** Number of first requests of the queue that fit the limits on number and expected bytes; at least 1. */
function waveLength(queue: readonly Pending[], { maxRequests, maxBytes }: Caps): number {
  const most = Math.min(queue.length, Math.max(1, maxRequests));
  let length = 1;
  for (let bytes = weightOf(queue[0]!.request); length < most; length++) {
    bytes += weightOf(queue[length]!.request);
    if (bytes > maxBytes) break;
  }
  return length;
}

function count(counters: RequestCounters, pending: Pending, reply: HttpReply): void {
  counters.requests++;
  if (pending.attempt > 1) counters.retries++;
  counters.bytesUp += pending.request.body?.length ?? 0;
  counters.bytesDown += digitsValue(reply.headers['content-length']) || 0;
}

/** Milliseconds until the next attempt, or null if there is none. */
function retryDelay(reply: HttpReply, attempt: number, policy: RunPolicy): number | null {
  const retryAfter = retryAfterSeconds(reply);
  const longest = policy.maxWaitMs ?? 60_000;
  const backOff = Math.min(500 * 2 ** (attempt - 1) * (0.5 + policy.random()), longest);
  const delay = retryAfter === null ? backOff : Math.max(retryAfter * 1000, 100);
  if (delay > longest) return null;
  if (policy.deadline !== undefined && policy.now() + delay >= policy.deadline) return null;
  return delay;
}

/**
 * Work as a generator of effects; only the loops below differ between platforms. It yields lanes only if `hasLanes`.
 */
export function* effects<T>(
  work: Work<T>,
  policy: RunPolicy,
  counters: RequestCounters,
  hasLanes = false,
): Generator<Effect, T, HttpReply[]> {
  const confirmations = policy.confirmations ?? new Map<string, HttpReply>();
  let step = work.next();
  while (!step.done) {
    const batch = step.value;
    if (hasLanes && isLaneOffer(batch)) {
      batch.isTaken = true;
      step = work.next(yield { lanes: batch.lanes });
      continue;
    }
    const replies = batch.length > 0 ? yield* settleBatch(batch, policy, counters) : [];
    step = work.next(
      batch.some(({ confirm }) => confirm)
        ? yield* confirmReplies(batch, replies, confirmations, policy, counters)
        : replies,
    );
  }
  return step.value;
}

/** Sends requests in parallel and returns replies in the order of the requests; never throws for a failed request. */
export interface SyncDriver {
  send(requests: HttpRequest[]): HttpReply[];
  sleep(ms: number): void;
}

export interface AsyncDriver {
  send(requests: HttpRequest[]): Promise<HttpReply[]>;
  sleep(ms: number): Promise<void>;
}

/** A driver's `send` that sends each request by itself. */
export const sendEach =
  (one: (request: HttpRequest) => Promise<HttpReply>): AsyncDriver['send'] =>
  async (requests) =>
    requests.length === 1 ? [await one(requests[0]!)] : await Promise.all(requests.map(one));

export function runSync<T>(
  work: Work<T>,
  driver: SyncDriver,
  policy: RunPolicy,
  counters = newCounters(),
): T {
  const steps = effects(work, policy, counters);
  let step = steps.next();
  while (!step.done) {
    const effect = step.value;
    if ('send' in effect) step = steps.next(driver.send(effect.send));
    else {
      if ('sleep' in effect) driver.sleep(effect.sleep);
      step = steps.next([]);
    }
  }
  return step.value;
}

export async function runAsync<T>(
  work: Work<T>,
  driver: AsyncDriver,
  policy: RunPolicy,
  counters = newCounters(),
): Promise<T> {
  const sharedPolicy = { ...policy, confirmations: policy.confirmations ?? new Map<string, HttpReply>() };
  const gate = new Gate(capsOf(policy));
  const failures: unknown[] = [];
  const send = (requests: HttpRequest[]): Promise<HttpReply[]> => {
    if (failures.length > 0) throw failures[0];
    return driver.send(requests);
  };
  async function drive<R>(one: Work<R>): Promise<R> {
    const steps = effects(one, sharedPolicy, counters, true);
    let step = steps.next();
    while (!step.done) {
      step = steps.next(await repliesTo(step.value));
      // After an exception of the driver or of a progress callback, nothing else starts.
      if (failures.length > 0) throw failures[0];
    }
    return step.value;
  }
  function repliesTo(effect: Effect): Promise<HttpReply[]> {
    if ('send' in effect) return gate.pass(effect.send, send);
    return ('sleep' in effect ? driver.sleep(effect.sleep) : driveAll(effect.lanes)).then(() => []);
  }
  async function driveAll(lanes: readonly Work<null>[]): Promise<void> {
    await Promise.all(lanes.map((lane) => drive(lane).catch((error: unknown) => void failures.push(error))));
  }
  return await drive(work);
}
