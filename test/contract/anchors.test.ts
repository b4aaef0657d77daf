/** Anchors: a supervoxel beside an id says which piece a row means, so that a split leaves no doubt. */
import { Kill } from '@tracer-tools/apps-script';
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
/** The same in each world: the search makes many neurons, so it is done once. */
let id = '';
beforeEach(() => {
  bench = workbench();
  const { truth } = bench.cave;
  if (id === '') id = truth.findCurrent(1, (root) => truth.level2(root).length > 40)[0]!;
});

const run = (headers: string[], kind: 'anchors' | 'current' | 'details' = 'current') => {
  const job = drive(bench, bench.call('startJob', [plan(bench, { kind, headers })]).id);
  expect(job).toMatchObject({ state: 'done' });
  return job;
};

test('the anchors job adds a supervoxel and a point of each segment, and never replaces an anchor', () => {
  fillTab(bench, [id]);
  run(['anchor_supervoxel', 'point'], 'anchors');
  const [[anchor, point]] = bench.shown(2, 3, 1, 2) as [[string, string]];
  expect(bench.cave.truth.supervoxels(id)).toContain(anchor);
  expect(point).toMatch(/^[0-9]+, [0-9]+, [0-9]+$/);
  const other = bench.cave.truth.supervoxels(id).at(-1)!;
  bench.put(2, 3, [[`'${other}`]]);
  run(['anchor_supervoxel', 'point'], 'anchors');
  expect(bench.shown(2, 3, 1, 1)).toEqual([[other]]);
});

