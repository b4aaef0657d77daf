/** The lease: one execution at a time, lost by cancelling and by running out, and nothing written without it. */
import { cancelJob, resumeJob } from '../../../src/addon/jobs/control';
import {
  endStep,
  type HeldJob,
  isLeased,
  isStopped,
  lossOfLease,
  takeLease,
} from '../../../src/addon/jobs/lease';
import { addJob, type Job, newJob, readJob } from '../../../src/addon/jobs/state';
import { type FakeHost, fakeHost, START } from '../../support/fake-host';

const MINUTE = 60_000;

function startJob(more: Partial<Job> = {}): { host: FakeHost; id: string; record: () => Job } {
  const host = fakeHost();
  const job = { ...newJob('current', 'Bring ids up to date', 'banc', host), ...more };
  addJob(host.documentStore, job);
  return { host, id: job.id, record: () => readJob(host.documentStore, job.id) };
}

const take = (id: string, host: FakeHost): HeldJob => {
  const held = takeLease(id, host);
  if (held.holder === null) throw new Error('the lease is taken');
  return held;
};

const isLost = (held: HeldJob, host: FakeHost): boolean => lossOfLease(held, host)();

test('one execution holds it; it outlives the longest execution, and ends', () => {
  const { host, id, record } = startJob({ state: 'waiting' });
  const held = take(id, host);
  expect(record()).toMatchObject({
    state: 'running',
    lease: { holder: held.holder, until: START + 6.5 * MINUTE },
  });
  host.advance(6 * MINUTE);
  expect(takeLease(id, host)).toMatchObject({ holder: null, job: { id } });
  expect(isLeased(record(), host)).toBe(true);
  host.advance(MINUTE / 2);
  expect(isLeased(record(), host)).toBe(false);
  const next = take(id, host);
  expect([isLost(held, host), isLost(next, host)]).toEqual([true, false]);
});

test.each(['done', 'failed', 'cancelled'] as const)('a job that is %s is leased to nobody', (state) => {
  const { host, id, record } = startJob({ state });
  const before = record();
  expect(takeLease(id, host)).toEqual({ job: before, holder: null });
  expect(record()).toEqual(before);
});

test('a run at which nobody is at work is stopped: at once for whoever started it, soon for others', () => {
  const { host, id, record } = startJob();
  expect(isStopped(record(), host)).toBe(true);
  const held = take(id, host);
  expect(isStopped(record(), host)).toBe(false);
  host.advance(2.6 * MINUTE);
  // A step that is at work takes less: it was killed.
  expect(isStopped(record(), host)).toBe(true);
  endStep(held, host, () => undefined);
  const others = { ...record(), startedBy: 'mei@example.org' };
  expect(isStopped(others, host)).toBe(false);
  host.advance(MINUTE);
  expect(isStopped(others, host)).toBe(true);
  // It waits for the time that CAVE gave.
  expect(isStopped({ ...others, notBefore: host.now() + MINUTE }, host)).toBe(false);
  expect(isStopped({ ...others, state: 'done' }, host)).toBe(false);
});

test('the end of a step saves what it changed, counts its time, and releases', () => {
  const { host, id, record } = startJob();
  const held = take(id, host);
  host.advance(7_000);
  const job = endStep(held, host, (now) => {
    now.done = 5;
  });
  expect(job).toMatchObject({ done: 5, workedMs: 7_000, updatedAt: START + 7_000, lease: { holder: '' } });
  expect(record()).toEqual(job);
  const waited = take(id, host);
  host.advance(9_000);
  expect(endStep(waited, host, () => undefined, true).workedMs).toBe(7_000);
});

test.each<[string, (host: FakeHost, id: string) => void]>([
  ['cancelled', (host, id) => void cancelJob(id, host)],
  [
    'cancelled and opened again',
    (host, id) => {
      cancelJob(id, host);
      resumeJob(id, host);
    },
  ],
  [
    'taken over after it ran out',
    (host, id) => {
      host.advance(7 * MINUTE);
      take(id, host);
    },
  ],
])('%s: a late step changes nothing', (_words, lose) => {
  const { host, id, record } = startJob();
  const held = take(id, host);
  lose(host, id);
  const before = record();
  const change = jest.fn();
  expect(isLost(held, host)).toBe(true);
  expect(endStep(held, host, change)).toEqual(before);
  expect(change).not.toHaveBeenCalled();
  expect(record()).toEqual(before);
});

test('a change that throws leaves the record and the lease as they were', () => {
  const { host, id, record } = startJob();
  const held = take(id, host);
  const before = record();
  expect(() =>
    endStep(held, host, () => {
      throw new RangeError('x');
    }),
  ).toThrow('x');
  expect(record()).toEqual(before);
  expect(isLost(held, host)).toBe(false);
});

test('a step reads its lease again after half a second, and what is lost stays lost', () => {
  const { host, id } = startJob();
  const isLostNow = lossOfLease(take(id, host), host);
  const read = jest.spyOn(host.documentStore, 'get');
  expect([isLostNow(), isLostNow(), isLostNow()]).toEqual([false, false, false]);
  expect(read).toHaveBeenCalledTimes(1);
  cancelJob(id, host);
  host.advance(400);
  read.mockClear();
  expect(isLostNow()).toBe(false);
  host.advance(100);
  expect([isLostNow(), isLostNow()]).toEqual([true, true]);
  expect(read).toHaveBeenCalledTimes(1);
});
