/** The end of a run: looks until nothing is left to set right. */
import { startJob } from '../../../src/addon/jobs/plan';
import { stepJob } from '../../../src/addon/jobs/step';
import { undoRun } from '../../../src/addon/jobs/undo';
import { testEnvironment } from '../../support/sandbox-driver';
import { drive, fill, hostOver, planOf } from '../support';

const cave = testEnvironment();
const small = (id: string) => cave.sandbox.truth.supervoxelCount(id) < 5000;
const [A, B, C] = cave.sandbox.truth.findCurrent(3, small) as [string, string, string];

function beginRun(ids: string[]) {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note'],
    ids.map((id, i) => [id, `note ${i}`]),
  );
  const { id } = startJob(planOf(host, { headers: ['current_id'] }), host);
  stepJob(id, host);
  return { host, id };
}

test('an id that came since is answered before the run ends', () => {
  const { host, id } = beginRun([A, B]);
  host.tab.put(4, 1, [[C, 'late']]);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 3, total: 3 });
  expect(host.tab.column('C')).toEqual(['current_id', A, B, C]);
});

test('an id that was edited since gets its own answer, a cleared one nothing', () => {
  const { host, id } = beginRun([A, B]);
  host.tab.put(2, 1, [[C], ['']]);
  expect(drive(host, id)).toMatchObject({ state: 'done' });
  expect(host.tab.column('C')).toEqual(['current_id', C, '']);
});

test('the answer of a cleared id stays in a cell that has a rule by then, and is counted, once', () => {
  const { host, id } = beginRun([A, B, C]);
  host.tab.put(3, 1, [[''], ['']]);
  host.tab.ruled.add('C3');
  expect(drive(host, id)).toMatchObject({ state: 'done', left: { rule: 1 } });
  expect(host.tab.column('C')).toEqual(['current_id', A, B, '']);
});

test('a copy of a row that came since has the answer too', () => {
  const { host, id } = beginRun([A]);
  host.tab.put(3, 1, [[A, 'a copy']]);
  drive(host, id);
  expect(host.tab.column('C')).toEqual(['current_id', A, A]);
});

test('a run that stops since a column of its own was removed leaves no answer beside an id that was edited', () => {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', 'current_id', 'share'],
    [A, B, C].map((id, i) => [id, `note ${i}`, `old ${i}`, '']),
  );
  const { id } = startJob(planOf(host), host);
  stepJob(id, host);
  host.tab.put(2, 1, [[C], ['']]);
  host.tab.deleteColumns(4, 1);
  const job = drive(host, id);
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('share was removed') });
  expect(host.tab.column('C')).toEqual(['current_id', C, 'old 1', C]);
});

test('where filled cells are kept, a copy of a row that came since has the answer in its blank cells', () => {
  const host = hostOver(cave);
  fill(host, ['root_id', 'note', 'current_id'], [[A, 'note 0', 'mine']]);
  const { id } = startJob(planOf(host, { headers: ['current_id'], replace: false }), host);
  stepJob(id, host);
  host.tab.put(3, 1, [[A, 'a copy', '']]);
  expect(drive(host, id)).toMatchObject({ state: 'done', skipped: 1 });
  expect(host.tab.column('C')).toEqual(['current_id', 'mine', A]);
  undoRun(host);
  expect(host.tab.column('C')).toEqual(['current_id', 'mine', '']);
});

test('an id that was edited to one whose cell is not ours to write has the answer in its own', () => {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', 'current_id'],
    [
      [A, 'note 0', '=1+1'],
      [B, 'note 1', 'old 1'],
    ],
  );
  const { id } = startJob(planOf(host, { headers: ['current_id'] }), host);
  stepJob(id, host);
  host.tab.put(3, 1, [[A]]);
  expect(drive(host, id)).toMatchObject({ state: 'done' });
  expect(host.tab.column('C').slice(2)).toEqual([A]);
  expect(host.tab.formulaAt(2, 3)).toBe('=1+1');
  undoRun(host);
  expect(host.tab.column('C').slice(2)).toEqual(['old 1']);
});
