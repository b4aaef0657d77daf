/** What a run that is cancelled, or taken over, leaves in the sheet and says. */
import { cancelJob, resumeJob, retryFailed } from '../../../src/addon/jobs/control';
import { jobView } from '../../../src/addon/jobs/job-view';
import { startJob } from '../../../src/addon/jobs/plan';
import { stepJob } from '../../../src/addon/jobs/step';
import type { FakeHost } from '../../support/fake-host';
import { testEnvironment } from '../../support/sandbox-driver';
import { drive, fill, hostOver, planOf, runJob } from '../support';

const cave = testEnvironment();
const small = (id: string) => cave.sandbox.truth.supervoxelCount(id) < 5000;
const [A, B] = cave.sandbox.truth.findCurrent(2, small) as [string, string];

function sheetOf(ids: string[], more: string[] = []): FakeHost {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'note', ...more],
    ids.map((id, i) => [id, `note ${i}`]),
  );
  return host;
}

const headers = (host: FakeHost) => host.tab.grid()[0];

test('a run that is cancelled before it wrote leaves no empty columns; Resume makes them anew', () => {
  const host = sheetOf([A, B]);
  const { id } = startJob(planOf(host), host);
  expect(headers(host)).toEqual(['root_id', 'note', 'current_id', 'share']);
  expect(cancelJob(id, host)).toMatchObject({ message: 'nothing was written' });
  expect(headers(host)).toEqual(['root_id', 'note']);
  resumeJob(id, host);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 2 });
  expect(host.tab.grid()[1]).toEqual([A, 'note 0', A, 1]);
});

test('a column that was there before, or in which something stands, stays', () => {
  const host = sheetOf([A, B], ['share']);
  const { id } = startJob(planOf(host), host);
  host.tab.put(3, 4, [['somebody’s']]);
  cancelJob(id, host);
  expect(headers(host)).toEqual(['root_id', 'note', 'share', 'current_id']);
});

test('cancelled after a step: what was written stays, and the message says so', () => {
  const host = sheetOf([A, B]);
  const { id } = startJob(planOf(host), host);
  stepJob(id, host);
  expect(cancelJob(id, host).message).toMatch(/2 of 2 ids were written and stay; Undo takes them back/);
  expect(host.tab.grid()[1]).toEqual([A, 'note 0', A, 1]);
});

test('whoever cancels or takes over somebody else’s run is told whose it was and how far', () => {
  const host = sheetOf([A, B]);
  const { id } = startJob(planOf(host), host);
  const first = host.who;
  host.who = 'mei@example.org';
  expect(resumeJob(id, host).message).toBe(`Taken over from ${first} at 0 of 2 ids; what was written stays`);
  expect(cancelJob(id, host).message).toBe('Cancelled by mei@example.org: nothing was written');
});

test('an ended run is not opened again while another one writes its columns', () => {
  const host = sheetOf([A, B]);
  const first = runJob(host);
  const cancelled = startJob(planOf(host), host);
  cancelJob(cancelled.id, host);
  startJob(planOf(host), host);
  expect(() => resumeJob(cancelled.id, host)).toThrow(/is not finished in current_id, share/);
  expect(() => retryFailed(first.id, host)).toThrow(/is not finished/);
});

test('cells left alone are counted by reason', () => {
  const host = sheetOf([A, B, A], ['current_id', 'share']);
  host.tab.put(2, 3, [['=1'], ['x'], ['=2']]);
  host.tab.ruled.add('D3');
  const job = runJob(host);
  expect(jobView(job, host)).toMatchObject({
    left: 3,
    leftBy: [
      { reason: 'formula', count: 2 },
      { reason: 'rule', count: 1 },
    ],
  });
});

test('a column into which somebody types as it is taken away keeps its header', () => {
  const host = sheetOf([A, B]);
  const { id } = startJob(planOf(host), host);
  host.world.beforeCall = (method) => {
    if (method !== 'setValues' && method !== 'setSame') return;
    host.world.beforeCall = null;
    host.tab.put(3, 4, [['somebody’s']]);
  };
  cancelJob(id, host);
  host.world.beforeCall = null;
  expect(headers(host)).toEqual(['root_id', 'note', '', 'share']);
  expect(host.tab.column('D')).toEqual(['share', '', 'somebody’s']);
});
