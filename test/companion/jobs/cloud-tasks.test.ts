/** Jobs over Cloud Tasks with their state in a bucket: three instances, deliveries that fail, come twice or are forged. */
import { unseal } from '../../../src/companion/auth/seal';
import { cloudTasks } from '../../../src/companion/jobs/cloud-tasks';
import { gcsSharedStore } from '../../../src/companion/state/gcs';
import { type FakeTasks, fakeTasks } from '../support/cloud-tasks';
import { eventually } from '../support/eventually';
import { type FakeGcs, fakeGcs, GCS_TOKEN } from '../support/gcs';
import { type Issuer, makeIssuer } from '../support/identity';
import { JOB_REQUEST, type JobReply, NO_SERVER } from '../support/job';
import { type ManualRunner, manualRunner } from '../support/manual-runner';
import { type Local, localService } from '../support/service';

const QUEUE = 'projects/p/locations/l/queues/q';
const ACCOUNT = 'tasks@p.iam.gserviceaccount.com';
const SERVICE = 'https://companion.example';
const CAVE = 'feedfacefeedfacefeedfacefeedface';

let gcs: FakeGcs;
let tasks: FakeTasks;
let issuer: Issuer;
let instances: Local[];
let runners: ManualRunner[];
let turn = 0;
beforeAll(async () => {
  issuer = await makeIssuer();
});
beforeEach(async () => {
  gcs = await fakeGcs('state');
  tasks = await fakeTasks(QUEUE, GCS_TOKEN, issuer);
  runners = [manualRunner(), manualRunner(), manualRunner()];
  const token = async () => GCS_TOKEN;
  instances = await Promise.all(
    runners.map((runner) =>
      localService(NO_SERVER, {
        runner,
        issuer,
        store: gcsSharedStore({ bucket: 'state', token, origin: gcs.origin }),
        queue: () =>
          cloudTasks({ queue: QUEUE, serviceUrl: SERVICE, account: ACCOUNT, token, origin: tasks.origin }),
        tasks: { audience: SERVICE, account: ACCOUNT },
        reportMs: 20,
      }),
    ),
  );
  turn = 0;
  // A load balancer: each call goes to the next instance.
  tasks.route = (url) => url.replace(SERVICE, instances[turn++ % 3]!.url);
});
afterEach(async () => {
  await tasks.close();
  for (const instance of instances) await instance.close();
  await gcs.close();
});

async function call(n: number, path: string, body?: object): Promise<JobReply> {
  const headers = { authorization: `Bearer ${await issuer.token()}`, 'x-cave-token': CAVE };
  const { body: answer } = await instances[n % 3]!.ask(path, { headers, ...(body ? { body } : {}) });
  return answer as JobReply;
}

const until = (id: string, ok: (job: JobReply) => boolean): Promise<JobReply> => {
  let n = 0;
  return eventually(async () => {
    const job = await call(n++, `/v1/jobs/${id}`);
    return ok(job) ? job : null;
  });
};

const runsOf = () => runners.flatMap(({ runs }) => runs);
const firstRun = (n = 0) => eventually(() => runsOf()[n]);

test('asked of one instance, run on another, seen from all', async () => {
  const { id, state } = await call(1, '/v1/jobs', JOB_REQUEST);
  expect(state).toBe('queued');
  const run = await firstRun();
  expect(run.task).toMatchObject({ token: CAVE, question: { args: JOB_REQUEST.args } });
  run.progress({ done: 7, total: 9, words: 'x' });
  await until(id, ({ done }) => done === 7);
  run.answer('{"table":[["720575941473274509"]]}');
  const job = await until(id, ({ state: now }) => now === 'done');
  expect(job.answer).toEqual({ table: [['720575941473274509']] });
  await tasks.idle();
  expect(tasks.queue.log.at(-1)!.status).toBe(204);
});

test('the token is in the task alone, and sealed there; the question is gone when the job has ended', async () => {
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  const run = await firstRun();
  const storedText = () => [...gcs.objects.values()].map(({ bytes }) => bytes.toString()).join('\n');
  expect(storedText()).toContain('720575941473274509');
  expect(storedText() + tasks.bodies.join('\n')).not.toContain(CAVE);
  run.answer('{"table":[]}');
  await until(id, ({ state }) => state === 'done');
  await tasks.idle();
  expect(storedText()).not.toContain('720575941473274509');
});

