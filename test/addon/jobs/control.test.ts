/** Whole runs over the CAVE sandbox: only what was chosen is touched; cancel, resume, retry and undo. */
import { cancelJob, resumeJob, retryFailed } from '../../../src/addon/jobs/control';
import { preview, startJob } from '../../../src/addon/jobs/plan';
import { latestJob, readJob } from '../../../src/addon/jobs/state';
import { stepJob } from '../../../src/addon/jobs/step';
import { undoRun } from '../../../src/addon/jobs/undo';
import { LOG_TAB } from '../../../src/addon/sheet/record/run-log';
import { CHANGES_TAB } from '../../../src/addon/sheet/record/write-record';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { drive, fill, hostOver, planOf, runJob } from '../support';

const cave = testEnvironment();
const small = (id: string) => cave.sandbox.truth.supervoxelCount(id) < 5000;
const CURRENT = cave.sandbox.truth.findCurrent(6, small);
const [A, B, C, D] = CURRENT as [string, string, string, string];

/** Ids in column A, a note beside each. */
function sheetOf(ids: string[]): FakeHost {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note'],
    ids.map((id, i) => [id, `note ${i}`]),
  );
  return host;
}

const logLines = (host: FakeHost) =>
  host
    .tabNamed(LOG_TAB)
    .grid()
    .slice(1)
    .map((row) => row[5]);

test('a run over some rows leaves the others as they are, though they hold equal values', () => {
  const host = sheetOf([A, B, C, '']);
  runJob(host);
  host.tab.put(5, 4, [[1]]);
  const before = host.tab.grid();
  expect(before[2]).toEqual([B, 'note 1', B, 1]);
  const job = runJob(host, { firstRow: 2, lastRow: 2 });
  expect(job).toMatchObject({ state: 'done', done: 1, total: 1 });
  expect(host.tab.grid()).toEqual(before);
  const lines = host.tabNamed(CHANGES_TAB).grid();
  expect(lines.filter((line) => line[0] === job.id && line[5] === 'done')).toHaveLength(1);
});

test('a preview names what would be replaced and what is kept, and writes nothing', () => {
  const host = sheetOf([A, '', 'abc', A]);
  host.tab.put(1, 3, [['share'], ['old'], [''], [''], ['=1']]);
  const seen = preview(planOf(host), host);
  expect(seen).toMatchObject({
    writes: 'C–D',
    newColumns: ['current_id'],
    rows: 3,
    replaced: { count: 1, cells: ['C2'] },
    notWritten: { count: 1, cells: ['C5'] },
    selection: { ids: 2, distinct: 1, blank: 1, damaged: [{ a1: 'A4', shown: 'abc', code: 'ID' }] },
  });
  expect(host.counts.of('setValues')).toBe(0);
});

test('a preview of a long column says how many hourly runs its first round takes', () => {
  const rows = (ids: number) => {
    const host = hostOver(cave);
    fill(
      host,
      ['root_id'],
      Array.from({ length: ids }, (_x, i) => [String(720_575_900_000_000_000n + BigInt(i))]),
    );
    return preview(planOf(host, { headers: ['current_id', 'volume_um3', 'cable_length'] }), host).requests;
  };
  expect(rows(1000)).toBe('about 60 requests');
  expect(rows(16_000)).toBe(
    'about 960 requests. Kept fresh by a schedule, its first round takes about 2 hourly runs of 3.5 min: about 1 night',
  );
});

test.each<[string, (host: FakeHost) => void, string]>([
  ['without a token', (host) => host.kept.user.clear(), 'CAVE needs your token'],
  ['without a header', (host) => host.tab.put(1, 1, [['', '']]), 'has no header'],
  ['without ids', (host) => host.tab.put(2, 1, [['']]), 'there are no ids'],
  [
    'in a protected column',
    (host) => {
      host.tab.put(1, 3, [['current_id']]);
      host.tab.protectedColumns.add(3);
    },
    'column C of Neurons is protected',
  ],
  [
    'where the id column is one that it writes',
    (host) => host.tab.put(1, 1, [['current_id']]),
    'Rename that',
  ],
])('no run starts %s', (_words, spoil, message) => {
  const host = sheetOf([A]);
  spoil(host);
  expect(() => startJob(planOf(host), host)).toThrow(message);
  expect(latestJob(host.documentStore)).toBeNull();
  expect(host.counts.of('setValues')).toBe(0);
});

