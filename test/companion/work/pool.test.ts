/** The workers: few, replaced when they hang, fill their memory or die, and never the end of the service. */
import { type Limits, readLimits } from '../../../src/companion/limits/limits';
import { type Runner, type RunOptions, workerPool } from '../../../src/companion/work/pool';
import { TtError } from '../../../src/core/errors';
import { bundle } from '../support/bundle';
import { eventually } from '../support/eventually';
import { ROOMY_MB } from '../support/service';

const RULES = { servers: [], caveHosts: [], storageHosts: [], writeBuckets: [], sandbox: '' };
let pool: Runner;
const make = (limits: Partial<Limits> = {}): Runner => {
  const all = { ...readLimits({}), workers: 2, serviceMb: ROOMY_MB, ...limits };
  pool = workerPool(
    bundle('test/companion/support/actor.ts'),
    { rules: RULES, limits: all, storageToken: '' },
    all,
  );
  return pool;
};
afterEach(() => pool.close());

const run = async (act: string, options: RunOptions = {}, limitMs = 20_000): Promise<unknown> => {
  const question = { server: '', datastack: act, args: {} };
  const bytes = await pool.run({ tool: 'x', question, token: '', mayWrite: false, limitMs }, options);
  return JSON.parse(Buffer.from(bytes).toString());
};
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => `answered ${String(value)}`,
    (error: unknown) => (error instanceof TtError ? `${error.code}: ${error.message}` : String(error)),
  );

test('starts no worker before there is work, uses one again, and never more than it may', async () => {
  make();
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 0 });
  expect([await run('x'), await run('x')]).toEqual([1, 2]);
  expect(pool.state().workers).toBe(1);
  const all = Promise.all(Array.from({ length: 6 }, () => run('sleep 20')));
  expect(pool.state()).toEqual({ running: 2, waiting: 4, workers: 2 });
  await all;
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 2 });
});

test('warmed, one worker waits for the first run, and is used', async () => {
  make();
  pool.warm();
  pool.warm();
  expect(pool.state()).toEqual({ running: 0, waiting: 0, workers: 1 });
  await run('x');
  expect(pool.state().workers).toBe(1);
});

test('a run that is over its time ends, whatever it does; the next one works', async () => {
  make();
  expect(await failure(run('loop', {}, 300))).toMatch(/^TIMEOUT: this took longer than the 0 s/);
  expect(await run('x')).toBe(1);
});

test('a heap that overflows is the end of the run alone', async () => {
  make({ heapMb: 48 });
  expect(await failure(run('heap'))).toMatch(
    /^BIG: this is more than the companion’s limit of 48 MB of a worker/,
  );
  expect(await run('x')).toBe(1);
});

test('typed arrays, which no heap’s limit sees, are bounded by the process', async () => {
  make({ serviceMb: process.memoryUsage.rss() / 1e6 + 300 });
  expect(await failure(run('arrays'))).toMatch(/^BIG: .*MB of the whole process/);
  await eventually(() => process.memoryUsage.rss() / 1e6 < 2000);
});

test('a worker that throws or ends fails its run without its words', async () => {
  make();
  expect(await failure(run('throw'))).toBe('FAULT: something broke (RangeError)');
  expect(await failure(run('exit'))).toBe('FAULT: the companion’s worker ended. Try again');
  expect(await run('x')).toBe(1);
});

test('cancelled: while it works, while it waits, and before', async () => {
  make({ workers: 1 });
  const [working, waiting] = [new AbortController(), new AbortController()];
  const first = failure(run('loop', { signal: working.signal }));
  const second = failure(run('x', { signal: waiting.signal }));
  waiting.abort();
  expect(await second).toMatch(/^PENDING: cancelled/);
  working.abort();
  expect(await first).toMatch(/^PENDING: cancelled/);
  expect(await failure(run('x', { signal: AbortSignal.abort() }))).toMatch(/^PENDING/);
  expect(await run('x')).toBe(1);
});

test('a full queue turns away, with the time to wait', async () => {
  make({ workers: 1, queued: 2 });
  const held = [run('sleep 50'), run('sleep 1'), run('sleep 1')];
  const refused = await run('x').catch((error: unknown) => error as TtError);
  expect(refused).toMatchObject({ code: 'BUSY', retryAfter: 5 });
  await Promise.all(held);
});

test('long runs leave a worker to the short ones', async () => {
  make();
  const long = [run('sleep 400', { long: true }), run('sleep 400', { long: true })];
  const started = Date.now();
  await run('x');
  expect(pool.state()).toMatchObject({ running: 1, waiting: 1 });
  expect(Date.now() - started).toBeLessThan(380);
  await Promise.all(long);
});

test('a worker is replaced after its runs, and when its compiled memory has grown', async () => {
  make({ workers: 1, runsPerWorker: 3 });
  const seen = [];
  for (let i = 0; i < 5; i++) seen.push(await run('x'));
  expect(seen).toEqual([1, 2, 3, 1, 2]);
  expect(await run('grow')).toBe(3);
  expect(await run('x')).toBe(1);
});

test('an idle worker ends', async () => {
  make({ idleSeconds: 0.05 });
  await run('x');
  await eventually(() => pool.state().workers === 0);
});

test('nothing of the environment reaches a worker; progress does come out', async () => {
  process.env.TT_SECRET = 'secret of this test';
  make();
  expect(await run('env')).toEqual([[], ['rules', 'limits', 'storageToken']]);
  delete process.env.TT_SECRET;
  const told: unknown[] = [];
  await run('progress', { progress: (progress) => told.push(progress) });
  expect(told).toEqual([{ kind: 'progress', done: 1, total: 2, words: 'half' }]);
});

test('closed, it ends what it has and takes nothing more', async () => {
  make();
  const held = failure(run('loop'));
  await pool.close();
  expect(await held).toMatch(/^BUSY/);
  expect(await failure(run('x'))).toMatch(/^BUSY/);
});
