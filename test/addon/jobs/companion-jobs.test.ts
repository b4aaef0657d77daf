/** Jobs whose work the companion does: triage beside a column of ids, contributions into a tab. */
import { saveCompanion } from '../../../src/addon/access/companion-access';
import { saveToken } from '../../../src/addon/access/settings';
import { stepJob } from '../../../src/addon/jobs/step';
import { startTab } from '../../../src/addon/jobs/tab-job';
import { undoRun } from '../../../src/addon/jobs/undo';
import { COMPANION, type FakeCompanion, fakeCompanion } from '../../support/companion-double';
import { type FakeHost, fakeHost } from '../../support/fake-host';
import { BANC } from '../../support/sandbox-driver';
import { drive, fill, runJob } from '../support';

const IN = '720575941473274509';
const OUT = '720575941524660200';
const MADE = '720575941565377335';
const HEADERS = ['swamps', 'swamp_points'];

let double: FakeCompanion;
let host: FakeHost;
beforeEach(() => {
  double = fakeCompanion(() => host.now());
  host = fakeHost({ answer: (request) => double.answer(request) });
  saveToken(host, '0123456789abcdef0123456789abcdef');
  saveCompanion(host, COMPANION);
});

test('triage: the swamps or "none", their points, a code where there is no answer; and back by Undo', () => {
  const pending = { error: { code: 'PENDING', message: 'its skeleton is being made' } };
  double.tools = (_name, { ids }) => ({
    rows: ids!.map((id) => {
      if (id === MADE) return { id, ...pending };
      return {
        id,
        cells: id === IN ? [true, '3, 7', '1, 2, 3; 4, 5, 6'] : [false, 'none', ''],
        cacheSeconds: 60,
      };
    }),
  });
  fill(host, ['root_id', 'swamps'], [[IN, 'old'], [''], [OUT], ['abc'], [MADE]]);
  const job = runJob(host, { kind: 'triage', headers: HEADERS });
  expect(job).toMatchObject({ state: 'done', done: 4, total: 4, title: 'Triage' });
  expect(job.failures.PENDING).toMatchObject({ count: 1 });
  expect(host.tab.grid()).toEqual([
    ['root_id', 'swamps', 'swamp_points'],
    [IN, '3, 7', '1, 2, 3; 4, 5, 6'],
    ['', '', ''],
    [OUT, 'none', ''],
    ['abc', '#TT ID: "abc" is not a segment id', ''],
    [MADE, expect.stringContaining('#TT PENDING'), ''],
  ]);
  undoRun(host);
  expect(host.tab.grid().slice(0, 2)).toEqual([
    ['root_id', 'swamps'],
    [IN, 'old'],
  ]);
});

test('no companion, or a datastack without swamps: the run fails in words, with nothing written', () => {
  saveCompanion(host, '');
  fill(host, ['root_id'], [[IN]]);
  const none = runJob(host, { kind: 'triage', headers: HEADERS });
  expect(none).toMatchObject({ state: 'failed', message: expect.stringContaining('Set its address') });
  saveCompanion(host, COMPANION);
  double.failing = 403;
  const refused = runJob(host, { kind: 'triage', headers: HEADERS });
  expect(refused).toMatchObject({ state: 'failed', message: expect.stringContaining('refuses you (403)') });
  expect(host.tab.grid()[1]).toEqual([IN, '', '']);
});

test('contributions: the run says how far the companion is, waits without failing, then fills its tab', () => {
  let requestCount = 0;
  const table = [
    ['user_id', 'user_name', 'supervoxels'],
    ['7', 'Ada', 1200],
    ['9', 'Ed', 3],
  ];
  double.job = (name, { args }) => {
    expect([name, args]).toEqual(['count_user_sv_contribution', { id: IN }]);
    const job = { id: 'j', total: 40, words: 'edits read' };
    if (++requestCount <= 12) return { ...job, state: 'running', done: requestCount };
    return { ...job, state: 'done', done: 40, answer: { table } };
  };
  const { id } = startTab(host, 'TT_CONTRIBUTIONS', { id: IN }, BANC);
  expect(stepJob(id, host)).toMatchObject({
    state: 'running',
    message: '1 of 40 edits read',
    failedSteps: 0,
  });
  const job = drive(host, id);
  expect(job).toMatchObject({ state: 'done', done: 2, total: 2, message: '' });
  expect(host.tabNamed(`TT contributions ${IN}`).grid()).toEqual(table);
  expect(requestCount).toBe(13);
});

