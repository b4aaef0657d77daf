/**
 * Work is a generator that sends nothing itself: it yields a batch of requests and is resumed with their replies, in
 * order. The same work then runs on UrlFetchApp, on fetch and on recorded replies, and its round trips can be counted.
 */
import type { HttpReply, HttpRequest } from './request';

export type Work<T> = Generator<HttpRequest[], T, HttpReply[]>;

/** Work that needs no request. */
export function* workOf<T>(value: T): Work<T> {
  return value;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Runs several works at the same time, merging their batches, and returns how each ended. */
export function* allSettled<T>(works: readonly Work<T>[]): Work<Outcome<T>[]> {
  const results: (Outcome<T> | null)[] = works.map(() => null);
  let replies: HttpReply[][] = works.map(() => []);
  for (let first = true; ; first = false) {
    const batches: HttpRequest[][] = works.map((work, i) => {
      if (results[i]) return [];
      try {
        const step = first ? work.next() : work.next(replies[i]!);
        if (!step.done) return step.value;
        results[i] = { ok: true, value: step.value };
      } catch (error) {
        results[i] = { ok: false, error };
      }
      return [];
    });
    const batch = batches.flat();
    if (batch.length === 0 && results.every((result) => result !== null)) return results as Outcome<T>[];
    const flat = batch.length > 0 ? yield batch : [];
    let at = 0;
    replies = batches.map((ask) => {
      const part = flat.slice(at, at + ask.length);
      at += ask.length;
      return part;
    });
  }
}

/** As `allSettled`, but the first failure, in order, is thrown once all have ended. */
export function* all<T>(works: readonly Work<T>[]): Work<T[]> {
  const settled = yield* allSettled(works);
  return settled.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}

/**
 * Runs works so that at most `width` are under way: each begins when one before it has ended. A work's memory is taken
 * when it begins. After an end that `stops` says so for, no other begins; those are left out of the answer.
 */
export function* pool<T>(
  starts: readonly (() => Work<T>)[],
  width: number,
  stops: (settled: Outcome<T>, index: number) => boolean = () => false,
): Work<Outcome<T>[]> {
  const results: Outcome<T>[] = new Array(starts.length);
  let next = 0;
  let stopped = false;
  let active: { index: number; work: Work<T>; step: IteratorResult<HttpRequest[], T> | null }[] = [];
  const advance = (one: (typeof active)[number], replies?: HttpReply[]): void => {
    try {
      one.step = replies === undefined ? one.work.next() : one.work.next(replies);
      if (!one.step.done) return;
      results[one.index] = { ok: true, value: one.step.value };
    } catch (error) {
      one.step = null;
      results[one.index] = { ok: false, error };
    }
    stopped ||= stops(results[one.index]!, one.index);
  };
  const running = (one: (typeof active)[number]): boolean => one.step !== null && one.step.done !== true;
  for (;;) {
    while (!stopped && active.length < width && next < starts.length) {
      const one = { index: next, work: starts[next]!(), step: null };
      next += 1;
      advance(one);
      if (running(one)) active.push(one);
    }
    if (active.length === 0) return results;
    const batches = active.map(({ step }) => (step as IteratorYieldResult<HttpRequest[]>).value);
    const flat = yield batches.flat();
    let at = 0;
    active.forEach((one, i) => {
      advance(one, flat.slice(at, at + batches[i]!.length));
      at += batches[i]!.length;
    });
    active = active.filter(running);
  }
}

/** `all` for works of different types. */
export function* allOf<T extends readonly unknown[]>(works: { [K in keyof T]: Work<T[K]> }): Work<T> {
  return (yield* all(works as readonly Work<unknown>[])) as unknown as T;
}

/** One request, one reply. */
export function* replyTo(request: HttpRequest): Work<HttpReply> {
  const [reply] = yield [request];
  return reply!;
}
