/** Questions to the companion and the reading of its answers: every form of refusal, damaged answers, jobs. */
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { type RecordedReply, recordedDriver } from '../../../src/http/drivers/recorded';
import { runSync } from '../../../src/http/runner';
import type { Work } from '../../../src/http/work';
import { cancelCompanionJob, companionHeavyRunner } from '../../../src/tools/companion/call-companion';
import type { FileTool, RowTool, TableTool, ToolContext } from '../../../src/tools/declaration/declare';
import { findTool } from '../../../src/tools/registry';

const A = '720575941473274509' as Id;
const B = '720575941524660200' as Id;
const companion = {
  address: 'https://companion.example',
  server: 'https://cave.example',
  headers: () => ({ authorization: 'Bearer who', 'x-cave-token': 'token' }),
};
const heavy = companionHeavyRunner(companion);
const ctx = { datastack: 'brain_and_nerve_cord' } as ToolContext;
const hits = findTool('companion', 'TT_MESH_HITS') as RowTool;
const bones = findTool('companion', 'TT_BONES_MESH_HITS') as TableTool;
const contributions = findTool('companion', 'TT_CONTRIBUTIONS') as TableTool;
const segMesh = findTool('companion', 'get_seg_mesh') as FileTool;

function run<T>(work: Work<T>, answer: RecordedReply | ((index: number) => RecordedReply)) {
  const driver = recordedDriver((_request, index) => (typeof answer === 'function' ? answer(index) : answer));
  const go = () =>
    runSync(work, driver, { now: () => 0, random: () => 0.5, maxAttempts: 1, maxWaitMs: 1000 });
  return { driver, go };
}

