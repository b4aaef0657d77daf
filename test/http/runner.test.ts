/** The runner's rules: retries, waits, caps, deadline, cancel, and that every request is answered in its place. */
import { type RecordedReply, recordedDriver } from '../../src/http/drivers/recorded';
import { type HttpReply, type HttpRequest, noReply } from '../../src/http/request';
import { newCounters, type RequestCounters, type RunPolicy, runAsync, runSync } from '../../src/http/runner';
import { pool, type Work } from '../../src/http/work';

const START = 1_000_000;
const MAT429 = '{"code": 500, "message": "429 Too Many Requests: 300 per 1 minute", "traceback": []}';
function reply(status: number): HttpReply {
  const { failure: _, ...rest } = noReply('network');
  return { ...rest, status };
}

const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  idempotent: true,
  route: 'test',
  ...more,
});
const batch = (count: number, more: Partial<HttpRequest> = {}) =>
  Array.from({ length: count }, (_, i) => request(`r${i}`, more));

function* send(requests: HttpRequest[]): Work<HttpReply[]> {
  return yield requests;
}

/** A clock that sleeping moves, waves as they were sent, and what was answered. */
function drive(
  requests: HttpRequest[],
  answer: (request: HttpRequest, index: number) => RecordedReply,
  more: Partial<RunPolicy> = {},
  secondsAWave = 0,
) {
  let now = START;
  const driver = recordedDriver(answer);
  const waves: HttpRequest[][] = [];
  const progress: RequestCounters[] = [];
  const counts = newCounters();
  const replies = runSync(
    send(requests),
    {
      send: (wave) => {
        waves.push(wave);
        now += secondsAWave * 1000;
        return driver.send(wave);
      },
      sleep: (ms) => {
        now += ms;
        driver.sleep(ms);
      },
    },
    { now: () => now, random: () => 0.5, progress: (c) => progress.push({ ...c }), ...more },
    counts,
  );
  return { replies, waves, counts, progress, slept: driver.slept, sent: driver.sent, elapsed: now - START };
}

/** The listed answers one after another, then 200. */
const inTurn =
  (...answers: RecordedReply[]) =>
  (_: HttpRequest, index: number) =>
    answers[index] ?? { body: 'ok' };