test('contributions that fail end the run with the companion’s words', () => {
  double.job = () => ({
    id: 'j',
    state: 'failed',
    done: 0,
    total: 0,
    words: '',
    error: { code: 'UNKNOWN', message: 'no such segment' },
  });
  const { id } = startTab(host, 'TT_CONTRIBUTIONS', { id: IN }, BANC);
  expect(drive(host, id)).toMatchObject({ state: 'failed', message: 'UNKNOWN: no such segment' });
});

test('the plan of a triage job reads the ids alone, whatever anchors stand beside them', () => {
  double.tools = (_name, { ids }) => ({
    rows: ids!.map((id) => ({ id, cells: [false, 'none', ''], cacheSeconds: 0 })),
  });
  fill(
    host,
    ['root_id', 'anchor_supervoxel'],
    [
      [IN, '73186243730767724'],
      [IN, '73186243730767725'],
    ],
  );
  expect(runJob(host, { kind: 'triage', headers: ['swamps'] })).toMatchObject({ done: 1 });
  expect(host.tab.column('C')).toEqual(['swamps', 'none', 'none']);
});

const HITS = ['mesh_hit', 'mesh_crossings', 'mesh_points'];
const MESH = 'precomputed://gs://b/regions';

test('crossings of a mesh: the fields are kept with the run, the answers stand under their headers', () => {
  double.tools = (name, { args, ids }) => {
    expect(name).toBe('calc_seg_mesh_intersect');
    expect(args).toEqual({ mesh: MESH, mesh_id: '3', return_points: true, exact: false });
    return {
      rows: ids!.map((id) =>
        id === MADE
          ? { id, error: { code: 'UNKNOWN', message: 'no such segment' } }
          : {
              id,
              cells: [id === IN, id === IN ? 2 : 0, id === IN ? '1, 2, 3; 4, 5, 6' : ''],
              cacheSeconds: 60,
            },
      ),
    };
  };
  fill(host, ['root_id'], [[IN], [OUT], [MADE]]);
  const options = { mesh: ` ${MESH} `, mesh_id: '3', other: 'x' };
  const job = runJob(host, { kind: 'hits', headers: HITS, options });
  expect(job).toMatchObject({ state: 'done', done: 3, options: { mesh: MESH, mesh_id: '3' } });
  expect(host.tab.grid()).toEqual([
    ['root_id', ...HITS],
    [IN, true, 2, '1, 2, 3; 4, 5, 6'],
    [OUT, false, 0, ''],
    [MADE, '#TT UNKNOWN: no such segment', '', ''],
  ]);
});

test.each<[string, Record<string, string> | undefined, string]>([
  ['no fields', undefined, 'mesh is missing'],
  ['a blank mesh', { mesh: '' }, 'mesh is missing'],
  ['an id that is none', { mesh: MESH, mesh_id: 'abc' }, '"abc" is not a segment id'],
  ['a file in a field', { mesh: `base64:${'A'.repeat(2000)}` }, 'up to 1000 characters'],
])('crossings with %s are refused before anything is written', (_words, options, message) => {
  fill(host, ['root_id'], [[IN]]);
  const runRefused = () => runJob(host, { kind: 'hits', headers: HITS, ...(options ? { options } : {}) });
  expect(runRefused).toThrow(message);
  expect(host.tab.grid()).toEqual([['root_id'], [IN]]);
  expect(double.requests.filter(({ path }) => path.startsWith('/v1/tools/'))).toEqual([]);
});
