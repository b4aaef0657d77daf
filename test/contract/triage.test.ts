/** Triage of a column and of cells, by a real companion, against the swamps as the sandbox drew them. */
import { swamps } from '@tracer-tools/cave/seeds/swamps';
import { type LiveBench, liveBench, signIn } from './live-bench';

let bench: LiveBench;
let ids: string[];
beforeAll(async () => {
  bench = await liveBench();
  await signIn(bench);
  ids = bench.cave.truth.sampleCurrent(12);
  bench.grid.write({ row: 1, column: 1, rows: 1, columns: 1 }, [['root_id']]);
  bench.grid.write(
    { row: 2, column: 1, rows: ids.length, columns: 1 },
    ids.map((id) => [`'${id}`]),
  );
  // Skeletons that are not made yet are queued by the first question.
  await bench.call('runTool', ['TT_TRIAGE', { ids: ids.join(' ') }]);
  bench.cave.advance(600_000);
});
afterAll(() => bench?.close());

test('the column job writes swamps and points beside the ids; cells say the same', async () => {
  const started = await bench.call('startJob', [
    {
      kind: 'triage',
      sheetId: bench.grid.id,
      column: 'A',
      firstRow: 2,
      lastRow: ids.length + 1,
      headers: ['swamps', 'swamp_points'],
      datastack: 'brain_and_nerve_cord',
      replace: true,
    },
  ]);
  const job = await bench.drive(started.id);
  expect(job).toMatchObject({ state: 'done', done: ids.length, failures: [] });
  const written = bench.shown(2, 2, ids.length, 2);
  const passing = written.filter(([cell]) => cell !== 'none');
  expect(passing.length).toBeGreaterThan(0);
  expect(passing.length).toBeLessThan(ids.length);
  const known = new Set([...swamps().keys()].map(String));
  for (const [cell, points] of passing) {
    for (const id of cell!.split(', ')) expect(known).toContain(id);
    for (const point of points!.split('; ').filter((text) => text !== '')) {
      expect(point).toMatch(/^-?\d+, -?\d+, -?\d+$/);
    }
  }
  await bench.formula(1, 6, `=TT_TRIAGE(A2:A${ids.length + 1})`);
  const cells = bench.shown(1, 6, ids.length, 3);
  expect(cells.map(([passes, names]) => (passes === 'FALSE' ? 'none' : names))).toEqual(
    written.map(([cell]) => cell),
  );
  expect(cells.map(([, , points]) => points)).toEqual(written.map(([, points]) => points));
});

test('a datastack without swamps: a code in the cell', async () => {
  const text = await bench.formula(1, 10, `=TT_TRIAGE("${ids[0]}", "fanc_production_mar2021")`);
  expect(String(text)).toMatch(/^#TT (NONE|PERMISSION|UNKNOWN): /);
});

test('crossings of one swamp, by the column job: as many as the cells say', async () => {
  const mesh = 'precomputed://https://c10s.pni.princeton.edu/tracers/swamps/banc/main';
  const started = await bench.call('startJob', [
    {
      kind: 'hits',
      sheetId: bench.grid.id,
      column: 'A',
      firstRow: 2,
      lastRow: ids.length + 1,
      headers: ['mesh_hit', 'mesh_crossings'],
      options: { mesh, mesh_id: '3' },
      datastack: 'brain_and_nerve_cord',
      replace: true,
    },
  ]);
  expect(await bench.drive(started.id)).toMatchObject({ state: 'done', done: ids.length, failures: [] });
  const at = bench.shown(1, 1, 1, bench.grid.lastColumn())[0]!.indexOf('mesh_hit') + 1;
  const written = bench.shown(2, at, ids.length, 2);
  await bench.formula(20, 1, `=TT_MESH_HITS(A2:A${ids.length + 1}, "${mesh}", TRUE, "3")`);
  expect(bench.shown(20, 1, ids.length, 2)).toEqual(written);
  expect(new Set(written.map(([hit]) => hit))).toEqual(new Set(['TRUE', 'FALSE']));
});
