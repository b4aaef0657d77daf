/** Jobs over long columns, handed over to the companion as a whole and collected page by page. */
import { saveCompanion } from '../../../src/addon/access/companion-access';
import { saveToken } from '../../../src/addon/access/settings';
import { cancelJob, resumeJob } from '../../../src/addon/jobs/control';
import { startJob } from '../../../src/addon/jobs/plan';
import { stepJob } from '../../../src/addon/jobs/step';
import { undoRun } from '../../../src/addon/jobs/undo';
import { hourly } from '../../../src/addon/schedules/hourly';
import {
  COMPANION,
  type FakeColumn,
  type FakeCompanion,
  fakeCompanion,
} from '../../support/companion-double';
import { type FakeHost, fakeHost } from '../../support/fake-host';
import { drive, fill, planOf } from '../support';

const COUNT = 620;
const ids = Array.from({ length: COUNT }, (_value, i) => String(720575940000000000n + BigInt(i)));

let double: FakeCompanion;
let host: FakeHost;
beforeEach(() => {
  double = fakeCompanion(() => host.now());
  double.columns = new Map();
  double.tools = (_name, question) => ({
    rows: question.ids!.map((id) => ({ id, cells: [false, `swamp of ${id}`, ''], cacheSeconds: 60 })),
  });
  host = fakeHost({ answer: (request) => double.answer(request) });
  saveToken(host, '0123456789abcdef0123456789abcdef');
  saveCompanion(host, COMPANION);
  fill(
    host,
    ['root_id'],
    ids.map((id) => [id]),
  );
});

const start = (): string => startJob(planOf(host, { kind: 'triage', headers: ['swamps'] }), host).id;

const column = (n = 0): FakeColumn => [...double.columns!.values()][n]!;
const answer = (from: number, to: number, of = column()): void => {
  for (let i = from; i < to; i++) of.answered.add(i);
};
const filledCells = (): string[] => host.tab.column('B').slice(1).map(String);

test('handed over once; what is answered is written as it comes, in whatever order, and nothing is asked row by row', () => {
  const id = start();
  expect(stepJob(id, host).message).toMatch(/0 of 620/);
  expect(column()).toMatchObject({ tool: 'triage_segs', ids });
  // Parts end in any order.
  answer(500, 600);
  expect(stepJob(id, host)).toMatchObject({ done: 100, state: 'running' });
  expect(filledCells()[500]).toBe(`swamp of ${ids[500]}`);
  expect(stepJob(id, host)).toMatchObject({ done: 100, message: expect.stringMatching(/100 of 620/) });
  answer(0, COUNT);
  const job = drive(host, id);
  expect(job).toMatchObject({ state: 'done', done: COUNT, total: COUNT, message: '' });
  expect(filledCells()).toEqual(ids.map((each) => `swamp of ${each}`));
  expect(double.requests.filter(({ path }) => path.startsWith('/v1/tools/'))).toEqual([]);
  expect(double.requests.filter(({ path }) => path === '/v1/columns')).toHaveLength(1);
  undoRun(host);
  expect(host.tab.grid()[1]).toEqual([ids[0]]);
});

test('the sidebar is closed: the hourly trigger collects, and does not wait for what is not there', () => {
  const id = start();
  stepJob(id, host);
  const before = host.now();
  hourly(host);
  expect(host.now() - before).toBeLessThan(60_000);
  answer(0, 400);
  host.advance(3_600_000);
  hourly(host);
  expect(stepJob(id, host)).toMatchObject({ done: 400, state: 'running' });
  answer(0, COUNT);
  host.advance(3_600_000);
  hourly(host);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: COUNT });
});

test('cancelled, the companion is told; Resume goes on with the same column', () => {
  const id = start();
  stepJob(id, host);
  answer(0, 300);
  stepJob(id, host);
  expect(cancelJob(id, host).state).toBe('cancelled');
  expect(column().state).toBe('cancelled');
  resumeJob(id, host);
  stepJob(id, host);
  expect(column().state).toBe('running');
  answer(0, COUNT);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: COUNT });
  expect(double.columns!.size).toBe(1);
});

test('a column that fails as a whole fails the run in the companion’s words; Resume tries again', () => {
  const id = start();
  stepJob(id, host);
  Object.assign(column(), {
    state: 'failed',
    error: { code: 'TOKEN', message: 'CAVE does not know this token' },
  });
  expect(stepJob(id, host)).toMatchObject({
    state: 'failed',
    message: 'TOKEN: CAVE does not know this token',
  });
  resumeJob(id, host);
  stepJob(id, host);
  answer(0, COUNT);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: COUNT });
});

test('one row that fails says so alone; ids that came meanwhile are asked about too', () => {
  const id = start();
  stepJob(id, host);
  const { answer: good } = column();
  column().answer = (each) =>
    each === ids[5] ? { id: each, error: { code: 'BIG', message: 'too large' } } : good(each);
  answer(0, COUNT);
  host.tab.put(COUNT + 2, 1, [['720575940999999999'], ['abc']]);
  const job = drive(host, id);
  expect(job).toMatchObject({ state: 'done', failures: { BIG: { count: 1 }, ID: { count: 1 } } });
  expect(filledCells()[5]).toBe('#TT BIG: too large');
  expect(filledCells()[COUNT]).toBe('swamp of 720575940999999999');
  expect(filledCells()[COUNT + 1]).toMatch(/^#TT ID/);
});

test('a column that the companion has forgotten is handed over anew, without what is written', () => {
  const id = start();
  stepJob(id, host);
  answer(0, 100);
  stepJob(id, host);
  double.columns!.clear();
  stepJob(id, host);
  stepJob(id, host);
  expect(column().ids).toEqual(ids.slice(100));
  answer(0, 520);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: COUNT });
});

test('a companion of an older version answers step by step', () => {
  double.columns = null;
  expect(drive(host, start())).toMatchObject({ state: 'done', done: COUNT });
  expect(filledCells()).toEqual(ids.map((each) => `swamp of ${each}`));
});
