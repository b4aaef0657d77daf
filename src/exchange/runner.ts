/**
 * The one runner: retry with back-off, Retry-After, concurrency caps, deadline, cancel, progress and counters.
 * It is itself a generator of effects (send these, sleep so long), so that the synchronous Apps Script loop and the
 * asynchronous Node loop share every rule.
 */
import { type HttpReply, type HttpRequest, noReply } from './request';
import type { Work } from './work';

export interface Policy {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** 0 ≤ x < 1, for jitter. */
  random: () => number;
  /** No request is started after it (milliseconds since the epoch). */
  deadline?: number;
  /** Requests sent at once. 16 keeps CAVE's services fast; UrlFetchApp is customarily given 10 to 30. */
  concurrency?: number;
  /** Bytes of replies expected at once: an Apps Script heap holds about 50 MB. */
  bytesAtOnce?: number;
  attempts?: number;
  /** Longest wait that is still worth it, milliseconds; a longer Retry-After ends the request. */
  longestWait?: number;
  cancelled?: () => boolean;
  /** Replies to confirming requests, by address: runs that share it ask for each once. */
  confirmations?: Map<string, HttpReply>;
  progress?: (counters: Counters) => void;
}

export interface Counters {
  /** Requests sent, repeats included. */
  requests: number;
  repeats: number;
  /** Batches: what cannot be made faster by more concurrency. */
  roundTrips: number;
  bytesUp: number;
  bytesDown: number;
  waitedMs: number;
}

export const noCounts = (): Counters => ({
  requests: 0,
  repeats: 0,
  roundTrips: 0,
  bytesUp: 0,
  bytesDown: 0,
  waitedMs: 0,
});

export type Effect = { send: HttpRequest[] } | { sleep: number };

interface Pending {
  request: HttpRequest;
  index: number;
  attempt: number;
}

const PASSING_STATUS = new Set([429, 502, 503, 504]);
const PASSING_FAILURE = new Set(['network', 'timeout', 'cut']);

/** Materialize wraps every error in a 500; only the prefix of `message` tells a rate limit from a wrong argument. */
const WRAPPED_429 = /"message"\s*:\s*"429 Too Many Requests/;

export function isRateLimit(reply: HttpReply): boolean {
  return reply.status === 429 || (reply.status === 500 && WRAPPED_429.test(reply.text().slice(0, 4000)));
}

function mayRepeat(request: HttpRequest, reply: HttpReply): boolean {
  if (isRateLimit(reply)) return true;
  const passing = reply.failure ? PASSING_FAILURE.has(reply.failure) : PASSING_STATUS.has(reply.status);
  return passing && request.repeatable;
}

/** Seconds in a Retry-After header (a number or a date), or null. */
export function retryAfterSeconds(reply: HttpReply, now: number): number | null {
  const header = reply.headers['retry-after'];
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}

/** Drives one batch to its replies. */
function* settleBatch(
  batch: readonly HttpRequest[],
  policy: Policy,
  counters: Counters,
): Generator<Effect, HttpReply[], HttpReply[]> {
  const replies: HttpReply[] = new Array(batch.length);
  let queue: Pending[] = batch.map((request, index) => ({ request, index, attempt: 1 }));
  const attempts = policy.attempts ?? 4;
  counters.roundTrips++;
  while (queue.length > 0) {
    const refused = stopReason(policy);
    if (refused) {
      for (const { index } of queue) replies[index] ??= noReply(refused);
      break;
    }
    const wave = takeWave(queue, policy);
    queue = queue.slice(wave.length);
    const again: Pending[] = [];
    let wait = 0;
    const answers = yield { send: wave.map((pending) => pending.request) };
    wave.forEach((pending, i) => {
      const reply = answers[i]!;
      count(counters, pending, reply);
      replies[pending.index] = reply;
      if (!mayRepeat(pending.request, reply) || pending.attempt >= attempts) return;
      const pause = pauseBefore(reply, pending.attempt, policy);
      if (pause === null) return;
      wait = Math.max(wait, pause);
      again.push({ ...pending, attempt: pending.attempt + 1 });
    });
    policy.progress?.(counters);
    if (again.length > 0) {
      counters.waitedMs += wait;
      yield { sleep: wait };
      queue = [...again, ...queue];
    }
  }
  return replies;
}

