/** Recipes on a column: each job in turn, whoever drives it, and what is said where one cannot start. */
import { resumeJob } from '../../../src/addon/jobs/control';
import { jobs } from '../../../src/addon/jobs/state';
import { hasNext, startRecipes, stepRun } from '../../../src/addon/recipes/run-recipes';
import { saveRecipe } from '../../../src/addon/recipes/store';
import { hourly } from '../../../src/addon/schedules/hourly';
import type { FakeHost } from '../../support/fake-host';
import { BANC, testEnvironment } from '../../support/sandbox-driver';
import { fill, hostOver } from '../support';

const cave = testEnvironment();
const IDS = cave.sandbox.truth
  .sampleCurrent(50)
  .filter((id) => cave.sandbox.truth.supervoxelCount(id) < 5000)
  .slice(0, 3) as [string, string, string];

function sheetOf(): { host: FakeHost; ids: string[]; place: Parameters<typeof startRecipes>[1] } {
  const host = hostOver(cave);
  fill(
    host,
    ['root_id', 'notes'],
    IDS.map((id, i) => [id, `note ${i}`]),
  );
  saveRecipe('current', [{ kind: 'current', headers: ['current_id'] }], host);
  const saved = saveRecipe('view', [{ kind: 'links', headers: ['link'] }], host);
  const ids = ['current', 'view'].map((name) => saved.find((each) => each.name === name)!.id);
  const place = {
    sheetId: host.tab.id,
    column: 'A',
    firstRow: 2,
    lastRow: 4,
    datastack: BANC,
    replace: true,
  };
  return { host, ids, place };
}

/** As the sidebar drives: always the job that the last step answered. */
function driveAll(host: FakeHost, first: string) {
  let job = stepRun(first, host);
  for (let i = 0; job.state === 'running' && i < 50; i++) job = stepRun(job.id, host);
  return job;
}

test('two recipes run as one: the second starts when the first is done', () => {
  const { host, ids, place } = sheetOf();
  const last = driveAll(host, startRecipes(ids, place, host).id);
  expect(last).toMatchObject({ kind: 'links', state: 'done', message: '' });
  expect(host.tab.grid()[0]).toEqual(['root_id', 'notes', 'current_id', 'link']);
  expect(host.tab.column('C').slice(1)).toEqual(IDS);
  expect(
    host.tab
      .column('D')
      .slice(1)
      .every((link) => String(link).startsWith('https://')),
  ).toBe(true);
  expect(jobs(host.documentStore).map(({ kind }) => kind)).toEqual(['links', 'current']);
  expect(jobs(host.documentStore).some(hasNext)).toBe(false);
});

test('the hourly trigger goes on where the sidebar was closed, also between two jobs', () => {
  const { host, ids, place } = sheetOf();
  startRecipes(ids, place, host);
  hourly(host);
  expect(host.tab.grid()[0]).toEqual(['root_id', 'notes', 'current_id', 'link']);
  expect(host.tab.column('D').filter((cell) => cell === '')).toEqual([]);
  // A kill between the end of a job and the start of the next one.
  const other = sheetOf();
  const job = startRecipes(other.ids, other.place, other.host);
  const locked = other.host.locked;
  other.host.locked = (work) => {
    const before = jobs(other.host.documentStore)[0];
    if (before?.state === 'done') throw new Error('killed');
    return locked(work);
  };
  expect(() => driveAll(other.host, job.id)).toThrow('killed');
  other.host.locked = locked;
  hourly(other.host);
  expect(other.host.tab.column('D').filter((cell) => cell === '')).toEqual([]);
});

test('only the rows that were selected, wherever they were sorted to in between', () => {
  const { host, ids, place } = sheetOf();
  const job = startRecipes(ids, { ...place, firstRow: 3, lastRow: 3 }, host);
  let now = stepRun(job.id, host);
  while (now.id === job.id && now.state === 'running') now = stepRun(now.id, host);
  host.tab.put(2, 1, [
    [IDS[1], 'note 1', IDS[1]],
    [IDS[0], 'note 0', ''],
  ]);
  driveAll(host, now.id);
  expect(
    host.tab
      .column('D')
      .slice(1)
      .map((cell) => cell !== ''),
  ).toEqual([true, false, false]);
});

test('a column that is gone: the first job stays done and says that the next one was not started', () => {
  const { host, ids, place } = sheetOf();
  const job = startRecipes(ids, place, host);
  const locked = host.locked;
  host.locked = (work) => {
    const before = jobs(host.documentStore)[0];
    if (before?.state === 'done' && host.tab.column('A')[0] === 'root_id') host.tab.put(1, 1, [['gone']]);
    return locked(work);
  };
  const last = driveAll(host, job.id);
  expect(last).toMatchObject({ id: job.id, state: 'done' });
  expect(last.message).toMatch(/^The next job of the recipe was not started: .*root_id/);
  expect(hasNext(resumeJob(job.id, host))).toBe(false);
});

test('what a later recipe lacks is said before the first one writes', () => {
  const { host, ids, place } = sheetOf();
  const mesh = saveRecipe('mesh', [{ kind: 'hits', headers: ['mesh_hit'] }], host).find(
    ({ name }) => name === 'mesh',
  )!;
  expect(() => startRecipes([ids[0]!, mesh.id], place, host)).toThrow('mesh is missing');
  expect(host.tab.grid()[0]).toEqual(['root_id', 'notes']);
  expect(jobs(host.documentStore)).toEqual([]);
  expect(() => startRecipes([], place, host)).toThrow('choose a recipe');
});
