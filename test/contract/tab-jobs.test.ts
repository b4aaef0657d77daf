/** Answers too large for a formula, written to a tab of their own in batches; and the job of links. */
import { Kill } from '@tracer-tools/apps-script';
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { sharedCave, type Workbench, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';

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

test('the 846,443 supervoxels of a real neuron: a list of 17 MB is read once for as many pages as a step has time for', () => {
  const id = '720575941413124779';
  const started = bench.call('startTab', ['TT_SUPERVOXELS', { id }]);
  let pages = 0;
  // A step has time for two pages of 11 s each; the first one is killed at its second page.
  bench.host.hooks.beforeCall = (_service, method) => {
    if (method !== 'setValues') return;
    bench.host.clock.advance(11_000);
    if (++pages === 2) throw new Kill('power loss');
  };
  bench.requests();
  bench.attempt('stepJob', [started.id]);
  expect(bench.call('resumeJob', [started.id])).toMatchObject({ done: 100_000 });
  let job = bench.call('stepJob', [started.id]);
  expect(job).toMatchObject({ state: 'running', done: 300_000, total: 846_443 });
  expect(bench.requests()).toBe(2);
  if (LONG) {
    job = drive(bench, started.id);
    expect(job).toMatchObject({ state: 'done', done: 846_443 });
    expect(bench.requests()).toBe(3);
  }
  bench.host.hooks.beforeCall = undefined;
  const grid = bench.book.grid(`TT supervoxels ${id}`)!;
  const cell = (row: number) => grid.values({ row, column: 1, rows: 1, columns: 1 })[0]![0];
  const list = bench.cave.truth.supervoxels(id);
  for (const i of [0, 1, 99_999, 100_000, job.done - 1]) expect(cell(i + 2)).toBe(list[i]);
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