/** Failures with what confirms or refutes them; each confirming request is sent once. */
function* confirmed(
  batch: readonly HttpRequest[],
  replies: readonly HttpReply[],
  known: Map<string, HttpReply>,
  policy: Policy,
  counters: Counters,
): Generator<Effect, HttpReply[], HttpReply[]> {
  const wanted = batch.map((request, i) => request.confirm?.(replies[i]!) ?? null);
  const open = new Map<string, HttpRequest>();
  for (const request of wanted) if (request && !known.has(request.url)) open.set(request.url, request);
  if (open.size > 0) {
    const answers = yield* settleBatch([...open.values()], policy, counters);
    for (const [i, url] of [...open.keys()].entries()) known.set(url, answers[i]!);
  }
  return replies.map((reply, i) => {
    const confirmation = wanted[i] ? known.get(wanted[i].url) : undefined;
    return confirmation ? { ...reply, confirmation } : reply;
  });
}

function stopReason(policy: Policy): 'cancelled' | 'deadline' | null {
  if (policy.cancelled?.()) return 'cancelled';
  return policy.deadline !== undefined && policy.now() >= policy.deadline ? 'deadline' : null;
}

/** As many requests as may be under way at once, by number and by expected bytes; always at least one. */
function takeWave(queue: readonly Pending[], policy: Policy): Pending[] {
  const most = policy.concurrency ?? 16;
  const bytesAtOnce = policy.bytesAtOnce ?? 24e6;
  const wave: Pending[] = [];
  let bytes = 0;
  for (const pending of queue) {
    bytes += (pending.request.expects ?? 0) + bodyBytes(pending.request);
    if (wave.length >= most || (wave.length > 0 && bytes > bytesAtOnce)) break;
    wave.push(pending);
  }
  return wave;
}

function bodyBytes(request: HttpRequest): number {
  return request.body === undefined ? 0 : request.body.length;
}

function count(counters: Counters, pending: Pending, reply: HttpReply): void {
  counters.requests++;
  if (pending.attempt > 1) counters.repeats++;
  counters.bytesUp += bodyBytes(pending.request);
  counters.bytesDown += Number(reply.headers['content-length'] ?? 0) || 0;
}

/** Milliseconds to wait before the next attempt, or null where waiting is not worth it. */
function pauseBefore(reply: HttpReply, attempt: number, policy: Policy): number | null {
  const asked = retryAfterSeconds(reply, policy.now());
  const longest = policy.longestWait ?? 60_000;
  const backOff = Math.min(500 * 2 ** (attempt - 1) * (0.5 + policy.random()), longest);
  const pause = asked === null ? backOff : Math.max(asked * 1000, 100);
  if (pause > longest) return null;
  if (policy.deadline !== undefined && policy.now() + pause >= policy.deadline) return null;
  return pause;
}

/** Work as effects. The loops below are all that differs between platforms. */
export function* effects<T>(
  work: Work<T>,
  policy: Policy,
  counters: Counters,
): Generator<Effect, T, HttpReply[]> {
  const known = policy.confirmations ?? new Map<string, HttpReply>();
  let step = work.next();
  while (!step.done) {
    const batch = step.value;
    const replies = batch.length > 0 ? yield* settleBatch(batch, policy, counters) : [];
    step = work.next(yield* confirmed(batch, replies, known, policy, counters));
  }
  return step.value;
}

/** Sends requests at once and answers in their order; never throws for a failed request. */
export interface SyncDriver {
  send(requests: HttpRequest[]): HttpReply[];
  sleep(ms: number): void;
}

export interface AsyncDriver {
  send(requests: HttpRequest[]): Promise<HttpReply[]>;
  sleep(ms: number): Promise<void>;
}

export function runSync<T>(work: Work<T>, driver: SyncDriver, policy: Policy, counters = noCounts()): T {
  const steps = effects(work, policy, counters);
  let step = steps.next();
  while (!step.done) {
    if ('send' in step.value) step = steps.next(driver.send(step.value.send));
    else {
      driver.sleep(step.value.sleep);
      step = steps.next([]);
    }
  }
  return step.value;
}

export async function runAsync<T>(
  work: Work<T>,
  driver: AsyncDriver,
  policy: Policy,
  counters = noCounts(),
): Promise<T> {
  const steps = effects(work, policy, counters);
  let step = steps.next();
  while (!step.done) {
    if ('send' in step.value) step = steps.next(await driver.send(step.value.send));
    else {
      await driver.sleep(step.value.sleep);
      step = steps.next([]);
    }
  }
  return step.value;
}