test('a second run waits while the first is being worked on', () => {
  const host = sheetOf([A]);
  const job = startJob(planOf(host), host);
  const held = { ...job, lease: { holder: 'x', until: host.now() + 1000 } };
  host.kept.document.set(`job-${job.id}`, JSON.stringify(held));
  expect(() => startJob(planOf(host), host)).toThrow(
    'is not finished in current_id, share of Neurons (0 of 1 ids)',
  );
  expect(stepJob(job.id, host)).toMatchObject({ state: 'running', done: 0 });
  expect(host.sent).toEqual([]);
});

test('a step writes its answers in few calls, however many rows', () => {
  const calls = (ids: string[]) => {
    const host = sheetOf(ids);
    const { id } = startJob(planOf(host), host);
    host.counts.clear();
    stepJob(id, host);
    return ['setValues', 'values', 'formulas'].map((method) => host.counts.of(method));
  };
  const few = calls([A]);
  expect(calls(Array.from({ length: 90 }, (_x, i) => CURRENT[i % 6]!))).toEqual(few);
  // The changes tab, its headers, and one block of answers.
  expect(few[0]).toBe(3);
});

test('cancelled, resumed, done; a done run is not opened again', () => {
  const host = sheetOf([A, B]);
  const { id } = startJob(planOf(host), host);
  expect(cancelJob(id, host).state).toBe('cancelled');
  expect(cancelJob(id, host).state).toBe('cancelled');
  expect(stepJob(id, host)).toMatchObject({ state: 'cancelled', done: 0 });
  expect(resumeJob(id, host).state).toBe('running');
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 2 });
  expect(resumeJob(id, host).state).toBe('done');
  expect(logLines(host)).toEqual(['finished', 'cancelled', 'started']);
});

test('retry asks again for failed rows of this run alone', () => {
  const host = sheetOf([A, B, C]);
  const { id } = runJob(host, { firstRow: 2, lastRow: 3 });
  host.tab.put(2, 3, [['#TT BUSY: wait'], [B], ['#TT DOWN: of an older run']]);
  const changes = host.tabNamed(CHANGES_TAB);
  const line = changes.grid().findIndex((row) => row[3] === A && row[5] === 'done') + 1;
  changes.put(line, 8, [[JSON.stringify({ current_id: '#TT BUSY: wait' })]]);
  const job = retryFailed(id, host);
  expect(job).toMatchObject({ state: 'running', done: 1, total: 2 });
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 2, total: 2 });
  expect(host.tab.column('C').slice(1)).toEqual([A, B, '#TT DOWN: of an older run']);
});

test('undo gives back what was there, once, and takes away headers that it made', () => {
  const host = sheetOf([A, D, A]);
  host.tab.put(1, 3, [['current_id'], ['old'], [7], ['=1']]);
  const before = host.tab.grid();
  const { id } = runJob(host);
  expect(host.tab.grid()[1]).toEqual([A, 'note 0', A, 1]);
  host.tab.put(3, 4, [['mine']]);
  const undone = undoRun(host);
  expect(undone).toMatchObject({ left: 1 });
  expect(host.tab.column('C')).toEqual(before.map((row) => row[2]));
  expect(host.tab.column('D')).toEqual(['share', '', 'mine', '']);
  expect(host.tab.formulaAt(4, 3)).toBe('=1');
  expect(readJob(host.documentStore, id).undone).toBe(true);
  expect(() => undoRun(host)).toThrow('there is no run to undo');
  expect(resumeJob(id, host).state).toBe('done');
});

test('undo of a run that is all ours leaves no header behind', () => {
  const host = sheetOf([A]);
  runJob(host);
  undoRun(host);
  expect(host.tab.grid()).toEqual([
    ['root_id', 'note'],
    [A, 'note 0'],
  ]);
});

test('undo is refused while a run is open, and where none ever was', () => {
  const host = sheetOf([A]);
  expect(() => undoRun(host)).toThrow('there is no run to undo');
  startJob(planOf(host), host);
  expect(() => undoRun(host)).toThrow('is not finished');
  expect(latestJob(host.documentStore)!.state).toBe('running');
});
