/** TT_MESH_HITS and TT_BONES_MESH_HITS on the local CAVE: the published example, files, and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf, tableOf } from '../support';
import { heavyBench } from './support';

const MESH = 'https://c10s.pni.princeton.edu/tracers/examples/banc_mesh_01|neuroglancer-precomputed:';
const CROSSES = '720575941526718564';
const DOES_NOT = '720575941524165453';
const POINTS = [
  [121305, 181906, 4627],
  [123200, 172384, 4720],
  [124027, 174945, 5243],
  [124240, 176101, 5346],
  [123934, 175092, 5244],
  [127158, 175525, 4693],
  [125175, 175250, 5344],
  [125127, 174504, 5263],
  [125315, 175057, 5311],
  [122142, 175971, 4855],
];

/** nm: a square across x at 1000, of two triangles whose shared edge a bone along the middle meets. */
const SQUARE = 'v 1000 0 0\nv 1000 900 0\nv 1000 900 900\nv 1000 0 900\nf 1 2 3\nf 1 3 4\n';

describe('TT_MESH_HITS', () => {
  test('the published example: where one segment crosses, and that the other does not', async () => {
    const cave = await heavyBench();
    const [crosses, not] = rowsOf(cave, 'TT_MESH_HITS', [CROSSES, DOES_NOT], { args: [MESH, true] });
    expect(crosses!.slice(0, 2)).toEqual([true, 10]);
    const points = String(crosses![2])
      .split('; ')
      .map((point) => point.split(', ').map(Number));
    const order = (list: number[][]) => list.map((point) => point.join()).sort();
    expect(order(points)).toEqual(order(POINTS));
    expect(not).toEqual([false, 0, '']);
    const [exact] = rowsOf(cave, 'TT_MESH_HITS', [CROSSES], { args: [MESH, true, '1', 'nm', true] });
    expect(exact!.slice(0, 3)).toEqual(crosses);
    const unrounded = String(exact![3])
      .split('; ')
      .map((point) => point.split(', ').map(Number));
    expect(unrounded.map((point) => point.map(Math.trunc))).toEqual(points);
    expect(rowsOf(cave, 'TT_MESH_HITS', [CROSSES, DOES_NOT], { args: [MESH] })).toEqual([[true], [false]]);
  });

  test('remarks of the mesh have a column of their own, which no mesh without remarks has', async () => {
    const cave = await heavyBench();
    // Around the whole data set; one side is not flat. The unit is given.
    const box = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1].map((b) => b * 2e6));
    box[7] = [2.1e6, 2e6, 2e6];
    const faces = ['1 3 4 2', '5 6 8 7', '1 2 6 5', '3 7 8 4', '1 5 7 3', '2 4 8 6'].map(
      (face) => `f ${face}`,
    );
    const mesh = [...box.map((v) => `v ${v.join(' ')}`), ...faces].join('\n');
    const [row] = rowsOf(cave, 'TT_MESH_HITS', [DOES_NOT], { args: [mesh, true, '1', 'nm', true] });
    expect(row).toEqual([
      false,
      0,
      '',
      '',
      expect.stringMatching(/^1 of the file’s faces .*not flat: cut into triangles/),
    ]);
    const [hit] = rowsOf(cave, 'TT_MESH_HITS', [DOES_NOT], { args: [mesh, false, '1', 'nm'] });
    expect(hit).toEqual([false, expect.stringContaining('not flat')]);
  });

  test('a supervoxel fails in its own row; a mesh that is not there fails the call', async () => {
    const cave = await heavyBench();
    const rows = rowsOf(cave, 'TT_MESH_HITS', ['76919154560765265', CROSSES], { args: [MESH] });
    expect(rows).toEqual([[expect.stringMatching(/^ID: /)], [true]]);
    expect(() => rowsOf(cave, 'TT_MESH_HITS', [CROSSES], { args: [MESH, false, '99'] })).toThrow(
      /there is no mesh of 99/,
    );
  });
});

