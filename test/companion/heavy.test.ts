/** Heavy functions through the bundled workers: each compiled library loads there and does its work. */
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import { eventually } from './support/eventually';
import { BANC, type Local, type LocalCave, localCave, localService } from './support/service';

let cave: LocalCave;
let local: Local;
beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin, {
    storageToken: cave.cave.storageToken,
    rules: {
      writeBuckets: [VOLUMES],
      deleteBuckets: [VOLUMES],
      storageHosts: ['storage.googleapis.com', 'c10s.pni.princeton.edu'],
    },
  });
});
afterAll(async () => {
  await local.close();
  await cave.close();
});

async function ask(
  tool: string,
  args: Record<string, unknown>,
  ids?: string[],
): Promise<{ status: number; body: unknown }> {
  const headers = await local.headers(undefined, cave.cave.token);
  const body = { server: cave.origin, datastack: BANC, args, ...(ids ? { ids } : {}) };
  return local.ask(`/v1/tools/${tool}`, { headers, body });
}

interface Made {
  report: unknown[][];
  files: { path: string; contentType: string; base64: string }[];
  link: string;
}

/** Corners of a box as points of a state's layer, in voxels. */
const corners = (from: number, to: number) =>
  [from, to].flatMap((x) =>
    [from, to].flatMap((y) =>
      [from, to].map((z) => ({ type: 'point', id: `${x}${y}${z}`, point: [x, y, z] })),
    ),
  );

const layer = (name: string, from: number, to: number) => ({
  type: 'annotation',
  name,
  source: { url: 'local://annotations', transform: { outputDimensions: {} } },
  annotations: corners(from, to),
});

const STATE = JSON.stringify({
  dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
  layers: [layer('one', 0, 100), layer('two', 50, 150)],
});

test('the union of two hulls (manifold), as a volume of one mesh', async () => {
  const { status, body } = await ask('make_volume_mesh_from_state_file', {
    state: STATE,
    merge: true,
    obj: true,
  });
  expect([status, body]).toEqual([200, expect.objectContaining({ files: expect.any(Array) })]);
  const { files, report } = body as Made;
  const obj = files.find(({ path }) => path.endsWith('.obj'))!;
  const vertices = Buffer.from(obj.base64, 'base64').toString().match(/^v .*/gm)!;
  // Two boxes that share an eighth: 8 + 8 corners, one of each inside the other, and 6 where edges meet faces.
  expect(vertices).toHaveLength(20);
  expect(JSON.stringify(report)).toMatch(/clos/i);
});

test('fewer faces (meshoptimizer), as another kind of file', async () => {
  const side = 30;
  const at = (i: number, j: number) => i * side + j + 1;
  const lines: string[] = [];
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) lines.push(`v ${i * 10} ${j * 10} 0`);
  for (let i = 0; i + 1 < side; i++) {
    for (let j = 0; j + 1 < side; j++) {
      lines.push(
        `f ${at(i, j)} ${at(i + 1, j)} ${at(i, j + 1)}`,
        `f ${at(i + 1, j)} ${at(i + 1, j + 1)} ${at(i, j + 1)}`,
      );
    }
  }
  const mesh = `base64:${Buffer.from(lines.join('\n')).toString('base64')}`;
  const { body } = await ask('get_seg_mesh', { mesh, format: 'stl', faces: 100 });
  const [file] = (body as Made).files;
  const bytes = Buffer.from(file!.base64, 'base64');
  const faces = bytes.readUInt32LE(80);
  expect(faces).toBeLessThanOrEqual(110);
  expect(bytes.length).toBe(84 + 50 * faces);
});

test('crossings of bones with a mesh (no library)', async () => {
  const mesh = `base64:${Buffer.from('v 0 0 0\nv 4000 0 0\nv 0 4000 0\nv 0 0 4000\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n').toString('base64')}`;
  const { body } = await ask('calc_skeleton_mesh_intersect', {
    bones: [[100, 100, -10, 100, 100, 200]],
    mesh,
  });
  // x = y = 400 nm: in through z = 0, out through x + y + z = 4,000 nm.
  expect(body).toEqual({
    table: [
      [100, 100, 0],
      [100, 100, 71],
    ],
  });
});

test('a segment’s own mesh (Draco), from the meshing service and its store', async () => {
  const { status, body } = await ask('get_seg_mesh', {
    mesh: 'segments',
    mesh_id: '720575941703820762',
    format: 'ply',
  });
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ files: [expect.objectContaining({ path: expect.stringMatching(/\.ply$/) })] }),
  ]);
  const [file] = (body as Made).files;
  expect(Buffer.from(file!.base64, 'base64').toString('latin1')).toMatch(/^ply\n/);
});

