/** Answers too large for a formula, written to a tab of their own in batches; and the job of links. */
import { Kill } from '@tracer-tools/apps-script';
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { sharedCave, type Workbench, workbench } from '../../workbench/addon/workbench';
import { casesOf, LONG } from '../../workbench/long';

/** Whole tables reach every neuron of a world: it is made once. */
const cave = sharedCave();
let bench: Workbench;
beforeEach(() => {
  bench = workbench({ cave });
});

const cells = (name: string) => {
  const grid = bench.book.grid(name)!;
  return grid.values({ row: 1, column: 1, rows: grid.lastRow(), columns: grid.lastColumn() });
};

test('a whole table, in batches, every row once', () => {
  const form = { table: 'cell_info', columns: 'id, pt_root_id, tag' };
  const started = bench.call('startTab', ['TT_TABLE', form]);
  const job = drive(bench, started.id);
  expect(job).toMatchObject({ state: 'done', sheet: 'TT cell_info' });
  const [header, ...rows] = cells('TT cell_info');
  expect(header).toEqual(['id', 'pt_root_id', 'tag']);
  expect(bench.formula(1, 12, '=TT_TABLE("cell_info",,"count")')).toBe(rows.length);
  expect(rows.length).toBe(job.done);
  expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
  expect(rows.every(([, root]) => typeof root === 'string' && /^[0-9]{18}$/.test(root))).toBe(true);
});

test('filter ids that were not current at the version are named in a last row and in the run log', () => {
  const { truth } = bench.cave;
  const newest = truth.versions.at(-1)!;
  const stale = truth.sampleStale(50).filter((id) => !truth.isLatest(id, undefined, newest.time));
  bench.formula(1, 12, '=TT_TABLE("cell_info",,"pt_root_id",1)');
  const current = bench.shown(2, 12, 1, 1)[0]![0]!;
  const write = (ids: readonly string[]) => {
    const filters = `pt_root_id in ${ids.join(', ')}`;
    const started = bench.call('startTab', [
      'TT_TABLE',
      { table: 'cell_info', columns: 'pt_root_id', filters },
    ]);
    const job = drive(bench, started.id);
    expect(job).toMatchObject({ state: 'done', failures: [] });
    return { rows: cells(job.sheet).slice(1).flat(), done: job.done, message: job.message };
  };
  const words = `${stale[0]}: not current at version ${newest.version}, so without rows. Write the ids of that time, or ask live`;
  const mixed = write([current, stale[0]!]);
  expect(mixed.rows.slice(0, -1)).toEqual(new Array(mixed.done).fill(current));
  expect(mixed.rows.at(-1)).toBe(`#TT INPUT: ${words}`);
  expect(mixed.message).toBe(words);
  expect(write([stale[0]!])).toEqual({ rows: [`#TT INPUT: ${words}`], done: 0, message: words });
  expect(write(stale.slice(0, 25)).rows.at(-1)).toMatch(/ and 22 more: not current/);
  const whole = write([current]);
  expect(whole.rows).toEqual(new Array(whole.done).fill(current));
});

test('killed at any of its writes, the tab is the same in the end', () => {
  const form = { table: 'backbone_proofread', columns: 'id, pt_root_id, proofread' };
  drive(bench, bench.call('startTab', ['TT_TABLE', form]).id);
  const whole = cells('TT backbone_proofread');
  for (const at of [1, 2, 3]) {
    const { id, sheet } = bench.call('startTab', ['TT_TABLE', form]);
    let writes = 0;
    bench.host.hooks.beforeCall = (_service, method) => {
      if (method === 'flush' && ++writes === at) throw new Kill('power loss');
    };
    bench.attempt('stepJob', [id]);
    bench.host.hooks.beforeCall = undefined;
    bench.call('resumeJob', [id]);
    expect(drive(bench, id)).toMatchObject({ state: 'done' });
    expect(cells(sheet)).toEqual(whole);
  }
});

/** Each batch of 100,000 reads the whole list: two in npm test, all nine in npm run test:long. */
const BATCHES = casesOf(2, 9);

test(`the 846,443 supervoxels of a real neuron: ${BATCHES} of 9 batches`, () => {
  const { id } = bench.call('startTab', ['TT_SUPERVOXELS', { id: '720575941413124779' }]);
  let job = bench.call('stepJob', [id]);
  while (job.state === 'running' && job.done < BATCHES * 100_000) job = bench.call('stepJob', [id]);
  expect(job).toMatchObject({ state: LONG ? 'done' : 'running', total: 846_443 });
  expect(job.done).toBe(LONG ? 846_443 : BATCHES * 100_000);
  const grid = bench.book.grid('TT supervoxels 720575941413124779')!;
  expect(grid.values({ row: 2, column: 1, rows: 3, columns: 1 }).flat()).toEqual([
    '76492475061776745',
    '76492475061779442',
    '76492475061779424',
  ]);
  const last = (row: number) => grid.values({ row, column: 1, rows: 1, columns: 1 })[0]![0];
  expect(last(job.done + 1)).toBe(bench.cave.truth.supervoxels('720575941413124779')[job.done - 1]);
  if (LONG) expect(last(846_444)).toBe('76281162871835567');
});

test('what cannot be written is refused before a tab is made', () => {
  const tabs = bench.book.grids().length;
  for (const [formula, form, code, message] of [
    ['TT_TABLE', { table: 'nope' }, 'NONE', 'table nope: Table nope not found (brain_and_nerve_cord)'],
    [
      'TT_TABLE',
      { table: 'cell_info', as_of: 'live' },
      'INPUT',
      'as_of: a large table is written from a version, not live',
    ],
    [
      'TT_SUPERVOXELS',
      { id: '76492475061776745' },
      'ID',
      '76492475061776745 is a supervoxel, not a segment. TT_ID_FROM_SUPERVOXEL gives its segment',
    ],
    ['TT_VOLUME', { ids: '720575941703820762' }, 'INPUT', 'TT_VOLUME does not write a tab'],
  ] as const) {
    const error = { code, message, transient: false };
    expect(bench.attempt('startTab', [formula, form])).toEqual({ ok: false, error });
  }
  expect(bench.book.grids().length).toBe(tabs);
});

test('a link for each id, to its current segment', () => {
  fillTab(bench, ['720575941473274509', '', '720575941609391725']);
  const job = drive(bench, bench.call('startJob', [plan(bench, { kind: 'links', headers: ['link'] })]).id);
  expect(job).toMatchObject({ state: 'done', done: 2, failures: [] });
  const links = bench.shown(2, 3, 3, 1).flat();
  expect(decodeURIComponent(links[0]!)).toMatch(
    /^https:\/\/spelunker\.cave-explorer\.org\/#!\{.*720575941441350235/,
  );
  expect(links[1]).toBe('');
  expect(decodeURIComponent(links[2]!)).toContain('720575941609391725');
});
