/** Columns over HTTP: begun, watched, read, cancelled, resumed; refused before anything is begun. */
import { EVE } from '../support/identity';
import { type ManualRunner, manualRunner } from '../support/manual-runner';
import { BANC, type Local, localService } from '../support/service';

const SERVER = 'http://127.0.0.1:9';
const CAVE = '0123456789abcdef0123456789abcdef';
const IDS = ['720575941473274509', '720575941524660200', '720575941473274509'];
let runner: ManualRunner;
let local: Local;
beforeAll(async () => {
  runner = manualRunner();
  local = await localService(SERVER, {
    runner,
    reportMs: 20,
    sleep: async () => {},
    limits: { columnIds: 5 },
  });
});
afterAll(() => local.close());

const body = (more: object = {}) => ({
  tool: 'triage_segs',
  server: SERVER,
  datastack: BANC,
  ids: IDS,
  args: {},
  ...more,
});
async function ask(path: string, sent?: object, claims = {}) {
  const headers = await local.headers(await local.issuer.token(claims), CAVE);
  const { status, body: answer } = await local.ask(path, { headers, ...(sent ? { body: sent } : {}) });
  return { status, ...(answer as { id: string; state: string; error?: { message: string } }) };
}

test('an id twice is one id; answers come in pages; others see nothing', async () => {
  const { id, ...begun } = await ask('/v1/columns', body());
  expect(begun).toMatchObject({ status: 200, state: 'running', total: 2, done: 0 });
  const run = await runner.begun(0);
  expect(run.task).toMatchObject({ token: CAVE, question: { ids: IDS.slice(0, 2) } });
  run.answer(
    JSON.stringify({ rows: IDS.slice(0, 2).map((each) => ({ id: each, cells: [true], cacheSeconds: 1 })) }),
  );
  let page = await ask(`/v1/columns/${id}/rows`, { read: [], most: 1 });
  while (page.state === 'running') page = await ask(`/v1/columns/${id}/rows`, { read: [], most: 1 });
  expect(page).toMatchObject({ ranges: [[0, 1]], rows: [{ id: IDS[0] }], done: 2 });
  expect(await ask(`/v1/columns/${id}/rows`, { read: [[0, 1]] })).toMatchObject({ ranges: [[1, 2]] });
  expect((await ask(`/v1/columns/${id}`)).state).toBe('done');
  expect((await ask(`/v1/columns/${id}`, undefined, EVE)).error?.message).toMatch(/no such column of yours/);
});

test('cancelled and resumed', async () => {
  const { id } = await ask('/v1/columns', body({ ids: IDS.slice(1, 2) }));
  expect((await ask(`/v1/columns/${id}/cancel`, {})).state).toBe('cancelled');
  expect((await ask(`/v1/columns/${id}/resume`, {})).state).toBe('running');
});

test.each([
  ['a damaged id', body({ ids: ['abc'] }), /abc/],
  ['too many ids', body({ ids: ['1', '2', '3', '4', '5', '6'] }), /limit of 5 ids in one column/],
  [
    'a function that does not answer id by id',
    { ...body({ tool: 'get_seg_changelog', args: { id: IDS[0] } }), ids: undefined },
    /id by id/,
  ],
  ['no such function', body({ tool: 'x' }), /does not know this function/],
])('%s is refused', async (_what, sent, words) => {
  const reply = await ask('/v1/columns', sent);
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.error?.message).toMatch(words);
});

test('a delivery that is not signed by the queue runs nothing', async () => {
  const reply = await ask(`/v1/columns/${'0'.repeat(32)}/run`, {
    sealed: 'x',
    from: 0,
    to: 1,
    created: 0,
    wave: 0,
  });
  expect(reply.status).toBe(404);
});
