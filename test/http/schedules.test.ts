/** The runner under random schedules of failures: all is answered, in order, and the counters add up. */

import { between, pick, rng } from '@tracer-tools/cave/rng';
import { type RecordedReply, recordedDriver } from '../../src/http/drivers/recorded';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { newCounters, runSync } from '../../src/http/runner';
import { all, type Work } from '../../src/http/work';

const MAT429 = '{"code":500,"message":"429 Too Many Requests: 300 per 1 minute"}';
const FAILURES: RecordedReply[] = [
  { status: 429 },
  { status: 429, headers: { 'retry-after': '3' } },
  { status: 500, body: MAT429 },
  { status: 500, body: MAT429, headers: { 'retry-after': '20' } },
  { status: 502, body: '<html>502</html>' },
  { status: 503, headers: { 'retry-after': '1' } },
  { status: 504 },
  { failure: 'network' },
  { failure: 'timeout' },
  { failure: 'cut' },
];

function* rounds(name: string, sizes: number[], random: () => number): Work<string[]> {
  const messages: string[] = [];
  for (const [round, size] of sizes.entries()) {
    const requests = Array.from(
      { length: size },
      (_, i): HttpRequest => ({
        method: 'POST',
        url: `${name}.${round}.${i}`,
        body: 'x'.repeat(between(random, 0, 50)),
        expectedBytes: between(random, 0, 400),
        idempotent: true,
        route: 'test',
      }),
    );
    const replies: HttpReply[] = yield requests;
    messages.push(...replies.map((reply) => `${reply.status} ${reply.text()}`));
  }
  return messages;
}

test('200 schedules with 30 % of requests failing: every one is answered, in order (seed 30)', () => {
  const random = rng(30);
  for (let schedule = 0; schedule < 200; schedule++) {
    const concurrency = between(random, 1, 20);
    const bytesAtOnce = between(random, 300, 3000);
    const plan = Array.from({ length: between(random, 1, 6) }, (_, i) => ({
      name: `s${schedule}w${i}`,
      sizes: Array.from({ length: between(random, 1, 3) }, () => between(random, 1, 12)),
    }));
    const failed = new Map<string, number>();
    let now = 0;
    const driver = recordedDriver((request) => {
      // The eleventh attempt always succeeds, so that no schedule can fail by chance.
      const before = failed.get(request.url) ?? 0;
      if (before >= 10 || random() >= 0.3) return { body: request.url };
      failed.set(request.url, before + 1);
      return pick(random, FAILURES);
    });
    let overdrawn = 0;
    const counts = newCounters();
    const answers = runSync(
      all(plan.map(({ name, sizes }) => rounds(name, sizes, random))),
      {
        send: (wave) => {
          const bytes = wave.reduce(
            (sum, one) => sum + (one.expectedBytes ?? 0) + (one.body?.length ?? 0),
            0,
          );
          if (wave.length > concurrency || (wave.length > 1 && bytes > bytesAtOnce)) overdrawn++;
          return driver.send(wave);
        },
        sleep: (ms) => {
          now += ms;
          driver.sleep(ms);
        },
      },
      { now: () => now, random, concurrency, maxBytesInFlight: bytesAtOnce, maxAttempts: 12 },
      counts,
    );
    const expected = plan.map(({ name, sizes }) =>
      sizes.flatMap((size, round) => Array.from({ length: size }, (_, i) => `200 ${name}.${round}.${i}`)),
    );
    const requests = expected.flat().length;
    const failures = [...failed.values()].reduce((sum, count) => sum + count, 0);
    expect(answers).toEqual(expected);
    expect(overdrawn).toBe(0);
    expect([counts.requests, counts.retries]).toEqual([requests + failures, failures]);
    expect(counts.roundTrips).toBe(Math.max(...plan.map(({ sizes }) => sizes.length)));
    expect(counts.waitedMs).toBe(driver.slept.reduce((sum, ms) => sum + ms, 0));
  }
});

test('200 schedules with a deadline: a reply or a reason in every place, nothing sent too late (seed 31)', () => {
  const random = rng(31);
  for (let schedule = 0; schedule < 200; schedule++) {
    const deadline = between(random, 0, 20_000);
    let now = 0;
    let late = 0;
    const driver = recordedDriver(() => (random() < 0.5 ? pick(random, FAILURES) : { body: 'ok' }));
    const sizes = Array.from({ length: 3 }, () => between(random, 1, 30));
    const answer = runSync(
      rounds('d', sizes, random),
      {
        send: (wave) => {
          if (now >= deadline) late++;
          now += between(random, 1, 3000);
          return driver.send(wave);
        },
        sleep: (ms) => {
          now += ms;
          if (now >= deadline) late++;
        },
      },
      { now: () => now, random, deadline, concurrency: between(random, 1, 10) },
    );
    expect(answer).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
    expect(late).toBe(0);
  }
});
