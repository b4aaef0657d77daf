/** Meshes as cells and files on the local CAVE: a neuron's, a region's, a file's. */

import { gzipSync } from 'node:zlib';
import { swamps } from '@tracer-tools/cave/seeds/swamps';
import { readObj } from '../../../src/geometry/formats/obj';
import { readPly } from '../../../src/geometry/formats/ply';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { tableOf, valueOrError } from '../support';
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
  const expected = faces.map((face) =>
    corners(face.flatMap((at) => points[at]!.map((x, k) => x / [4, 4, 45][k]!))),
  );
  expect(rows.map((row) => corners(row as number[])).sort()).toEqual(expected.sort());
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
  expect(report[1]!.map(valueOrError).at(-1)).toMatch(/^closed, outward; simplified from [0-9,]+ triangles$/);
});

/** As a shell sends it. */
const sendMesh = (bytes: Uint8Array | string, name = ''): string =>
  `base64:${Buffer.from(bytes).toString('base64')}${name === '' ? '' : `;name=${encodeURIComponent(name)}`}`;
const corners = (size: number, at = 0): string =>
  [0, 1, 2, 3, 4, 5, 6, 7]
    .map((i) => `v ${[i & 1, (i >> 1) & 1, i >> 2].map((bit) => at + bit * size).join(' ')}`)
    .join('\n');
const cube = (size: number, at = 0): string =>
  `${corners(size, at)}\nf 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6\n`;

async function finishJob(more: Record<string, unknown>) {
  const { report, files } = filesOf(await heavyBench(), 'get_seg_mesh', more);
  const [vertices, faces, , area, volume, remarks] = report[1]!.map(valueOrError);
  return { vertices, faces, area, volume, remarks: String(remarks), path: files[0]!.path };
}

describe('a mesh file', () => {
  test('by its own name, packed or not, and named after it', async () => {
    const obj = cube(20_000, 400_000);
    expect((await finishJob({ mesh: sendMesh(obj, 'My region.OBJ') })).path).toBe('My region.obj');
    const packed = sendMesh(gzipSync(obj), 'lobe µ.obj.gz');
    expect(await finishJob({ mesh: packed, format: 'ply' })).toMatchObject({ faces: 12, path: 'lobe µ.ply' });
    expect((await finishJob({ mesh: sendMesh(obj) })).path).toBe('mesh.obj');
  });

  test('in µm, mm and voxels', async () => {
    expect((await finishJob({ mesh: sendMesh(cube(20, 400)), unit: 'µm' })).volume).toBeCloseTo(8000, 6);
    expect((await finishJob({ mesh: sendMesh(cube(0.02, 0.4)), unit: 'mm' })).volume).toBeCloseTo(8000, 6);
    const voxels = await finishJob({ mesh: sendMesh(cube(1000, 5000)), unit: 'voxels' });
    expect(voxels.volume).toBeCloseTo((1e9 * 4 * 4 * 45) / 1e9, 6);
    await expect(finishJob({ mesh: SWAMPS, mesh_id: '3', unit: 'um' })).rejects.toThrow(
      'unit: meshes of a volume are in nm by their format',
    );
  });

  test.each<[string, string, string | null]>([
    ['nm inside the data set', cube(20_000, 200_000), null],
    ['µm', cube(100, 150), 'all of it in a thousandth of the data set: is its unit nm? Else give unit=um'],
    ['smaller than a voxel', cube(1, 200_000), 'less than a voxel'],
    ['picometres', cube(2e7, 2e8), 'more than the data set’s 1,050,000 × 1,180,000 × 315,000 nm'],
    ['another place', cube(2e4, 2e7), 'and outside the data set'],
  ])('its size is remarked where it cannot be nm: %s', async (_what, obj, remark) => {
    const { remarks } = await finishJob({ mesh: sendMesh(obj) });
    if (remark === null) expect(remarks).toBe('closed, outward');
    else expect(remarks).toContain(remark);
  });

  test('grows by the distance, and says how its corners are', async () => {
    const sharp = await finishJob({ mesh: cube(1000), dilate: 100 });
    expect(sharp.volume).toBeCloseTo(1.728, 9);
    expect(sharp.remarks).toContain('grown by 100 nm: faces moved, corners mitred');
    const round = await finishJob({ mesh: cube(1000), dilate: 100, voxel: 25 });
    expect(round.volume).toBeCloseTo(1.698, 2);
    expect(round.remarks).toContain('grown by 100 nm: made from voxels of 25 nm, convex edges rounded');
  });

  test.each([1, 2, 3, 5])('of at most %i triangles is never empty', async (faces) => {
    const { faces: left, remarks } = await finishJob({ mesh: cube(1000), faces, voxel: 100 });
    expect(left).toBeGreaterThan(0);
    expect(remarks).toContain('simplified from');
  });

  test('with faces that are not flat, and bytes behind its end, says so', async () => {
    const bent = 'v 0 0 0\nv 9000 0 0\nv 9000 9000 4000\nv 0 9000 0\nf 1 2 3 4\n';
    expect((await finishJob({ mesh: sendMesh(bent) })).remarks).toContain(
      '1 of the file’s faces (face 1) not flat',
    );
  });
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
  expect(report[1]!.map(valueOrError)).toEqual([
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