test('a volume written to a bucket, by a person and not by a formula', async () => {
  const destination = `gs://${VOLUMES}/tests/union`;
  const { status, body } = await ask('make_volume_mesh_from_state_file', {
    state: STATE,
    merge: true,
    destination,
  });
  expect([status, body]).toEqual([200, expect.objectContaining({ files: [] })]);
  expect((body as Made).link).toMatch(/^https?:/);
  const info = await fetch(`${cave.origin}/stores/storage.googleapis.com/${VOLUMES}/tests/union/info`);
  expect([info.status, ((await info.json()) as { mesh: string }).mesh]).toEqual([200, 'mesh']);
  const elsewhere = await ask('make_volume_mesh_from_state_file', {
    state: STATE,
    destination: 'gs://their-bucket/x',
  });
  expect(elsewhere.status).toBeGreaterThanOrEqual(400);
});

test('triage: the swamps that a neuron passes through, read from their own store', async () => {
  const { status, body } = await ask('triage_segs', {}, ['720575941703820762']);
  expect([status, body]).toEqual([
    200,
    { rows: [{ id: '720575941703820762', cells: expect.any(Array), cacheSeconds: expect.any(Number) }] },
  ]);
});

test('contributions as a job, on a real worker', async () => {
  const headers = await local.headers(undefined, cave.cave.token);
  const body = {
    tool: 'count_user_sv_contribution',
    server: cave.origin,
    datastack: BANC,
    args: { id: '720575941441350235' },
  };
  const job = await eventually(async () => {
    const reply = (await local.ask('/v1/jobs', { headers, body })).body as {
      state: string;
      answer?: unknown;
    };
    return reply.state === 'queued' || reply.state === 'running' ? null : reply;
  });
  expect(job).toMatchObject({
    state: 'done',
    answer: { table: expect.arrayContaining([['user_id', 'user_name', 'supervoxels']]) },
  });
});

test('skeletons as files', async () => {
  const { status, body } = await ask('get_seg_skeletons_swc', { ids: [['720575941703820762']] });
  expect([status, (body as Made).files?.[0]?.path]).toEqual([200, '720575941703820762.swc']);
});

test('files on its buckets: up, listed, copied, moved, down; nothing where it may not', async () => {
  const path = `gs://${VOLUMES}/files`;
  const report = async (tool: string, args: Record<string, unknown>) => {
    const { status, body } = await ask(tool, args);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as Made & { table?: unknown };
  };
  const up = await report('bucket_upload_file', {
    local_path: `base64:${btoa('words')}`,
    bucket_path: path,
    name: 'a b.txt',
  });
  expect(up.report[1]!.slice(0, 3)).toEqual([`${path}/a b.txt`, 1, 5]);
  await report('bucket_copy_folder', { folder_path: path, new_folder_path: `${path}2` });
  await report('bucket_rename_file', { file_path: `${path}2/a b.txt`, new_name: 'c.txt' });
  const down = await report('bucket_download_folder', { bucket_path: `${path}2` });
  expect(down.files.map(({ path: name, base64 }) => [name, atob(base64)])).toEqual([['c.txt', 'words']]);
  const list = await report('bucket_list', { path: `${path}2` });
  expect(JSON.stringify(list)).toContain('c.txt');
  await report('bucket_delete_folder', { folder_path: `${path}2`, folder_name: 'files2' });
  const gone = await ask('bucket_download_folder', { bucket_path: `${path}2` });
  expect(JSON.stringify(gone.body)).toMatch(/no such folder/);
  for (const [tool, args] of [
    ['bucket_delete_file', { file_path: 'gs://their-bucket/x' }],
    ['bucket_copy_folder', { folder_path: path, new_folder_path: 'gs://their-bucket/x' }],
    ['bucket_copy_folder', { folder_path: path, new_folder_path: 'nokura://lab/x' }],
    ['bucket_download_folder', { bucket_path: path, download_path: '/etc' }],
    ['bucket_copy_folder', { folder_path: '/etc', new_folder_path: path }],
    ['bucket_copy_folder', { folder_path: 'file:///etc', new_folder_path: path }],
  ] as const) {
    const { body } = await ask(tool, args);
    expect([tool, JSON.stringify(body)]).toEqual([
      tool,
      expect.stringMatching(/"code":"(?:PERMISSION|INPUT|NONE)"/),
    ]);
  }
});
