/** Works in step: batches are merged, replies find their way back, failures stay with their work. */

import { between, rng } from '@tracer-tools/cave/rng';
import { recordedDriver } from '../../src/http/drivers/recorded';
import type { HttpRequest } from '../../src/http/request';
import { newCounters, runSync } from '../../src/http/runner';
import { all, allOf, allSettled, type Outcome, replyTo, type Work, workOf } from '../../src/http/work';

const request = (url: string): HttpRequest => ({ method: 'GET', url, idempotent: true, route: 'test' });
const policy = { now: () => 0, random: () => 0.5 };
/** Answers with the address that was asked. */
const echo = () => recordedDriver((incoming) => ({ body: incoming.url }));

function drive<T>(work: Work<T>) {
  const driver = echo();
  const counts = newCounters();
  return {
    value: runSync(work, driver, policy, counts),
    counts,
    sent: driver.sent.map((incoming) => incoming.url),
  };
}

/** Asks `sizes[i]` requests in its round i and answers what it was told. */
function* rounds(name: string, sizes: number[]): Work<string[]> {
  const messages: string[] = [];
  for (const [round, size] of sizes.entries()) {
    const batch = Array.from({ length: size }, (_, i) => request(`${name}.${round}.${i}`));
    const replies = yield batch;
    expect(replies).toHaveLength(size);
    messages.push(...replies.map((reply) => reply.text()));
  }
  return messages;
}

const requestNames = (name: string, sizes: number[]) =>
  sizes.flatMap((size, round) => Array.from({ length: size }, (_, i) => `${name}.${round}.${i}`));

function* failing(after: number): Work<string> {
  for (let i = 0; i < after; i++) yield [request(`f${i}`)];
  throw new Error(`failed after ${after}`);
}

test('done asks nothing', () => {
  const { value, counts } = drive(workOf(7));
  expect([value, counts.requests, counts.roundTrips]).toEqual([7, 0, 0]);
});

test('ask is one request and one reply', () => {
  const { value, counts } = drive(replyTo(request('a')));
  expect([value.text(), counts.requests, counts.roundTrips]).toEqual(['a', 1, 1]);
});

test('an empty batch is no round trip', () => {
  const { value, counts } = drive(rounds('a', [0, 1, 0]));
  expect([value, counts.roundTrips]).toEqual([['a.1.0'], 1]);
});

test('all merges batches: as many round trips as the longest work', () => {
  const { value, counts, sent } = drive(all([rounds('a', [2, 1]), rounds('b', [1, 3, 1]), rounds('c', [1])]));
  expect(value).toEqual([requestNames('a', [2, 1]), requestNames('b', [1, 3, 1]), requestNames('c', [1])]);
  expect([counts.roundTrips, counts.requests]).toEqual([3, 9]);
  expect(sent.slice(0, 4)).toEqual(['a.0.0', 'a.0.1', 'b.0.0', 'c.0.0']);
});

test('nested works share round trips', () => {
  const inner = (): Work<unknown> => all([rounds('x', [1, 1]), rounds('y', [1, 1])]);
  const { counts } = drive(all<unknown>([inner(), all<unknown>([inner(), rounds('z', [1, 1])])]));
  expect([counts.roundTrips, counts.requests]).toEqual([2, 10]);
});

test('together answers different types in order', () => {
  const { value, counts } = drive(allOf<[number, string[]]>([workOf(4), rounds('a', [1])]));
  expect(value).toEqual([4, ['a.0.0']]);
  expect(counts.roundTrips).toBe(1);
});

test('nothing to do is answered without a round trip', () => {
  expect(drive(all([])).value).toEqual([]);
  expect(drive(allSettled([])).counts.roundTrips).toBe(0);
});

test('a failure stays with its work, whenever it comes', () => {
  const works = [rounds('a', [1, 1, 1]), failing(0), rounds('b', [2]), failing(2)] as Work<unknown>[];
  const { value, counts } = drive(allSettled(works));
  expect(value.map((result: Outcome<unknown>) => result.ok)).toEqual([true, false, true, false]);
  expect((value[1] as { error: Error }).error.message).toBe('failed after 0');
  expect((value[3] as { error: Error }).error.message).toBe('failed after 2');
  expect((value[0] as { value: string[] }).value).toEqual(requestNames('a', [1, 1, 1]));
  expect(counts.roundTrips).toBe(3);
});

test('all throws the first failure in order, once all have ended', () => {
  const driver = echo();
  const work = all<unknown>([rounds('a', [1, 1, 1, 1]), failing(2), failing(0)]);
  expect(() => runSync(work, driver, policy)).toThrow('failed after 2');
  expect(driver.sent.map((incoming) => incoming.url)).toContain('a.3.0');
});

test('300 random trees of works answer in order, in as many round trips as the deepest (seed 11)', () => {
  const random = rng(11);
  for (let i = 0; i < 300; i++) {
    let serial = 0;
    let deepest = 0;
    const plan = (depth: number): { work: Work<unknown>; wanted: unknown } => {
      if (depth === 0 || random() < 0.4) {
        const name = `w${serial++}`;
        const sizes = Array.from({ length: between(random, 0, 4) }, () => between(random, 1, 3));
        deepest = Math.max(deepest, sizes.length);
        return { work: rounds(name, sizes), wanted: requestNames(name, sizes) };
      }
      const parts = Array.from({ length: between(random, 0, 4) }, () => plan(depth - 1));
      return { work: all(parts.map((part) => part.work)), wanted: parts.map((part) => part.wanted) };
    };
    const { work, wanted } = plan(3);
    const { value, counts } = drive(work);
    expect(value).toEqual(wanted);
    expect(counts.roundTrips).toBe(deepest);
  }
});
