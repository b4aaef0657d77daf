/** Meshes as cells and files on the local CAVE: a neuron's, a region's, a file's. */

import { swamps } from '@tracer-tools/cave/seeds/swamps';
import { readObj } from '../../../src/geometry/formats/obj';
import { readPly } from '../../../src/geometry/formats/ply';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { shown, tableOf } from '../support';
import { filesOf, heavyBench } from './support';

const SWAMPS = 'https://c10s.pni.princeton.edu/tracers/swamps/banc/main|neuroglancer-precomputed:';
const NEURON = '720575941609391725';
/** Of 846,443 supervoxels. */
const HUGE = '720575941413124779';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

test('the triangles of a swamp, in voxels', async () => {
  const cave = await heavyBench();
  const rows = tableOf(cave, 'TT_MESH_TRIANGLES', [SWAMPS, '3']);
  const { points, faces } = swamps().get(3)!;
  expect(rows).toHaveLength(faces.length);
  const corners = (row: number[]) =>
    [0, 3, 6]
      .map((at) => row.slice(at, at + 3).join())
      .sort()
      .join(';');
  const wanted = faces.map((face) =>
    corners(face.flatMap((at) => points[at]!.map((x, k) => x / [4, 4, 45][k]!))),
  );
  expect(rows.map((row) => corners(row as number[])).sort()).toEqual(wanted.sort());
});

test('a neuron of the chunked graph: its mesh is closed and surrounds its skeleton', async () => {
  const cave = await heavyBench();
  const { report, files } = filesOf(cave, 'get_seg_mesh', { mesh: 'segments', mesh_id: NEURON });
  expect(files.map(({ path, contentType }) => [path, contentType])).toEqual([[`${NEURON}.obj`, 'model/obj']]);
  const mesh = readObj(text(files[0]!.bytes));
  const measured = reportMesh(mesh);
  expect(report[1]!.slice(0, 2)).toEqual([measured.vertices, measured.faces]);
  const box = measured.box!;
  for (const bone of tableOf(cave, 'TT_BONES', [NEURON])) {
    const nm = bone.map((x, k) => Number(x) * [4, 4, 45][k % 3]!);
    nm.forEach((x, k) => {
      expect(x).toBeGreaterThanOrEqual(box.min[k % 3]! - 2000);
      expect(x).toBeLessThanOrEqual(box.max[k % 3]! + 2000);
    });
  }
});

test('a refusal by the meshing service that passes is not taken for a missing mesh or a bad token', async () => {
  const cave = await heavyBench();
  const mesh = () => filesOf(cave, 'get_seg_mesh', { mesh: 'segments', mesh_id: NEURON });
  const code = (): string => {
    try {
      mesh();
      return 'answer';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  // Info and graph services know the token and the table before the meshing service fails to look them up.
  cave.stack();
  cave.sandbox.setFaults({ authLookups: { dataset: [520] } });
  expect(code()).toBe('BUSY');
  cave.sandbox.advance(300_000);
  cave.stack();
  cave.sandbox.setFaults({ authLookups: { user: [429] } });
  expect(code()).toBe('BUSY');
  expect(cave.sent.filter(({ url }) => url.endsWith('/auth/api/v1/user/cache'))).toHaveLength(1);
  cave.sandbox.advance(300_000);
  expect(code()).toBe('answer');
});

test('fewer faces, another format, and what is known of it', async () => {
  const cave = await heavyBench();
  const { report, files } = filesOf(cave, 'get_seg_mesh', {
    mesh: SWAMPS,
    mesh_id: '11',
    faces: 200,
    format: 'ply',
  });
  const mesh = readPly(files[0]!.bytes);
  expect(files[0]!.path).toBe('11.ply');
  expect(reportMesh(mesh)).toMatchObject({ closed: true });
  expect(mesh.faces.length / 3).toBeLessThanOrEqual(200);
  expect(report[1]!.map(shown).slice(-1)).toEqual(['closed, outward']);
});

test('a large mesh does not fit cells, and says where to take it', async () => {
  const cave = await heavyBench();
  expect(() => tableOf(cave, 'TT_MESH_TRIANGLES', ['segments', HUGE])).toThrow(/get_seg_mesh/);
});

test('a mesh file becomes a volume of files', async () => {
  const cave = await heavyBench();
  const tetra = 'v 0 0 0\nv 900 0 0\nv 0 900 0\nv 0 0 900\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n';
  const { files, report, link } = filesOf(cave, 'make_local_volume_from_obj', { mesh: tetra, mesh_id: '7' });
  expect(files.map(({ path }) => path).sort()).toEqual([
    'info',
    'mesh/7:0',
    'mesh/7:0:1',
    'mesh/info',
    'provenance',
  ]);
  expect(report[1]!.map(shown)).toEqual([
    '7',
    4,
    4,
    1,
    expect.any(Number),
    expect.closeTo(0.1215, 9),
    'closed, outward',
  ]);
  expect(link).toBe('');
});
