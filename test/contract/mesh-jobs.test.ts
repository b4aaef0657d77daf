/** Files made by a real companion, as the sidebar asks for them; uploads; long work with its progress and Cancel. */

import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import { readObj } from '../../src/geometry/formats/obj';
import { reportMesh } from '../../src/geometry/mesh/report';
import { random } from '../../workbench/random';
import { type LiveBench, liveBench, signIn } from './live-bench';

const SWAMPS = 'precomputed://https://c10s.pni.princeton.edu/tracers/swamps/banc/main';
const NM = [4, 4, 45];

let bench: LiveBench;
beforeAll(async () => {
  bench = await liveBench();
  await signIn(bench);
});
afterAll(() => bench?.close());

const bytesOf = ({ base64 }: { base64: string }) => new Uint8Array(Buffer.from(base64, 'base64'));
const refused = async (name: 'makeFiles', form: Record<string, string>, tool: string) => {
  const answer = await bench.attempt(name, [tool, form]);
  if (answer.ok) throw new Error('not refused');
  return answer.error;
};

/** A view with one layer of points in a ball, seed 11. */
function view(): string {
  const next = random(11);
  const points: number[][] = [];
  while (points.length < 400) {
    const at = [0, 1, 2].map(() => 2 * next() - 1);
    if (Math.hypot(...at) > 1) continue;
    points.push(at.map((x, k) => Math.round(([500_000, 500_000, 150_000][k]! + 30_000 * x) / NM[k]!)));
  }
  const annotations = points.map((point, i) => ({ type: 'point', id: String(i), point }));
  return JSON.stringify({
    dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
    layers: [{ type: 'annotation', name: 'tract', source: 'local://annotations', annotations }],
  });
}

test('get_seg_mesh: one file, its report, whole', async () => {
  const result = await bench.call('makeFiles', [
    'get_seg_mesh',
    { mesh: SWAMPS, mesh_id: '3', format: 'obj' },
  ]);
  expect(result.link).toBe('');
  expect(result.files.map(({ path }) => path)).toEqual([expect.stringMatching(/\.obj$/)]);
  const mesh = readObj(bytesOf(result.files[0]!));
  expect(reportMesh(mesh).closed).toBe(true);
  expect(result.report.header).toContain('volume_um3');
  expect(result.report.rows).toBeGreaterThan(0);
});

test('a mesh around a view’s points: files to download, or onto a bucket with a link', async () => {
  const output = await bench.call('makeFiles', ['make_mesh_from_points', { state: view(), obj: 'TRUE' }]);
  expect(output.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['info', 'mesh/info', 'mesh/1:0', 'mesh/1:0:1', 'mesh.obj']),
  );
  const obj = output.files.find(({ path }) => path === 'mesh.obj')!;
  expect(reportMesh(readObj(bytesOf(obj))).closed).toBe(true);
  expect(output.report.header.slice(0, 2)).toEqual(['layer', 'points']);
  expect(output.report.cells[0]!.slice(0, 2)).toEqual(['tract', 400]);
  const destination = `gs://${VOLUMES}/tests/tract`;
  const kept = await bench.call('makeFiles', ['make_mesh_from_points', { state: view(), destination }]);
  expect(kept.files).toEqual([]);
  expect(kept.link).toMatch(/^https?:\/\//);
  const there = await bench.call('makeFiles', ['get_seg_mesh', { mesh: `precomputed://${destination}` }]);
  expect(there.files).toHaveLength(1);
});

test('an uploaded OBJ file becomes a volume; a damaged one and none at all are refused in words', async () => {
  const obj = 'v 0 0 0\nv 9000 0 0\nv 0 9000 0\nv 0 0 9000\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
  const upload = (text: string) => `base64:${Buffer.from(text).toString('base64')}`;
  const result = await bench.call('makeFiles', [
    'make_local_volume_from_obj',
    { mesh: upload(obj), mesh_id: '7' },
  ]);
  expect(result.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['mesh/7:0', 'mesh/7:0:1']));
  expect(
    await refused('makeFiles', { mesh: upload('v 0 0\nf 1 2 3\n') }, 'make_local_volume_from_obj'),
  ).toMatchObject({ code: 'INPUT' });
  expect(await refused('makeFiles', {}, 'make_local_volume_from_obj')).toMatchObject({ code: 'INPUT' });
  expect(
    await refused(
      'makeFiles',
      { mesh: upload(obj), destination: 'gs://somebody-else/x' },
      'make_bucket_volume_from_obj',
    ),
  ).toMatchObject({ message: expect.stringContaining('somebody-else') });
});

test('contributions: asked again until they are there, in the form and as a tab', async () => {
  const [id] = bench.cave.truth.sampleCurrent(1) as [string];
  const words: string[] = [];
  const table = await bench.patiently('runTool', ['TT_CONTRIBUTIONS', { id }], words);
  expect(table.cells[0]).toEqual(['user_id', 'user_name', 'supervoxels']);
  const job = await bench.drive((await bench.call('startTab', ['TT_CONTRIBUTIONS', { id }])).id);
  expect(job).toMatchObject({ state: 'done', done: table.rows - 1 });
  const tab = bench.book.grids().find(({ name }) => name === `TT contributions ${id}`)!;
  const box = { row: 1, column: 1, rows: table.rows, columns: 3 };
  expect(tab.shown(box).map(([user]) => user)).toEqual(table.cells.map(([user]) => String(user)));
});

test('Cancel ends the companion’s work, and asking again starts it anew', async () => {
  const huge = '720575941413124779';
  // Slow enough that the work is never done within the wait of one call.
  bench.cave.setFaults({ rate: 0, latencyMs: 1500 });
  const first = await bench.attempt('runTool', ['TT_CONTRIBUTIONS', { id: huge }]);
  expect(first).toMatchObject({ ok: false, error: { code: 'PENDING' } });
  expect(await bench.call('cancelTool', ['TT_CONTRIBUTIONS', { id: huge }])).toBe(true);
  const after = await bench.attempt('runTool', ['TT_CONTRIBUTIONS', { id: huge }]);
  expect(after).toMatchObject({ ok: false, error: { code: 'PENDING' } });
  expect(await bench.call('cancelTool', ['TT_CONTRIBUTIONS', { id: huge }])).toBe(true);
  expect(await bench.call('cancelTool', ['TT_MESH_HITS', { ids: huge, mesh: SWAMPS }])).toBe(false);
});