describe('TT_BONES_MESH_HITS', () => {
  const hits = async (bones: unknown[][], mesh: string, unit?: string) =>
    tableOf(await heavyBench(), 'TT_BONES_MESH_HITS', [bones, mesh, undefined, unit]);

  test('voxels in, voxels out; a crossing through the edge between two triangles counts once', async () => {
    // BANC voxels of 4, 4, 45 nm: at y = z (nm) the bone meets the shared edge.
    expect(await hits([[200, 112.5, 10, 300, 112.5, 10]], SQUARE)).toEqual([[250, 112, 10]]);
    expect(
      await hits(
        [
          [200, 50, 10, 300, 50, 10],
          [300, 50, 5, 200, 50, 5],
        ],
        SQUARE,
      ),
    ).toEqual([
      [250, 50, 10],
      [250, 50, 5],
    ]);
  });

  test('the points before they are truncated, beside them', async () => {
    const cave = await heavyBench();
    const bones = [[200, 112.5, 10.25, 300, 112.5, 10.25]];
    const exact = tableOf(cave, 'TT_BONES_MESH_HITS', [bones, SQUARE, '1', 'nm', true]);
    expect(exact).toEqual([[250, 112, 10, 250, 112.5, 10.25]]);
  });

  test('a file asks CAVE for nothing on a published datastack', async () => {
    const cave = await heavyBench();
    const before = cave.sent.length;
    tableOf(cave, 'TT_BONES_MESH_HITS', [[[200, 50, 10, 300, 50, 10]], SQUARE]);
    tableOf(cave, 'TT_MESH_TRIANGLES', [SQUARE]);
    expect(cave.sent.length).toBe(before);
  });

  test('a bone in a notch of a face of eight corners crosses nothing, one beside it does', async () => {
    const file = readFileSync(join(__dirname, '../../corpus/files/concave-caps.obj'), 'utf8');
    // In voxels of 4 × 4 × 45 nm: the notch lies over x from 100 to 200 and y from 100 to 300 nm.
    expect(await hits([[37.5, 50, -1, 37.5, 50, 10]], file, 'nm')).toEqual([]);
    expect(await hits([[12.5, 50, -1, 12.5, 50, 10]], file, 'nm')).toEqual([
      [12, 50, 0],
      [12, 50, 4],
    ]);
  });

  test('what is worth saying of the mesh stands in a last row, with and without a crossing', async () => {
    const bent = 'v 1000 0 0\nv 1000 900 0\nv 1100 900 900\nv 1000 0 900\nf 1 2 3 4\n';
    const note =
      /^NOTE: The mesh: 1 of the file’s faces \(face 1\) not flat: cut into triangles as they look from their front/;
    const [crossing, last] = await hits([[200, 50, 10, 300, 50, 10]], bent);
    expect(crossing).toHaveLength(3);
    expect(last).toEqual([expect.stringMatching(note)]);
    expect(await hits([[200, 50, 10, 210, 50, 10]], bent)).toEqual([
      [expect.stringMatching(/^NOTE: no crossing. The mesh: 1 of the file’s faces \(face 1\) not flat/)],
    ]);
    const small = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n';
    expect(await hits([[0, 0, 0, 1, 1, 1]], small)).toEqual([
      [0, 0, 0],
      [
        'NOTE: The mesh: 1 × 1 × 0 nm large, less than a voxel: is its unit nm? Else give unit=um or unit=voxels',
      ],
    ]);
    expect(tableOf(await heavyBench(), 'TT_MESH_TRIANGLES', [bent])).toEqual([
      expect.any(Array),
      expect.any(Array),
      [expect.stringMatching(note)],
    ]);
  });

  test('a bone that ends before the mesh, and one beside it, do not', async () => {
    expect(
      await hits(
        [
          [200, 50, 10, 249, 50, 10],
          [200, 500, 10, 300, 500, 10],
        ],
        SQUARE,
      ),
    ).toEqual([]);
  });

  test.each([
    ['abc', /a source such as precomputed:/],
    ['base64:AAA', /did not arrive whole/],
    ['https://storage.googleapis.com/tracer-volumes/none.obj', /there is no none.obj/],
    ['zarr://gs://tracer-volumes/x', /sources of the kind zarr hold no meshes/],
    ['v 0 0 0\nv 1 0 0\n', /no triangles/],
  ])('mesh %j is refused in words', async (mesh, words) => {
    await expect(hits([[0, 0, 0, 1, 1, 1]], mesh)).rejects.toThrow(words);
  });
});

describe('a skeleton as an SWC', () => {
  // nm: one bone along x through the square, one away from it.
  const SWC = '# made here\n1 1 0 450 450 5 -1\n2 0 2000 450 450 NA 1\n3 0 2000 450 -900 5 2\n';
  const hits = async (bones: unknown, ...more: unknown[]) =>
    tableOf(await heavyBench(), 'TT_BONES_MESH_HITS', [bones, SQUARE, ...more]);

  test('as text, as lines and as rows of cells: in nm, and in the unit that is given', async () => {
    const expected = [[250, 112, 10]];
    expect(await hits([[SWC]])).toEqual(expected);
    expect(await hits(SWC.split('\n').map((line) => [line]))).toEqual(expected);
    expect(
      await hits([
        [1, 1, 0, 450, 450, 5, -1],
        [2, 0, 2000, 450, 450, 5, 1],
      ]),
    ).toEqual(expected);
    const microns = '1 1 0 .45 .45 5 -1\n2 0 2 .45 .45 NA 1\n';
    expect(await hits([[microns]], '1', undefined, undefined, 'um')).toEqual(expected);
    // Six columns stay voxels.
    expect(await hits([[0, 112.5, 10, 500, 112.5, 10]])).toEqual(expected);
    expect(await hits([[0, 450, 450, 2000, 450, 450]], '1', undefined, undefined, 'nm')).toEqual(expected);
  });

  test('a damaged row is named', async () => {
    await expect(hits([['1 1 0 450 x 5 -1\n']])).rejects.toMatchObject({ code: 'INPUT' });
  });
});

describe('a mesh that cannot be in nm', () => {
  const bone = [[100_000, 100_000, 3000, 100_100, 100_000, 3000]];
  const MICRONS = 'v 400.2 390 130\nv 400.2 410 130\nv 400.2 400 140\nf 1 2 3\n';
  const hits = async (unit?: string) =>
    tableOf(await heavyBench(), 'TT_BONES_MESH_HITS', [bone, MICRONS, '1', unit]);

  test('and lies away from the skeleton is no answer without hits, unless somebody gave its unit', async () => {
    await expect(hits()).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringMatching(/^unit: the mesh is far from the skeletons, and .* is its unit nm\?/),
    });
    expect(await hits('nm')).toEqual([]);
    expect(await hits('um')).toEqual([[100_050, 100_000, 3000]]);
  });
});