test('two rows of one id, each with the anchor of its own piece, get their own successors after a split', () => {
  const before = bench.cave.truth.supervoxels(id);
  const { after } = bench.cave.edit({ root: id, kind: 'split', share: 0.55 });
  const of = (root: string) =>
    before.find((supervoxel) => bench.cave.truth.rootOfSupervoxel(supervoxel) === root)!;
  fillTab(bench, [id, id, id]);
  bench.put(1, 3, [['supervoxel_id']]);
  bench.put(2, 3, [[`'${of(after[0]!)}`], [`'${of(after[1]!)}`], ['']]);
  run(['current_id', 'share']);
  const rows = bench.shown(2, 4, 3, 2);
  expect(rows[0]).toEqual([after[0], 'anchored']);
  expect(rows[1]).toEqual([after[1], 'anchored']);
  expect(rows[2]![0]).toMatch(/^#TT AMBIGUOUS: \d+ % \/ \d+ %/);
});

test('an anchor that cannot be read is the row’s error, never another piece', () => {
  const before = bench.cave.truth.supervoxels(id);
  const { after } = bench.cave.edit({ root: id, kind: 'split', share: 0.9 });
  const small = before.find((supervoxel) => bench.cave.truth.rootOfSupervoxel(supervoxel) === after[1])!;
  fillTab(bench, [id, id, id, id, id]);
  bench.put(1, 3, [['supervoxel_id']]);
  bench.put(2, 3, [[`'${small}`], ["'7.6E+16"], [`'${id}`], ["'unknown"], [`'${small}?`]]);
  run(['current_id', 'share']);
  const rows = bench.shown(2, 4, 5, 1).flat();
  expect(rows).toEqual([
    after[1],
    expect.stringMatching(/^#TT ROUNDED: anchor: 7.6E\+16 is a rounded number/),
    `#TT ID: anchor: ${id} is no supervoxel`,
    after[0],
    after[1],
  ]);
});

test.each(['anchor_supervoxel', 'supervoxel_id'])(
  'a job that fills anchors keeps rows of one id apart by the anchors in %s, also after it was killed; Undo too',
  (header) => {
    const before = bench.cave.truth.supervoxels(id);
    const { after } = bench.cave.edit({ root: id, kind: 'split', share: 0.9 });
    const of = (root: string) =>
      before.find((supervoxel) => bench.cave.truth.rootOfSupervoxel(supervoxel) === root)!;
    fillTab(bench, [id, id, id]);
    bench.put(1, 3, [[header, 'current_id']]);
    bench.put(2, 3, [
      [`'${of(after[1]!)}`, 'a'],
      [`'${of(after[0]!)}`, 'b'],
      ['', 'c'],
    ]);
    const { id: job } = bench.call('startJob', [
      plan(bench, { kind: 'current', headers: ['current_id', 'anchor_supervoxel'] }),
    ]);
    let writes = 0;
    bench.host.hooks.beforeCall = (_service, method) => {
      if (method === 'flush' && ++writes === 3) throw new Kill('power loss');
    };
    bench.attempt('stepJob', [job]);
    bench.host.hooks.beforeCall = undefined;
    bench.call('resumeJob', [job]);
    expect(drive(bench, job)).toMatchObject({ state: 'done' });
    expect(bench.shown(2, 4, 3, 1)).toEqual([[after[1]], [after[0]], [after[0]]]);
    bench.grid.sort({ row: 2, column: 1, rows: 3, columns: 6 }, { column: 2, ascending: false });
    bench.call('undo', []);
    expect(bench.shown(2, 2, 3, 3)).toEqual([
      ['note 2', '', 'c'],
      ['note 1', of(after[0]!), 'b'],
      ['note 0', of(after[1]!), 'a'],
    ]);
  },
);

test.each([
  [['current_id']],
  [['current_id', 'share']],
  [['current_id', 'volume_um3', 'share', 'runner_up', 'point', 'anchor_supervoxel']],
  [['volume_um3', 'proofread']],
])('a split without a clear successor is refused in one cell of its row, with the columns %j', (headers) => {
  bench.cave.edit({ root: id, kind: 'split', share: 0.55 });
  fillTab(bench, [id]);
  const job = run(headers, 'details');
  expect(job.failures).toEqual([expect.objectContaining({ code: 'AMBIGUOUS', count: 1 })]);
  const [first, ...others] = bench.shown(2, 3, 1, headers.length)[0]!;
  expect(first).toMatch(/^#TT AMBIGUOUS: \d+ % \/ \d+ %\. Add an anchor point$/);
  expect(others).toEqual(others.map(() => ''));
});

test.each<
  [words: string, headers: string[], cells: (at: number[], nm: number[]) => (string | number)[], note: string]
>([
  ['positions of CAVE’s tables', ['pt_position'], (at) => [`'${at.join(', ')}`], 'anchors: pt_position'],
  ['positions in nm', ['anchor_point (nm)'], (_at, nm) => [`'${nm.join(' ')}`], 'anchors: anchor_point (nm)'],
  ['three columns', ['x', 'y', 'z'], (at) => at, 'anchors: x, y, z'],
])('%s say which piece a row means, and the log names them', (_words, headers, cells, note) => {
  const points = workbench({ stores: true });
  const { after } = points.cave.edit({ root: id, kind: 'split', share: 0.55 });
  const at = after.slice(0, 2).map((piece) => {
    points.put(30, 1, [[`'${piece}`]]);
    points.formula(30, 2, '=TT_COORDS(A30)');
    return points.grid.values({ row: 30, column: 2, rows: 1, columns: 3 })[0] as number[];
  });
  points.grid.clear({ row: 30, column: 1, rows: 1, columns: 5 }, { contents: true });
  fillTab(points, [id, id, id]);
  points.put(1, 3, [headers]);
  const width = headers.length;
  for (const [i, point] of at.entries()) {
    points.put(2 + i, 3, [cells(point, [point[0]! * 4 + 1, point[1]! * 4 + 1, point[2]! * 45 + 1])]);
  }
  points.put(4, 3, [cells([-5, -5, -5], [-5, -5, -5])]);
  const job = drive(
    points,
    points.call('startJob', [plan(points, { kind: 'current', headers: ['current_id', 'share'] })]).id,
  );
  expect(job).toMatchObject({ state: 'done' });
  const rows = points.shown(2, 3 + width, 3, 2);
  expect(rows.slice(0, 2)).toEqual([
    [after[0], 'anchored'],
    [after[1], 'anchored'],
  ]);
  expect(rows[2]![0]).toMatch(/^#TT INPUT: anchor: .* lies outside/);
  const log = points.book.grids().find((grid) => grid.name === 'TT log')!;
  expect(log.shown({ row: 1, column: 1, rows: 4, columns: 12 }).flat()).toContain(note);
});
