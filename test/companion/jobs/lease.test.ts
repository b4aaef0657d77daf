/** The lease of a job: one holder at a time, renewed, given back, and free again when its time is over. */
import { JobStore } from '../../../src/companion/jobs/job-store';
import { JobLease } from '../../../src/companion/jobs/lease';
import { newRecord, questionName } from '../../../src/companion/jobs/record';
import { memoryStore } from '../../../src/companion/state/memory';

const ID = 'a'.repeat(32);
const LEASE_MS = 1000;
let clock: number;
let state: ReturnType<typeof memoryStore>;
let jobs: JobStore;
beforeEach(async () => {
  clock = 5_000_000;
  state = memoryStore();
  jobs = new JobStore(state, () => clock);
  const record = newRecord({ id: ID, person: 'p', tool: 'x', byGrant: false, created: clock });
  await jobs.putQuestion(record, '{"ids":["720575941473274509"],"args":{}}');
  await jobs.put(record, '0');
});
const take = (): Promise<JobLease | 'over' | 'taken'> => JobLease.take(jobs, ID, LEASE_MS);
const takeLease = async (): Promise<JobLease> => (await take()) as JobLease;
const record = async () => (await jobs.find(ID))!.record;

test('one run holds it; another may when the lease has run out, and then the first has lost it', async () => {
  const first = await takeLease();
  expect(await record()).toMatchObject({ state: 'running', attempts: 1, leaseUntil: clock + LEASE_MS });
  expect(await take()).toBe('taken');
  clock += LEASE_MS;
  const second = await takeLease();
  expect(await first.renew({ done: 1, total: 2, words: '' })).toBe(false);
  expect(await second.renew({ done: 1, total: 2, words: 'half' })).toBe(true);
  expect(await record()).toMatchObject({ attempts: 2, done: 1, words: 'half', leaseUntil: clock + LEASE_MS });
  await first.finish({ state: 'done' });
  expect((await record()).state).toBe('running');
  await second.finish({ state: 'done' });
  expect(await record()).toMatchObject({ state: 'done', ended: clock, lease: '' });
  expect(await take()).toBe('over');
});

test('given back, it is free at once and counts no attempt', async () => {
  const first = await takeLease();
  await first.release();
  expect(await record()).toMatchObject({ state: 'queued', attempts: 0, lease: '' });
  expect((await takeLease()).record.attempts).toBe(1);
  // The one who gave it back no longer changes it.
  await first.release();
  expect((await record()).state).toBe('running');
});

test('a job whose runs died five times has failed, and its question is deleted', async () => {
  for (let attempt = 1; attempt <= 5; attempt++) {
    expect((await takeLease()).record.attempts).toBe(attempt);
    clock += LEASE_MS;
  }
  expect(await take()).toBe('over');
  expect(await record()).toMatchObject({ state: 'failed', error: { code: 'FAULT' } });
  expect(await state.get(questionName(await record()))).toBeNull();
});

test('of two that take it in the same moment one gets it', async () => {
  const results = await Promise.all([take(), take(), take()]);
  expect(results.filter((result) => result === 'taken')).toHaveLength(2);
});

test('a job that is not there is over', async () => {
  expect(await JobLease.take(jobs, 'b'.repeat(32), LEASE_MS)).toBe('over');
});
