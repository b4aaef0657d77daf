/**
 * Work is a generator that sends nothing itself: it yields a batch of requests and is resumed with their replies, in
 * order. The same work therefore runs on UrlFetchApp, on fetch and on recorded replies, and its round trips can be
 * counted.
 */
import type { HttpReply, HttpRequest } from './request';

export type Work<T> = Generator<HttpRequest[], T, HttpReply[]>;

/** Work without requests that returns `value`. */
export function* workOf<T>(value: T): Work<T> {
  return value;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Runs several works in step, merges their batches, and returns the outcome of each. */
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

/** As `allSettled`, but throws the first failure, in order, after all works have ended. */
export function* all<T>(works: readonly Work<T>[]): Work<T[]> {
  const outcomes = yield* allSettled(works);
  return outcomes.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}

/**
 * An empty batch that offers independent works. A runner that supports lanes drives each of them by itself and sets
 * `isTaken`. For any other runner it is an empty batch, and the works then run in step.
 */
export type LaneOffer = HttpRequest[] & { lanes: Work<null>[]; isTaken: boolean };

export const isLaneOffer = (batch: HttpRequest[]): batch is LaneOffer => 'lanes' in batch;

/**
 * Runs at most `width` works at a time; the next one starts when one ends, and only then takes its memory. Once `stops`
 * returns true for an outcome, no other work starts; the result has no entries for those.
 */
export function* pool<T>(
  starts: readonly (() => Work<T>)[],
  width: number,
  stops: (settled: Outcome<T>, index: number) => boolean = () => false,
): Work<Outcome<T>[]> {
  const results: Outcome<T>[] = new Array(starts.length);
  let next = 0;
  let isStopped = false;
  function* lane(): Work<null> {
    while (!isStopped && next < starts.length) {
      const index = next++;
      let outcome: Outcome<T>;
      try {
        outcome = { ok: true, value: yield* starts[index]!() };
      } catch (error) {
        outcome = { ok: false, error };
      }
      results[index] = outcome;
      if (stops(outcome, index)) isStopped = true;
    }
    return null;
  }
  const lanes = Array.from({ length: Math.min(width, starts.length) }, lane);
  const offer: LaneOffer = Object.assign([] as HttpRequest[], { lanes, isTaken: false });
  if (lanes.length > 1) yield offer;
  if (!offer.isTaken) yield* all(lanes);
  return results;
}

/** As `all`, for works of different types. */
export function* allOf<T extends readonly unknown[]>(works: { [K in keyof T]: Work<T[K]> }): Work<T> {
  return (yield* all(works as readonly Work<unknown>[])) as unknown as T;
}

/** Sends one request and returns its reply. */
export function* replyTo(request: HttpRequest): Work<HttpReply> {
  const [reply] = yield [request];
  return reply!;
}
