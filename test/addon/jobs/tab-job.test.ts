/** A whole answer into a tab of its own; steps that fail, wait, or lose their lease. */
import { startJob } from '../../../src/addon/jobs/plan';
import { readJob } from '../../../src/addon/jobs/state';
import { stepJob } from '../../../src/addon/jobs/step';
import { startTab } from '../../../src/addon/jobs/tab-job';
import { noReply } from '../../../src/http/request';
import { BANC, testEnvironment } from '../../support/sandbox-driver';
import { drive, fill, hostOver, planOf } from '../support';

const cave = testEnvironment();
const [ID] = cave.sandbox.truth
  .sampleCurrent(50)
  .filter((id) => cave.sandbox.truth.supervoxelCount(id) < 5000) as [string];

test('every supervoxel of a segment stands in a new tab, as text, and a second tab takes another name', () => {
  const host = hostOver(cave);
  const job = drive(host, startTab(host, 'TT_SUPERVOXELS', { id: ID }, BANC).id);
  const count = cave.sandbox.truth.supervoxelCount(ID);
  expect(job).toMatchObject({ state: 'done', done: count, total: count, kind: 'tab' });
  const tab = host.tabNamed(`TT supervoxels ${ID}`);
  expect([tab.grid().length, tab.grid()[0], tab.columnsThere, tab.frozen]).toEqual([
    count + 1,
    ['supervoxel_id'],
    1,
    1,
  ]);
  expect(tab.grid().every(([cell]) => typeof cell === 'string')).toBe(true);
  expect(new Set(tab.column('A')).size).toBe(count + 1);
  expect(startTab(host, 'TT_SUPERVOXELS', { id: ID }, BANC).sheet).toBe(`TT supervoxels ${ID} 2`);
});

test('an id that is no segment makes no tab', () => {
  const host = hostOver(cave);
  expect(() => startTab(host, 'TT_SUPERVOXELS', { id: '12' }, BANC)).toThrow();
  expect(host.file.tabs()).toHaveLength(1);
});

test('a network that fails five times makes the run wait, with nothing written', () => {
  const host = hostOver(cave);
  fill(host, ['root_id'], [[ID]]);
  const { id } = startJob(planOf(host), host);
  const { send } = host.http;
  host.http.send = (requests) => requests.map(() => noReply('network', 'down'));
  const states = Array.from({ length: 5 }, () => stepJob(id, host).state);
  expect(states).toEqual(['running', 'running', 'running', 'running', 'waiting']);
  expect(readJob(host.documentStore, id).message).toMatch(/^DOWN: /);
  expect(host.tab.grid()[1]).toEqual([ID, '', '']);
  host.http.send = send;
  host.http.sleep(15_000);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 1, failedSteps: 0, message: '' });
});

test('a service that says when it heals is asked again then, however many steps lie between', () => {
  const fresh = testEnvironment(2);
  const host = hostOver(fresh);
  fill(host, ['root_id'], [[fresh.sandbox.truth.sampleCurrent(1)[0]!]]);
  const { id } = startJob(planOf(host), host);
  fresh.sandbox.setFaults({ authLookups: { user: [429] } });
  expect(stepJob(id, host)).toMatchObject({ state: 'running', failedSteps: 1 });
  const { message, notBefore } = readJob(host.documentStore, id);
  expect(message).toMatch(/^BUSY: .*within 5 minutes/);
  expect(drive(host, id)).toMatchObject({ state: 'done', done: 1, failedSteps: 0 });
  expect(host.now()).toBeGreaterThanOrEqual(notBefore);
});

test('a step that another run took over writes nothing', () => {
  const host = hostOver(cave);
  fill(host, ['root_id'], [[ID]]);
  const { id } = startJob(planOf(host), host);
  const { send } = host.http;
  host.http.send = (requests) => {
    const job = readJob(host.documentStore, id);
    host.kept.document.set(`job-${id}`, JSON.stringify({ ...job, lease: { holder: 'other', until: 9e15 } }));
    return send(requests);
  };
  expect(stepJob(id, host)).toMatchObject({ done: 0, lease: { holder: 'other' } });
  expect(host.tab.grid()[1]).toEqual([ID, '', '']);
});