describe('what is repeated', () => {
  test.each<[string, RecordedReply]>([
    ['429', { status: 429 }],
    ['500 that wraps 429', { status: 500, body: MAT429 }],
    ['408', { status: 408 }],
    ['502', { status: 502, body: '<html>' }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a reset', { failure: 'network' }],
    ['a timeout', { failure: 'timeout' }],
    ['a cut body', { failure: 'cut' }],
  ])('%s, when it only asks', (_words, answer) => {
    const { replies, counts } = drive([request('a')], inTurn(answer, answer));
    expect([replies[0]!.text(), counts.requests, counts.retries, counts.roundTrips]).toEqual(['ok', 3, 2, 1]);
  });

  test.each<[string, RecordedReply]>([
    ['500', { status: 500, body: '{"message": "KeyError"}' }],
    ['400', { status: 400 }],
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['404', { status: 404 }],
    ['405', { status: 405 }],
    ['413', { status: 413 }],
    ['302', { status: 302 }],
    ['a blocked address', { failure: 'blocked' }],
    ['a 500 that mentions 429 elsewhere', { status: 500, body: '{"message": "row 429 Too Many Requests"}' }],
  ])('never %s', (_words, answer) => {
    const { replies, counts } = drive([request('a')], inTurn(answer));
    expect([counts.requests, counts.retries]).toEqual([1, 0]);
    expect(replies[0]!.status).toBe(answer.status ?? 0);
  });

  test.each<[string, RecordedReply]>([
    ['408', { status: 408 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a reset', { failure: 'network' }],
    ['a timeout', { failure: 'timeout' }],
    ['a cut body', { failure: 'cut' }],
  ])('an edit is not sent again after %s', (_words, answer) => {
    const edit = request('merge', { method: 'POST', idempotent: false });
    expect(drive([edit], inTurn(answer)).counts.requests).toBe(1);
  });

  test.each<[string, RecordedReply]>([
    ['429', { status: 429 }],
    ['500 that wraps 429', { status: 500, body: MAT429 }],
  ])('an edit that was refused for its rate is sent again after %s', (_words, answer) => {
    const edit = request('merge', { method: 'POST', idempotent: false });
    expect(drive([edit], inTurn(answer)).counts.requests).toBe(2);
  });

  test('four attempts, then the last answer stands', () => {
    const { replies, counts } = drive([request('a')], () => ({ status: 503 }));
    expect([replies[0]!.status, counts.requests, counts.retries]).toEqual([503, 4, 3]);
  });

  test('only what failed is sent again', () => {
    const fails = new Set(['r1', 'r3']);
    const { sent } = drive(batch(5), (incoming) => (fails.delete(incoming.url) ? { status: 503 } : {}));
    expect(sent.map((incoming) => incoming.url)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r1', 'r3']);
  });
});

describe('waiting', () => {
  test('backs off twice as long each time', () => {
    expect(drive([request('a')], () => ({ status: 503 })).slept).toEqual([500, 1000, 2000]);
  });
  test('never longer than what is worth waiting, and does not give up for it', () => {
    const { slept, counts } = drive([request('a')], () => ({ status: 503 }), {
      maxAttempts: 6,
      maxWaitMs: 3000,
    });
    expect([slept, counts.requests]).toEqual([[500, 1000, 2000, 3000, 3000], 6]);
  });
  test('jitter keeps between half and one and a half', () => {
    expect(drive([request('a')], () => ({ status: 503 }), { random: () => 0 }).slept).toEqual([
      250, 500, 1000,
    ]);
    const most = drive([request('a')], () => ({ status: 503 }), { random: () => 0.999 }).slept;
    expect(most.map(Math.round)).toEqual([750, 1499, 2998]);
  });
  test('keeps a Retry-After in seconds, as a date, and at least a little', () => {
    const waitAfter = (header: string) =>
      drive([request('a')], inTurn({ status: 429, headers: { 'retry-after': header } })).slept;
    expect(waitAfter('7')).toEqual([7000]);
    expect(waitAfter('0')).toEqual([100]);
    expect(waitAfter('0.05')).toEqual([100]);
    expect(waitAfter(new Date(START + 9000).toUTCString())).toEqual([9000]);
    expect(waitAfter(new Date(START - 9000).toUTCString())).toEqual([100]);
    expect(waitAfter('soon')).toEqual([500]);
    expect(waitAfter('-3')).toEqual([100]);
  });
  test('a wave waits for the longest Retry-After in it', () => {
    const { slept, counts } = drive(
      batch(3),
      inTurn(...['2', '5', '1'].map((wait) => ({ status: 429, headers: { 'retry-after': wait } }))),
    );
    expect([slept, counts.waitedMs]).toEqual([[5000], 5000]);
  });
  test('a Retry-After beyond what is worth waiting ends the request', () => {
    const answer = () => ({ status: 429, headers: { 'retry-after': '61' } });
    expect(drive([request('a')], answer)).toMatchObject({ slept: [], counts: { requests: 1 } });
    expect(drive([request('a')], answer, { maxWaitMs: 100_000 }).counts.requests).toBe(4);
  });
  test('no wait that would pass the deadline', () => {
    const answer = () => ({ status: 429, headers: { 'retry-after': '10' } });
    const { replies, slept } = drive([request('a')], answer, { deadline: START + 9000 });
    expect([replies[0]!.status, slept]).toEqual([429, []]);
  });
});

describe('caps', () => {
  test('no more than the concurrency at once', () => {
    expect(drive(batch(40), () => ({})).waves.map((wave) => wave.length)).toEqual([16, 16, 8]);
    expect(drive(batch(7), () => ({}), { concurrency: 3 }).waves.map((wave) => wave.length)).toEqual([
      3, 3, 1,
    ]);
  });
  test('no more expected bytes than the heap holds, but always one request', () => {
    const sizes = (expects: number) =>
      drive(batch(5, { expectedBytes: expects }), () => ({}), { maxBytesInFlight: 1000 }).waves.map(
        (wave) => wave.length,
      );
    expect(sizes(500)).toEqual([2, 2, 1]);
    expect(sizes(501)).toEqual([1, 1, 1, 1, 1]);
    expect(sizes(99_999)).toEqual([1, 1, 1, 1, 1]);
  });
  test('bodies count as bytes under way', () => {
    const posts = batch(4, { body: new Uint8Array(600) });
    const { waves, counts } = drive(posts, () => ({}), { maxBytesInFlight: 1000 });
    expect(waves.map((wave) => wave.length)).toEqual([1, 1, 1, 1]);
    expect(counts.bytesUp).toBe(2400);
  });
  test('a batch in several waves is one round trip', () => {
    const { counts, progress } = drive(batch(40), () => ({ headers: { 'content-length': '10' } }));
    expect(counts).toMatchObject({ requests: 40, roundTrips: 1, bytesDown: 400 });
    expect(progress.map((at) => at.requests)).toEqual([16, 32, 40]);
  });
});

describe('deadline and cancel', () => {
  test('no request is started after the deadline', () => {
    const { replies, waves } = drive(batch(48), () => ({ body: 'ok' }), { deadline: START + 2000 }, 1);
    expect(waves).toHaveLength(2);
    expect(replies.map((reply) => reply.failure ?? reply.text())).toEqual([
      ...Array(32).fill('ok'),
      ...Array(16).fill('deadline'),
    ]);
  });
  test('a passed deadline sends nothing at all', () => {
    const { replies, waves, counts } = drive(batch(2), () => ({}), { deadline: START });
    expect([waves.length, counts.requests]).toEqual([0, 0]);
    expect(replies.map((reply) => reply.failure)).toEqual(['deadline', 'deadline']);
  });
  test('cancel stops between waves and keeps what was answered', () => {
    let waves = 0;
    const { replies } = drive(batch(6), () => ({ body: 'ok' }), {
      concurrency: 2,
      cancelled: () => ++waves > 2,
    });
    expect(replies.map((reply) => reply.failure ?? 'ok')).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'cancelled',
      'cancelled',
    ]);
  });
  test('a request that waits for another attempt keeps the answer it had', () => {
    let requestCount = 0;
    const { replies } = drive([request('a')], () => ({ status: 503 }), {
      cancelled: () => ++requestCount > 1,
    });
    expect([replies[0]!.status, replies[0]!.failure]).toEqual([503, undefined]);
  });
});

test('the asynchronous loop follows the same rules', async () => {
  const answer = (incoming: HttpRequest, index: number): RecordedReply =>
    index % 3 === 1 ? { status: 503 } : { body: incoming.url };
  const synchronous = drive(batch(20), answer);
  let now = START;
  const driver = recordedDriver(answer);
  const counts = newCounters();
  const replies = await runAsync(
    send(batch(20)),
    {
      send: async (wave) => driver.send(wave),
      sleep: async (ms) => {
        now += ms;
        driver.sleep(ms);
      },
    },
    { now: () => now, random: () => 0.5 },
    counts,
  );
  expect(replies.map((reply) => reply.text())).toEqual(synchronous.replies.map((reply) => reply.text()));
  expect([counts, driver.slept]).toEqual([synchronous.counts, synchronous.slept]);
});

describe('lanes', () => {
  /** Asks `sizes` times; answers after as many ticks as its name says. */
  function* asking(name: string, times: number): Work<string> {
    for (let n = 0; n < times; n++) yield [request(`${name}.${n}`)];
    return name;
  }
  const works = () => [3, 1, 2, 1].map((times, i) => () => asking('abcd'[i]!, times));
  const answered = ['a', 'b', 'c', 'd'].map((value) => ({ ok: true, value }));

  test('each work goes on when its own reply is there; in step where the loop is synchronous', async () => {
    const sent: string[] = [];
    const waiting = new Map<string, () => void>();
    const run = runAsync(
      pool(works(), 2),
      {
        send: ([one]) =>
          new Promise((resolve) => {
            sent.push(one!.url);
            waiting.set(one!.url, () => resolve([reply(200)]));
          }),
        sleep: async () => undefined,
      },
      { now: () => 0, random: () => 0.5 },
    );
    const end = async (url: string) => {
      waiting.get(url)!();
      await new Promise((done) => {
        setImmediate(done);
      });
    };
    // The first is not answered: the other lane does all the rest.
    for (const url of ['b.0', 'c.0', 'c.1', 'd.0']) await end(url);
    expect(sent).toEqual(['a.0', 'b.0', 'c.0', 'c.1', 'd.0']);
    for (const url of ['a.0', 'a.1', 'a.2']) await end(url);
    expect(await run).toEqual(answered);
    const counts = newCounters();
    const driver = recordedDriver(() => ({}));
    expect(runSync(pool(works(), 2), driver, { now: () => 0, random: () => 0.5 }, counts)).toEqual(answered);
    expect([counts.requests, counts.roundTrips]).toEqual([7, 4]);
  });

  test('what a driver throws ends the run, and no lane begins anything after it', async () => {
    const sent: string[] = [];
    const run = runAsync(
      pool(works(), 2),
      {
        send: async ([one]) => {
          sent.push(one!.url);
          if (one!.url === 'b.0') throw new Error('no keys');
          await new Promise((done) => {
            setImmediate(done);
          });
          return [reply(200)];
        },
        sleep: async () => undefined,
      },
      { now: () => 0, random: () => 0.5 },
    );
    await expect(run).rejects.toThrow('no keys');
    expect(sent).toEqual(['a.0', 'b.0']);
  });

  test('an end that stops: what has begun ends, nothing else begins', async () => {
    const done = await runAsync(
      pool(works(), 2, (_settled, index) => index === 1),
      { send: async (wave) => wave.map(() => reply(200)), sleep: async () => undefined },
      { now: () => 0, random: () => 0.5 },
    );
    expect(done.map((one) => one?.ok && one.value)).toEqual(['a', 'b']);
  });

  test('requests in flight and their bytes are bounded over all lanes', async () => {
    let inFlight = 0;
    let most = 0;
    const starts = Array.from({ length: 30 }, (_none, n) => () => asking(`x${n}`, 2));
    await runAsync(
      pool(starts, 20),
      {
        send: async (wave) => {
          inFlight += wave.length;
          most = Math.max(most, inFlight);
          await new Promise((done) => {
            setImmediate(done);
          });
          inFlight -= wave.length;
          return wave.map(() => reply(200));
        },
        sleep: async () => undefined,
      },
      { now: () => 0, random: () => 0.5, concurrency: 7 },
    );
    expect(most).toBe(7);
  });
});

describe('failures that are confirmed', () => {
  const probe = request('probe');
  const doubtfulRequest = (url: string) =>
    request(url, { confirm: ({ status }) => (status === 401 ? probe : null) });

  test('by one request a run, whose reply is handed on beside each of them', () => {
    const statuses: Record<string, number> = { a: 401, b: 200, c: 401, probe: 200 };
    const { replies, waves, counts } = drive(
      ['a', 'b', 'c'].map(doubtfulRequest),
      ({ url }) => ({ status: statuses[url]!, body: url }),
      { maxAttempts: 1 },
    );
    expect(replies.map(({ status, confirmation }) => [status, confirmation?.text()])).toEqual([
      [401, 'probe'],
      [200, undefined],
      [401, 'probe'],
    ]);
    expect(waves.map((wave) => wave.map(({ url }) => url))).toEqual([['a', 'b', 'c'], ['probe']]);
    expect([counts.requests, counts.roundTrips]).toEqual([4, 2]);
  });

  test('once for all batches of a run, and for runs that share what is known', () => {
    function* twice(): Work<number> {
      yield [doubtfulRequest('a')];
      const [last] = yield [doubtfulRequest('b')];
      return last!.confirmation!.status;
    }
    const driver = recordedDriver(({ url }) => ({ status: url === 'probe' ? 200 : 401 }));
    const policy = { now: () => 0, random: () => 0.5, confirmations: new Map<string, HttpReply>() };
    expect(runSync(twice(), driver, policy)).toBe(200);
    expect(driver.sent.map(({ url }) => url)).toEqual(['a', 'probe', 'b']);
    runSync(twice(), driver, policy);
    expect(driver.sent.map(({ url }) => url)).toEqual(['a', 'probe', 'b', 'a', 'b']);
    runSync(twice(), driver, { now: () => 0, random: () => 0.5 });
    expect(driver.sent.filter(({ url }) => url === 'probe')).toHaveLength(2);
  });

  test('not when the time is out: that is handed on in its place', () => {
    const { replies, waves } = drive(
      [doubtfulRequest('a')],
      () => ({ status: 401 }),
      { deadline: START + 5000 },
      6,
    );
    expect(waves).toHaveLength(1);
    expect([replies[0]!.status, replies[0]!.confirmation!.failure]).toEqual([401, 'deadline']);
  });

  test('in the asynchronous loop too', async () => {
    const driver = recordedDriver(({ url }) => ({ status: url === 'probe' ? 403 : 401 }));
    const [reply] = await runAsync(
      send([doubtfulRequest('a')]),
      { send: async (requests) => driver.send(requests), sleep: async () => undefined },
      { now: () => 0, random: () => 0.5 },
    );
    expect(reply!.confirmation!.status).toBe(403);
  });
});
