/** Anchors: a supervoxel beside an id says which piece a row means, so that a split leaves no doubt. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

let bench: Workbench;
let id: string;
beforeEach(() => {
  bench = workbench();
  const { truth } = bench.cave;
  id = truth.sampleCurrent(300).find((root) => truth.level2(root).length > 40)!;
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
