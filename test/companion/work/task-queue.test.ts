/** Tasks that wait: order, capacity, the longest wait, and what an abort does to one of them. */
import type { TaskOptions } from '../../../src/companion/work/runner';
import { TaskQueue } from '../../../src/companion/work/task-queue';
import { failureOf } from '../support/pool';

let clock = 0;
const add = (queue: TaskQueue, name: string, options: TaskOptions = {}): Promise<string> => {
  const question = { server: '', datastack: name, args: {} };
  return failureOf(queue.add({ tool: 'x', question, token: '', mayWrite: false, limitMs: 1 }, options));
};
const nameOf = (queue: TaskQueue, longMayStart: boolean): string | undefined =>
  queue.next(longMayStart)?.task.question.datastack;

test('first come, first served; a long task waits where it may not start', () => {
  const queue = new TaskQueue(4);
  void add(queue, 'long', { long: true });
  void add(queue, 'one');
  void add(queue, 'two');
  expect([nameOf(queue, true), nameOf(queue, false)]).toEqual(['long', 'one']);
  expect(queue.remove(queue.next(false)!)).toBe(true);
  expect([queue.length, nameOf(queue, false)]).toEqual([2, 'two']);
  queue.remove(queue.next(false)!);
  expect(queue.next(false)).toBeNull();
});

test('over its capacity it refuses', async () => {
  const queue = new TaskQueue(1);
  void add(queue, 'one');
  expect(await add(queue, 'two')).toMatch(/^BUSY: the companion is busy/);
  expect(queue.length).toBe(1);
});

test('a short task waits 30 s at most, a long one as long as it takes', async () => {
  const queue = new TaskQueue(4, () => clock);
  const short = add(queue, 'short');
  void add(queue, 'long', { long: true });
  clock += 30_000;
  expect(nameOf(queue, true)).toBe('short');
  clock += 1;
  expect(nameOf(queue, true)).toBe('long');
  expect(await short).toMatch(/^BUSY/);
});

test('an abort takes a task out; once started it is no longer the queue’s', async () => {
  const queue = new TaskQueue(4);
  const [first, second] = [new AbortController(), new AbortController()];
  const waiting = add(queue, 'one', { signal: first.signal });
  let ended = false;
  void add(queue, 'two', { signal: second.signal }).then(() => {
    ended = true;
  });
  first.abort();
  expect(await waiting).toMatch(/^PENDING: cancelled/);
  queue.remove(queue.next(true)!);
  second.abort();
  await Promise.resolve();
  expect([queue.length, ended]).toEqual([0, false]);
  expect(await add(queue, 'three', { signal: AbortSignal.abort() })).toMatch(/^PENDING/);
});

test('closed, all that wait are refused', async () => {
  const queue = new TaskQueue(4);
  const all = [add(queue, 'one'), add(queue, 'two', { long: true })];
  queue.rejectAll();
  expect(await Promise.all(all)).toEqual([expect.stringMatching(/^BUSY/), expect.stringMatching(/^BUSY/)]);
  expect(queue.length).toBe(0);
});
