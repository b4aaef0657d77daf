/** Jobs in one process: the same question is the same job, progress, cancel, failure told once, and other people kept out. */

import type { JWTPayload } from 'jose';
import { memoryStore } from '../../../src/companion/state/memory';
import { TtError } from '../../../src/core/errors';
import { eventually, pause } from '../support/eventually';
import { EVE, type Issuer, makeIssuer } from '../support/identity';
import { JOB_REQUEST, type JobReply, NO_SERVER } from '../support/job';
import { type ManualRunner, manualRunner } from '../support/manual-runner';
import { type Local, localService } from '../support/service';

const CAVE = '0123456789abcdef0123456789abcdef';
let runner: ManualRunner;
let local: Local;
let issuer: Issuer;
let clock: number;
let store = memoryStore();
beforeAll(async () => {
  issuer = await makeIssuer(() => clock);
});
beforeEach(async () => {
  clock = Date.UTC(2026, 5, 10);
  runner = manualRunner();
  store = memoryStore();
  local = await localService(NO_SERVER, { runner, store, issuer, now: () => clock, reportMs: 10 });
});
afterEach(() => local.close());

async function post(
  path: string,
  body: object = {},
  claims: JWTPayload = {},
): Promise<{ status: number; job: JobReply }> {
  const headers = await local.headers(await local.issuer.token(claims), CAVE);
  const { status, body: answer } = await local.ask(path, { headers, body });
  return { status, job: answer as JobReply };
}
const begin = (more: object = {}, claims: JWTPayload = {}) =>
  post('/v1/jobs', { ...JOB_REQUEST, ...more }, claims);
const find = async (id: string, claims: JWTPayload = {}): Promise<{ status: number; job: JobReply }> => {
  const headers = await local.headers(await local.issuer.token(claims));
  const { status, body } = await local.ask(`/v1/jobs/${id}`, { headers });
  return { status, job: body as JobReply };
};
const until = (id: string, state: string): Promise<JobReply> =>
  eventually(async () => {
    const { job } = await find(id);
    return job.state === state ? job : null;
  });

test('from question to answer, with progress on the way; its question is kept no longer', async () => {
  const { job } = await begin();
  expect(job).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    state: 'queued',
    done: 0,
    total: 0,
    words: '',
  });
  const run = await runner.begun(0);
  expect(run.task).toMatchObject({
    tool: 'TT_CONTRIBUTIONS',
    token: CAVE,
    mayWrite: true,
    question: { args: JOB_REQUEST.args },
  });
  run.progress({ done: 3, total: 9, words: 'segments counted' });
  await eventually(async () => (await find(job.id)).job.done === 3);
  expect((await begin()).job).toEqual({
    id: job.id,
    state: 'running',
    done: 3,
    total: 9,
    words: 'segments counted',
  });
  run.answer('{"table":[["12345678901234567890",1e16]]}');
  expect(await until(job.id, 'done')).toMatchObject({ answer: { table: [['12345678901234567890', 1e16]] } });
  expect((await begin()).job.state).toBe('done');
  expect(runner.runs).toHaveLength(1);
});

test('the order of arguments does not matter, anything else does', async () => {
  const ids = new Set<string>();
  for (const body of [{}, { args: { id: '1' } }, { datastack: 'other' }, { tool: 'get_seg_changelog' }]) {
    ids.add((await begin(body)).job.id);
  }
  expect(ids.size).toBe(4);
  clock += 60_000;
  ids.add((await begin({}, EVE)).job.id);
  expect(ids.size).toBe(5);
});

test('what is done is given for an hour, then done anew', async () => {
  runner.always = '{"table":[]}';
  const { job } = await begin();
  await until(job.id, 'done');
  clock += 3_500_000;
  expect((await begin()).job.state).toBe('done');
  clock += 200_000;
  expect((await begin()).job.state).toBe('queued');
  await until(job.id, 'done');
  expect(runner.runs).toHaveLength(2);
});

test('a failure is told, however late, and only then is it tried again', async () => {
  const { job } = await begin();
  (await runner.begun(0)).fail(new TtError('UNKNOWN', 'no such segment'));
  await until(job.id, 'failed');
  clock += 600_000;
  expect((await begin()).job).toMatchObject({
    state: 'failed',
    error: { code: 'UNKNOWN', message: 'no such segment' },
  });
  expect((await begin()).job.state).toBe('queued');
  (await runner.begun(1)).fail(new RangeError('secret detail'));
  expect(await until(job.id, 'failed')).toMatchObject({
    error: { code: 'FAULT', message: expect.not.stringContaining('secret') },
  });
});

test('cancelled: the run is ended, and a new question begins anew', async () => {
  const { job } = await begin();
  const run = await runner.begun(0);
  expect((await post(`/v1/jobs/${job.id}/cancel`)).job.state).toBe('cancelled');
  await eventually(() => run.stopped);
  expect((await find(job.id)).job.state).toBe('cancelled');
  expect((await begin()).job.state).toBe('queued');
  await runner.begun(1);
});

test('other people’s jobs are nobody’s: not seen, not cancelled', async () => {
  const { job } = await begin();
  for (const id of [job.id, '0'.repeat(32), '../x', 'x'.repeat(100)]) {
    expect(await find(encodeURIComponent(id), EVE)).toMatchObject({
      status: 422,
      job: { error: { code: 'NONE' } },
    });
  }
  expect((await post(`/v1/jobs/${job.id}/cancel`, {}, EVE)).status).toBe(422);
  expect((await find(job.id)).job.state).not.toBe('cancelled');
});

test('a grant’s job may write nothing, and is apart from its person’s own', async () => {
  const own = (await begin()).job.id;
  const granted = await local.ask('/v1/grants', { headers: await local.headers(), body: { document: 'd' } });
  const { grant } = granted.body as { grant: string };
  const headers = { authorization: `Bearer ${grant}`, 'x-document': 'd' };
  const reply = await local.ask('/v1/jobs', { headers, body: JOB_REQUEST });
  expect((reply.body as JobReply).id).not.toBe(own);
  expect((await runner.begun(1)).task.mayWrite).toBe(false);
  const file = await local.ask('/v1/jobs', {
    headers,
    body: { ...JOB_REQUEST, tool: 'get_seg_mesh', args: { mesh: 'x' } },
  });
  expect([file.status, file.body]).toEqual([
    403,
    { error: { code: 'COMPANION', message: expect.stringMatching(/may not run get_seg_mesh/) } },
  ]);
});

test('many new jobs in a minute are put off, with the time to wait', async () => {
  for (let i = 1; i <= local.limits.jobsPerPerson; i++) await begin({ args: { id: String(i) } });
  const headers = await local.headers();
  const reply = await local.ask('/v1/jobs', { headers, body: { ...JOB_REQUEST, args: { id: '99' } } });
  expect([reply.status, reply.headers.get('retry-after'), reply.body]).toEqual([
    503,
    '15',
    { error: { code: 'BUSY', message: expect.any(String), retryAfter: 15 } },
  ]);
});

test('a run whose instance died is begun again when its lease has ended; five times at most', async () => {
  const { job } = await begin();
  const run = await runner.begun(0);
  const put = store.put.bind(store);
  // The instance hangs: it reports nothing more.
  let refused = 0;
  store.put = async () => {
    refused++;
    throw new Error('gone');
  };
  run.fail(new Error('died'));
  await eventually(() => refused > 0);
  await pause(50);
  store.put = put;
  expect((await find(job.id)).job.state).toBe('running');
  clock += 1000;
  const again = await runner.begun(1);
  again.answer('{"table":[]}');
  await until(job.id, 'done');
});
