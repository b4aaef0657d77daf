/** One worker and its task: how each way of ending is told, and what the thread does and does not see. */
import type { Limits } from '../../../src/companion/limits/limits';
import { PooledWorker } from '../../../src/companion/work/pooled-worker';
import type { TaskOptions } from '../../../src/companion/work/runner';
import { actorLimits, actorScript, actorSetup, failureOf } from '../support/pool';

let worker: PooledWorker;
let events: string[];
const spawn = (limits: Partial<Limits> = {}): PooledWorker => {
  events = [];
  const all = actorLimits(limits);
  worker = new PooledWorker(actorScript(), actorSetup(all), all, {
    onReleased: () => events.push('released'),
    onEnded: () => events.push('ended'),
  });
  return worker;
};
afterEach(() => worker.terminated());

const start = (act: string, options: TaskOptions = {}, limitMs = 60_000): Promise<unknown> =>
  new Promise<Uint8Array>((resolve, reject) => {
    const question = { server: '', datastack: act, args: {} };
    const task = { tool: 'x', question, token: '', mayWrite: false, limitMs };
    worker.start({ task, options, resolve, reject, queuedAt: 0, abort: () => {} });
  }).then((bytes) => JSON.parse(Buffer.from(bytes).toString()) as unknown);

test('a task that is answered or refused releases the worker for the next', async () => {
  spawn();
  expect(worker.task).toBeNull();
  const first = start('x');
  expect(worker.task?.task.question.datastack).toBe('x');
  expect(await first).toBe(1);
  expect(worker.task).toBeNull();
  expect(await failureOf(start('fail'))).toBe('UNKNOWN: no such segment');
  expect(await start('x')).toBe(3);
  expect(events).toEqual(['released', 'released', 'released']);
});

test('over its time it ends, whatever it does', async () => {
  spawn();
  expect(await failureOf(start('loop', {}, 300))).toMatch(/^TIMEOUT: this took longer than the 0 s/);
  expect(events).toEqual(['ended']);
});

test('a heap that overflows is the end of the worker alone', async () => {
  spawn({ heapMb: 48 });
  expect(await failureOf(start('heap'))).toMatch(
    /^BIG: this is more than the companion’s limit of 48 MB of a worker/,
  );
});

test.each([
  ['throw', 'FAULT: something broke (RangeError)'],
  ['exit', 'FAULT: the companion’s worker ended. Try again'],
])('a thread that ends by %s fails its task without its words', async (act, failure) => {
  spawn();
  expect(await failureOf(start(act))).toBe(failure);
  expect(events).toEqual(['ended']);
});

test('aborted, the task ends as cancelled; an abort after its end does nothing', async () => {
  spawn();
  const stop = new AbortController();
  expect(await start('x', { signal: stop.signal })).toBe(1);
  stop.abort();
  expect(await start('x')).toBe(2);
  const working = new AbortController();
  const looping = failureOf(start('loop', { signal: working.signal }));
  working.abort();
  expect(await looping).toMatch(/^PENDING: cancelled/);
  expect(events).toEqual(['released', 'released', 'ended']);
});

test('ended twice, it tells so once', () => {
  spawn();
  worker.end(new Error('x') as never);
  worker.end(new Error('y') as never);
  expect(events).toEqual(['ended']);
});

test('nothing of the environment reaches the thread; progress does come out', async () => {
  process.env.TT_SECRET = 'secret of this test';
  spawn();
  expect(await start('env')).toEqual([[], ['rules', 'limits', 'storageToken']]);
  delete process.env.TT_SECRET;
  const reports: unknown[] = [];
  await start('progress', { onProgress: (progress) => reports.push(progress) });
  expect(reports).toEqual([{ kind: 'progress', done: 1, total: 2, words: 'half' }]);
});
