/** What Undo would give back, as the sheet stands: nothing is written. */
import { readJobRecord } from '../../../src/addon/jobs/job-columns';
import { laterRuns } from '../../../src/addon/jobs/later-runs';
import type { Job } from '../../../src/addon/jobs/state';
import { planUndo, type UndoPlan } from '../../../src/addon/jobs/undo-plan';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver, runJob } from '../support';

const cave = testEnvironment();
const small = (id: string) => cave.sandbox.truth.supervoxelCount(id) < 5000;
const [A, B, C] = cave.sandbox.truth.sampleCurrent(100).filter(small) as [string, string, string];

function ran(ids = [A, B, C]): { host: FakeHost; job: Job } {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', 'current_id'],
    ids.map((id, i) => [id, `note ${i}`, `old ${i}`]),
  );
  return { host, job: runJob(host, { headers: ['current_id'] }) };
}

const CALM = { undo: false, run: false };

function planOf({ host, job }: ReturnType<typeof ran>, killed = CALM): UndoPlan {
  return planUndo(host, job, readJobRecord(host, job), laterRuns(host, job), killed);
}

const content = ({ writes, left, alone }: UndoPlan) => ({
  writes: writes.map(({ row, value }) => `${row} ${value}`),
  left: left.length,
  alone: alone.length,
});

test.each<[string, (host: FakeHost) => void, string[], number, number]>([
  ['nothing', () => {}, ['1 old 0', '2 old 1', '3 old 2'], 0, 0],
  ['a row inserted', ({ tab }) => void tab.cells.splice(1, 0, []), ['2 old 0', '3 old 1', '4 old 2'], 0, 0],
  ['a row deleted', ({ tab }) => void tab.cells.splice(1, 1), ['1 old 1', '2 old 2'], 0, 0],
  [
    'rows exchanged',
    ({ tab }) => void tab.cells.push(tab.cells.splice(1, 1)[0]!),
    ['1 old 1', '2 old 2', '3 old 0'],
    0,
    0,
  ],
  ['an id edited', ({ tab }) => tab.put(2, 1, [[B]]), ['1 old 0', '2 old 1', '3 old 2'], 0, 0],
  ['a cell typed into', ({ tab }) => tab.put(3, 3, [['mine']]), ['1 old 0', '3 old 2'], 1, 0],
  ['a cell that holds its old value', ({ tab }) => tab.put(3, 3, [['old 1']]), ['1 old 0', '3 old 2'], 0, 0],
  ['the column protected', ({ tab }) => void tab.protectedColumns.add(3), [], 0, 3],
])('%s since', (_what, change, writes, left, alone) => {
  const run = ran();
  change(run.host);
  expect(content(planOf(run))).toEqual({ writes, left, alone });
});

test('a value of ours on a row that is not its own is given back only where a step was killed', () => {
  const run = ran();
  run.host.tab.put(2, 3, [[B]]);
  expect(content(planOf(run))).toEqual({ writes: ['2 old 1', '3 old 2'], left: 1, alone: 0 });
  expect(content(planOf(run, { undo: false, run: true })).writes).toEqual(['1 old 0', '2 old 1', '3 old 2']);
});

test('what a later run wrote stays; the runs before it have their own', () => {
  const { host, job } = ran();
  host.tab.put(3, 3, [['typed']]);
  const later = runJob(host, { headers: ['current_id'], firstRow: 3, lastRow: 3 });
  expect(content(planOf({ host, job }))).toEqual({ writes: ['1 old 0', '3 old 2'], left: 1, alone: 0 });
  expect(content(planOf({ host, job: later })).writes).toEqual(['2 typed']);
});
