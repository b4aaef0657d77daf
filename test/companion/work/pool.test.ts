/** The worker pool: few workers, replaced when they hang or fill their memory, and never the end of the service. */
import type { Limits } from '../../../src/companion/limits/limits';
import type { TtError } from '../../../src/core/errors';
import { eventually } from '../support/eventually';
import { type ActorPool, actorPool, failureOf } from '../support/pool';

let actors: ActorPool;
const make = (limits: Partial<Limits> = {}, residentBytes?: () => number): ActorPool => {
  actors = actorPool(limits, residentBytes);
  return actors;
};
afterEach(() => actors.pool.close());

test('starts no worker before there is work, uses one again, and never more than it may', async () => {
  const { pool, run, hold } = make();
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 0 });
  expect([await run('x'), await run('x')]).toEqual([1, 2]);
  expect(pool.state().workers).toBe(1);
  const held = [hold(), hold()];
  const waiting = [run('x'), run('x'), run('x'), run('x')];
  expect(pool.state()).toEqual({ running: 2, waiting: 4, workers: 2 });
  for (const { open } of held) open();
  await Promise.all([...held.map(({ answer }) => answer), ...waiting]);
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 2 });
});

test('warmed, one worker waits for the first run, and is used', async () => {
  const { pool, run } = make();
  pool.warm();
  pool.warm();
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 1 });
  await run('x');
  expect(pool.state().workers).toBe(1);
});

test('a run over its time ends with its worker, and the task that waited for it runs on a new one', async () => {
  const { run } = make({ workers: 1 });
  const [stuck, waiting] = [failureOf(run('loop', {}, 300)), run('x')];
  expect(await stuck).toMatch(/^TIMEOUT/);
  expect(await waiting).toBe(1);
});

test('typed arrays, which no heap limit sees, are bounded by the process; their worker ends', async () => {
  const before = process.memoryUsage.rss();
  const { pool, run } = make({ serviceMb: before / 1e6 + 300 });
  // 900 MB and then no end: 600 MB of room for whatever the process itself frees meanwhile.
  expect(await failureOf(run('arrays 900'))).toMatch(/^BIG: .*MB of the whole process/);
  // The memory goes with the thread, and the system says when: not asked here, since other memory is in that figure.
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 0 });
});

test('measured above the limit, a run ends; measured below it, the next one goes on', async () => {
  let resident = 2e9;
  let measured = 0;
  const { run, hold } = make({ serviceMb: 1000 }, () => {
    measured += 1;
    return resident;
  });
  expect(await failureOf(run('loop'))).toMatch(/^BIG: .*limit of 1,000 MB of the whole process/);
  resident = 1e9;
  const held = hold();
  const from = measured;
  await eventually(() => measured >= from + 2);
  held.open();
  expect(await held.answer).toBe(1);
});

test('cancelled: while it works, while it waits, and before', async () => {
  const { run } = make({ workers: 1 });
  const [working, waiting] = [new AbortController(), new AbortController()];
  const first = failureOf(run('loop', { signal: working.signal }));
  const second = failureOf(run('x', { signal: waiting.signal }));
  waiting.abort();
  expect(await second).toMatch(/^PENDING: cancelled/);
  working.abort();
  expect(await first).toMatch(/^PENDING: cancelled/);
  expect(await failureOf(run('x', { signal: AbortSignal.abort() }))).toMatch(/^PENDING/);
  expect(await run('x')).toBe(1);
});

test('a full queue refuses, with the time to wait', async () => {
  const { run, hold } = make({ workers: 1, queued: 2 });
  const held = hold();
  const waiting = [run('x'), run('x')];
  const refused = await run('x').catch((error: unknown) => error as TtError);
  expect(refused).toMatchObject({ code: 'BUSY', retryAfter: 5 });
  held.open();
  expect(await Promise.all(waiting)).toEqual([2, 3]);
});

test('a request that waits behind a run without end is refused after 30 s, though nothing else happens', async () => {
  const realNow = Date.now;
  let ahead = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
  const { run, hold } = make({ workers: 1 });
  const held = hold({ long: true });
  const waiting = run('echo');
  ahead = 31_000;
  await expect(waiting).rejects.toMatchObject({ code: 'BUSY', retryAfter: 5 });
  clock.mockRestore();
  held.open();
  await held.answer;
});

test('long runs leave a worker to short ones', async () => {
  const { pool, run, hold } = make();
  const long = [hold({ long: true }), hold({ long: true })];
  expect(pool.state()).toMatchObject({ running: 1, waiting: 1 });
  // Answered while both long runs have yet to end.
  expect(await run('x')).toBe(1);
  expect(pool.state()).toMatchObject({ running: 1, waiting: 1 });
  for (const { open } of long) open();
  expect(await Promise.all(long.map(({ answer }) => answer))).toEqual([1, 2]);
});

test('a worker is replaced after its runs, and when its compiled memory has grown', async () => {
  const { run } = make({ workers: 1, runsPerWorker: 3 });
  const seen = [];
  for (let i = 0; i < 5; i++) seen.push(await run('x'));
  expect(seen).toEqual([1, 2, 3, 1, 2]);
  expect(await run('grow')).toBe(3);
  expect(await run('x')).toBe(1);
});

test('a worker is replaced between two tasks: the one that waited is not lost with it', async () => {
  const { run } = make({ workers: 1 });
  expect(await Promise.all([run('grow'), run('x'), run('grow'), run('x')])).toEqual([1, 1, 2, 1]);
});

test('an idle worker ends', async () => {
  const { pool, run } = make({ idleSeconds: 0.05 });
  await run('x');
  await eventually(() => pool.state().workers === 0);
});

test('closed, it ends what it has and takes nothing more', async () => {
  const { pool, run } = make();
  const held = failureOf(run('loop'));
  await pool.close();
  expect(await held).toMatch(/^BUSY/);
  expect(await failureOf(run('x'))).toMatch(/^BUSY/);
});