const json = (value: unknown, status = 200): RecordedReply => ({ status, body: JSON.stringify(value) });
const failure = (go: () => unknown): TtError => {
  try {
    go();
  } catch (error) {
    if (error instanceof TtError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

test('a question: its route, headers, ids as text, arguments by name without ids and datastack', () => {
  const answer = json({ rows: [{ id: A, cells: [true, 2], cacheSeconds: 60 }] });
  const { driver, go } = run(
    heavy.rows(hits, [A], { mesh: 'precomputed://gs://b/m', mesh_id: '3' as Id, return_points: true }, ctx),
    answer,
  );
  expect(go().get(A)).toEqual({ cells: [true, 2], cacheSeconds: 60 });
  expect(driver.sent).toHaveLength(1);
  const [sent] = driver.sent;
  expect(sent).toMatchObject({
    method: 'POST',
    url: 'https://companion.example/v1/tools/calc_seg_mesh_intersect',
    headers: { authorization: 'Bearer who', 'x-cave-token': 'token' },
    contentType: 'application/json',
    idempotent: true,
  });
  expect(JSON.parse(String(sent!.body))).toEqual({
    server: 'https://cave.example',
    datastack: 'brain_and_nerve_cord',
    ids: [A],
    args: { mesh: 'precomputed://gs://b/m', mesh_id: '3', return_points: true },
  });
});

test('ranges keep their dates, blanks and texts', () => {
  const at = new Date(Date.UTC(2026, 0, 2));
  const { driver, go } = run(
    heavy.table(bones, { bones: [[1, 2.5, null, at, 'x', true]], mesh: 'm' }, ctx),
    json({ table: [[1, 2.5, { error: { code: 'NONE', message: 'no' } }]] }),
  );
  const [row] = go();
  expect(row![1]).toBe(2.5);
  expect(row![2]).toMatchObject({ code: 'NONE', message: 'no' });
  const { args } = JSON.parse(String(driver.sent[0]!.body));
  expect(args.bones).toEqual([[1, 2.5, null, { date: at.getTime() }, 'x', true]]);
});

test('rows that fail keep their reason; a row left out says so and is not blank', () => {
  const rows = [{ id: A, error: { code: 'PENDING', message: 'being made' } }];
  const found = run(heavy.rows(hits, [A, B], { mesh: 'm' }, ctx), json({ rows })).go();
  expect(found.get(A)).toMatchObject({ code: 'PENDING' });
  expect(found.get(B)).toMatchObject({ code: 'FAULT', message: expect.stringContaining(B) });
});

test('ids that come as bare numbers keep their digits', () => {
  const table = `[["user_id", "user_name", "supervoxels"], [${A}, "Ada", 5]]`;
  const body = `{"id": "j", "state": "done", "done": 1, "total": 1, "words": "", "answer": {"table": ${table}}}`;
  expect(run(heavy.table(contributions, { id: A }, ctx), { body }).go()[1]).toEqual([A, 'Ada', 5]);
});

test('a full list repeats its columns; an estimated share is a text', () => {
  const current = findTool('companion', 'TT_CURRENT_ID') as RowTool;
  const args = { include_ratio: true, full_list: true, exact: true };
  const cells = [A, 0.6, B, '≈0.4000'];
  const listWith = (more: object) =>
    run(
      heavy.rows(current, [A], { ...args, ...more }, ctx),
      json({ rows: [{ id: A, cells, cacheSeconds: 1 }] }),
    ).go;
  expect(listWith({})().get(A)).toEqual({ cells, cacheSeconds: 1 });
  expect(failure(listWith({ full_list: false }))).toMatchObject({ code: 'COMPANION' });
});

test('files come as bytes, and are not asked for twice after a failure of unknown outcome', () => {
  const files = [{ path: 'a.obj', contentType: 'model/obj', base64: 'aGk=' }];
  const result = { report: [['triangles'], [12]], files, link: 'https://x.example/1' };
  const { driver, go } = run(heavy.files(segMesh, { mesh: 'm' }, ctx), json(result));
  const found = go();
  expect(found.files).toEqual([{ path: 'a.obj', contentType: 'model/obj', bytes: Uint8Array.of(104, 105) }]);
  expect(found.link).toBe('https://x.example/1');
  expect(driver.sent[0]!.idempotent).toBe(false);
});

test.each([
  ['HTML', { body: '<html>Welcome</html>' }],
  ['nothing', { body: '' }],
  ['a list', json([])],
  ['null', json(null)],
  ['a table for rows', json({ table: [[1]] })],
  ['rows without cells', json({ rows: [{ id: A }] })],
  ['rows with an id that is a number', json({ rows: [{ id: 5, cells: [], cacheSeconds: 0 }] })],
  ['cells that are none', json({ rows: [{ id: A, cells: 'x', cacheSeconds: 0 }] })],
  ['not found, in HTML', { status: 404, body: '<html></html>' }],
  ['a redirect', { status: 302, headers: { location: 'https://accounts.google.com' } }],
])('%s is no answer of a companion', (_words, answer) => {
  const error = failure(run(heavy.rows(hits, [A], { mesh: 'm' }, ctx), answer as RecordedReply).go);
  expect(error).toMatchObject({
    code: 'COMPANION',
    message: 'https://companion.example did not answer as a companion does. Check its address in Settings',
  });
});

test.each([
  [401, {}, 'COMPANION', 'refuses you (401)'],
  [403, {}, 'COMPANION', 'refuses you (403)'],
  [413, {}, 'BIG', 'too large for the companion'],
  [429, { 'retry-after': '40' }, 'BUSY', 'asks to wait 40 s'],
  [503, {}, 'BUSY', 'busy'],
  [500, {}, 'DOWN', 'fails (500)'],
  [504, {}, 'DOWN', 'fails (504)'],
])('status %d without words of the companion', (status, headers, code, words) => {
  const reply = { status, headers: headers as Record<string, string>, body: '<html>secret</html>' };
  const error = failure(run(heavy.rows(hits, [A], { mesh: 'm' }, ctx), reply).go);
  expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  expect(error.message).not.toContain('secret');
});

test('a refusal in the companion’s words keeps code, link and wait', () => {
  const text = { error: { code: 'TERMS', message: 'accept the terms', link: 'https://x.example/t' } };
  const error = failure(run(heavy.rows(hits, [A], { mesh: 'm' }, ctx), json(text, 403)).go);
  expect(error).toMatchObject({ code: 'TERMS', message: 'accept the terms', link: 'https://x.example/t' });
  const odd = { error: { code: 'CONSTRUCTOR', message: 'x' } };
  expect(failure(run(heavy.rows(hits, [A], { mesh: 'm' }, ctx), json(odd, 400)).go).code).toBe('FAULT');
});

test.each([
  ['network', 'DOWN'],
  ['timeout', 'TIMEOUT'],
  ['cut', 'DOWN'],
  ['blocked', 'COMPANION'],
  ['deadline', 'PENDING'],
  ['cancelled', 'PENDING'],
] as const)('no reply (%s) is %s', (reason, code) => {
  expect(failure(run(heavy.rows(hits, [A], { mesh: 'm' }, ctx), { failure: reason }).go).code).toBe(code);
});

const job = (more: object) => json({ id: 'j1', state: 'running', done: 0, total: 0, words: '', ...more });
const contribute = () => heavy.table(contributions, { id: A }, ctx);

test.each([
  [{ done: 1200, total: 40000, words: 'edits read' }, '1,200 of 40,000 edits read. Refresh to go on'],
  [{ state: 'queued' }, 'waiting for its turn at the companion. Refresh to go on'],
  [{}, 'the companion is at work. Refresh to go on'],
  [{ words: 'reading the history' }, 'reading the history. Refresh to go on'],
])('a job under way is PENDING: %j', (more, message) => {
  const { driver, go } = run(contribute(), job(more));
  expect(failure(go)).toMatchObject({ code: 'PENDING', message });
  expect(driver.sent[0]).toMatchObject({ method: 'POST', url: 'https://companion.example/v1/jobs' });
  expect(JSON.parse(String(driver.sent[0]!.body))).toMatchObject({
    tool: 'count_user_sv_contribution',
    args: { id: A },
  });
});

test('a job’s end: its answer, its error, its cancellation, and what is neither', () => {
  const table = [['user_id'], ['7']];
  expect(run(contribute(), job({ state: 'done', answer: { table } })).go()).toEqual(table);
  const error = { code: 'UNKNOWN', message: 'no such segment' };
  expect(failure(run(contribute(), job({ state: 'failed', error })).go)).toMatchObject(error);
  expect(failure(run(contribute(), job({ state: 'cancelled' })).go).message).toContain('cancelled');
  for (const more of [{ state: 'done' }, { state: 'failed' }, { state: 'other' }, { id: 5 }]) {
    expect(failure(run(contribute(), job(more)).go).message).toContain('did not answer as a companion');
  }
});

test('cancelling: the job of the same question, and only where it is under way', () => {
  const { driver, go } = run(cancelCompanionJob(companion, contributions, { id: A }, ctx), (index) =>
    index === 0 ? job({ id: 'a/b' }) : job({ state: 'cancelled' }),
  );
  expect(go()).toBe(true);
  expect(driver.sent[1]!.url).toBe('https://companion.example/v1/jobs/a%2Fb/cancel');
  const ended = run(cancelCompanionJob(companion, contributions, { id: A }, ctx), job({ state: 'done' }));
  expect(ended.go()).toBe(false);
  expect(ended.driver.sent).toHaveLength(1);
});
