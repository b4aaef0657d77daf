/** One delivery of a job: what each way of ending leaves in its record, and what the queue is answered. */
import { deriveKeys } from '../../../src/companion/auth/keys';
import { seal } from '../../../src/companion/auth/seal';
import { JobStore } from '../../../src/companion/jobs/job-store';
import type { RunTask } from '../../../src/companion/jobs/queue';
import { newRecord } from '../../../src/companion/jobs/record';
import { createRunTask, type JobTask } from '../../../src/companion/jobs/run-job';
import { readLimits } from '../../../src/companion/limits/limits';
import { memoryStore } from '../../../src/companion/state/memory';
import { NoRoom } from '../../../src/companion/work/runner';
import { TtError } from '../../../src/core/errors';
import { type ManualRunner, manualRunner } from '../support/manual-runner';

const ID = 'a'.repeat(32);
const CLOCK = 1_750_000_000_000;
const keys = deriveKeys('a secret of the tests, forty letters long');
const SEALED = seal(keys, ID, 'token', CLOCK / 1000 + 60);
let jobs: JobStore;
let runner: ManualRunner;
let run: RunTask<JobTask>;
beforeEach(async () => {
  jobs = new JobStore(memoryStore(), () => CLOCK);
  runner = manualRunner();
  run = createRunTask({ jobs, runner, keys, limits: readLimits({}), reportMs: 5 });
  const record = newRecord({ id: ID, person: 'p', tool: 'x', byGrant: true, created: CLOCK });
  await jobs.putQuestion(record, '{"server":"s","datastack":"d","args":{}}');
  await jobs.put(record, '0');
});
const record = async () => (await jobs.find(ID))!.record;

test('done: the answer is stored before the record says so', async () => {
  const over = run(ID, { sealed: SEALED });
  const { task, answer } = await runner.begun(0);
  expect(task).toMatchObject({ tool: 'x', token: 'token', mayWrite: false, question: { datastack: 'd' } });
  answer('{"table":[]}');
  expect(await over).toBe(true);
  expect((await record()).state).toBe('done');
  expect(Buffer.from((await jobs.answer(await record()))!).toString()).toBe('{"table":[]}');
});

test('delivered twice, the second is answered with later', async () => {
  const over = run(ID, { sealed: SEALED });
  const first = await runner.begun(0);
  expect(await run(ID, { sealed: SEALED })).toBe(false);
  first.answer('{}');
  expect(await over).toBe(true);
  expect(await run(ID, { sealed: SEALED })).toBe(true);
  expect(runner.runs).toHaveLength(1);
});

test('no room: given back, to be delivered again', async () => {
  const over = run(ID, { sealed: SEALED });
  (await runner.begun(0)).fail(new NoRoom());
  expect(await over).toBe(false);
  expect(await record()).toMatchObject({ state: 'queued', attempts: 0 });
});

test('failed: by the tool, or by a token that is not this job’s', async () => {
  const over = run(ID, { sealed: SEALED });
  (await runner.begun(0)).fail(new TtError('UNKNOWN', 'no such segment'));
  expect(await over).toBe(true);
  expect((await record()).error).toEqual({ code: 'UNKNOWN', message: 'no such segment' });
});

test('a sealed token of another job fails before anything is run', async () => {
  expect(await run(ID, { sealed: seal(keys, 'b'.repeat(32), 'token', CLOCK / 1000 + 60) })).toBe(true);
  expect(await record()).toMatchObject({ state: 'failed', error: { code: 'COMPANION' } });
  expect(runner.runs).toEqual([]);
});

test('progress is reported, and a cancelled job ends its run', async () => {
  const over = run(ID, { sealed: SEALED });
  const first = await runner.begun(0);
  first.progress({ done: 3, total: 9, words: 'counted' });
  while ((await record()).done !== 3) await new Promise((resolve) => setTimeout(resolve, 1));
  await jobs.finish(ID, null, { state: 'cancelled' });
  expect(await over).toBe(true);
  expect([first.stopped, (await record()).state]).toEqual([true, 'cancelled']);
});