test('delivered twice at once it runs once', async () => {
  tasks.queue.faults = { twice: 1 };
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  const run = await firstRun();
  await eventually(() => tasks.queue.log.some(({ status }) => status === 503));
  expect(runsOf()).toHaveLength(1);
  run.answer('{"table":[]}');
  await until(id, ({ state }) => state === 'done');
  await tasks.idle();
  expect(runsOf()).toHaveLength(1);
});

test('the same question at many instances at once is one job and one run', async () => {
  const jobs = await Promise.all(Array.from({ length: 12 }, (_v, n) => call(n, '/v1/jobs', JOB_REQUEST)));
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
  (await firstRun()).answer('{"table":[]}');
  await until(jobs[0]!.id, ({ state }) => state === 'done');
  await tasks.idle();
  expect(runsOf()).toHaveLength(1);
});

test('cancelled at one instance it ends on another', async () => {
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  const run = await firstRun();
  expect((await call(2, `/v1/jobs/${id}/cancel`, {})).state).toBe('cancelled');
  await tasks.idle();
  expect(run.stopped).toBe(true);
  expect(tasks.queue.log.map(({ status }) => status)).toEqual([204]);
});

test('an instance that ends gives its run back: another takes it', async () => {
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  await firstRun();
  const gone = runners.findIndex(({ runs }) => runs.length > 0);
  const left = [0, 1, 2].filter((n) => n !== gone);
  tasks.route = (url) => url.replace(SERVICE, instances[left[turn++ % 2]!]!.url);
  runners[left[0]!]!.always = '{"table":[]}';
  runners[left[1]!]!.always = '{"table":[]}';
  await runners[gone]!.close();
  const ended = await eventually(async () => {
    const job = await call(left[0]!, `/v1/jobs/${id}`);
    return job.state === 'done' || job.state === 'failed' ? job : null;
  });
  expect(ended.state).toBe('done');
});

test('createTask that fails in passing, or answers and is not heard, makes one task', async () => {
  tasks.faults.push(503, 0, 500);
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  (await firstRun()).answer('{"table":[]}');
  await until(id, ({ state }) => state === 'done');
  await tasks.idle();
  expect(runsOf()).toHaveLength(1);
});

test('a queue that refuses fails the job in words', async () => {
  tasks.faults.push(403);
  expect(await call(0, '/v1/jobs', JOB_REQUEST)).toEqual({
    error: { code: 'DOWN', message: 'the companion cannot begin jobs now. Try again later', retryAfter: 30 },
  });
});

test('forged deliveries run nothing', async () => {
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  await firstRun();
  const path = `/v1/jobs/${id}/run`;
  const body = JSON.parse(tasks.bodies[0]!) as object;
  const at = (authorization: string) => instances[0]!.ask(path, { headers: { authorization }, body });
  expect((await at(`Bearer ${await issuer.token()}`)).status).toBe(401);
  expect(
    (await at(`Bearer ${await issuer.token({ email: ACCOUNT, aud: 'https://other.example' })}`)).status,
  ).toBe(401);
  expect((await instances[0]!.ask(path, { body })).status).toBe(401);
  expect(runsOf()).toHaveLength(1);
});

test('a seal of another job or one that was changed opens nothing', async () => {
  const { id } = await call(0, '/v1/jobs', JOB_REQUEST);
  (await firstRun()).answer('{"table":[]}');
  await until(id, ({ state }) => state === 'done');
  const other = await call(0, '/v1/jobs', { ...JOB_REQUEST, args: { id: '5' } });
  (await firstRun(1)).answer('{"table":[]}');
  await until(other.id, ({ state }) => state === 'done');
  const { keys } = instances[0]!;
  const { sealed } = JSON.parse(tasks.bodies[0]!) as { sealed: string };
  expect(unseal(keys, id, sealed, Date.now())).toBe(CAVE);
  expect(() => unseal(keys, other.id, sealed, Date.now())).toThrow('not this companion');
  for (let i = 0; i < sealed.length; i++) {
    const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
    // The last letter of base64 may hold bits that mean nothing.
    if (i < sealed.length - 1) expect(() => unseal(keys, id, changed, Date.now())).toThrow();
  }
  expect(() => unseal(keys, id, sealed, Date.now() + 7 * 3_600_000)).toThrow('waited too long');
});
