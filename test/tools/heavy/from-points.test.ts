/** Meshes made from the points of a view: shapes, their union, volumes and files, onto a bucket with a link. */

import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { buildBvh } from '../../../src/geometry/bvh/bvh';
import { pointsInside } from '../../../src/geometry/cast/inside';
import { readObj } from '../../../src/geometry/formats/obj';
import { reportMesh } from '../../../src/geometry/mesh/report';
import { docText } from '../../../src/neuroglancer/document';
import { layersOf } from '../../../src/neuroglancer/state';
import { openState } from '../../../src/tools/views/states';
import { readLegacyMesh } from '../../../src/volumes/meshes/legacy-mesh';
import { random } from '../../../workbench/random';
import { errorOf } from '../../support/sandbox-driver';
import { valueOrError } from '../support';
import { filesOf, heavyBench } from './support';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Voxels of 4, 4, 45 nm: `count` points in a ball of nm around a middle. */
function ball(next: () => number, middle: number[], radius: number, count: number): number[][] {
  const points: number[][] = [];
  while (points.length < count) {
    const at = [0, 1, 2].map(() => 2 * next() - 1);
    if (Math.hypot(...at) > 1) continue;
    points.push(at.map((x, k) => Math.round((middle[k]! + radius * x) / [4, 4, 45][k]!)));
  }
  return points;
}

const layer = (name: string, points: number[][]) => ({
  type: 'annotation',
  name,
  source: { url: 'local://annotations', transform: { outputDimensions: {} } },
  annotations: points.map((point, i) => ({ type: 'point', id: String(i), point })),
});
const view = (...layers: unknown[]) =>
  JSON.stringify({ dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] }, layers });

const next = random(7);
const ONE = ball(next, [500_000, 500_000, 150_000], 30_000, 900);
const TWO = ball(next, [540_000, 500_000, 150_000], 30_000, 700);
const BOTH = view(layer('left', ONE), layer('right', TWO));
const BALL = (4 / 3) * Math.PI * 30 ** 3;

describe('make_mesh_from_points (seed 7)', () => {
  test('two overlapping balls: alphas reported, one closed mesh around all points, less than their sum', async () => {
    const cave = await heavyBench();
    const { report, files, link } = filesOf(cave, 'make_mesh_from_points', { state: BOTH, obj: true });
    expect(link).toBe('');
    expect(files.map(({ path }) => path).sort()).toEqual([
      'info',
      'mesh.obj',
      'mesh/1:0',
      'mesh/1:0:1',
      'mesh/info',
      'provenance',
    ]);
    const [head, left, right, whole] = report.map((row) => row.map(valueOrError));
    expect(head!.slice(0, 3)).toEqual(['layer', 'points', 'alpha_nm']);
    expect([left![0], left![1], right![0], right![1]]).toEqual(['left', 900, 'right', 700]);
    expect(left![2]).toBeGreaterThan(1000);
    const volume = (row: unknown[]) => Number(row[head!.indexOf('volume_um3')]);
    expect(volume(left!) / BALL).toBeGreaterThan(0.7);
    expect(volume(left!) / BALL).toBeLessThan(1.01);
    expect(volume(whole!)).toBeLessThan(0.97 * (volume(left!) + volume(right!)));
    expect(volume(whole!)).toBeGreaterThan(Math.max(volume(left!), volume(right!)));
    const mesh = readObj(text(files.find(({ path }) => path === 'mesh.obj')!.bytes));
    expect(reportMesh(mesh)).toMatchObject({ closed: true, components: 1 });
    // Corners of the shape lie on it; all others within: half a nm towards the middle, each is inside.
    const pulled = [...ONE, ...TWO].map((point, i) => {
      const middle = i < ONE.length ? [500_000, 500_000, 150_000] : [540_000, 500_000, 150_000];
      return point.map((x, k) => {
        const nm = x * [4, 4, 45][k]!;
        return nm + (middle[k]! - nm) * 0.001;
      });
    });
    const held = pointsInside(buildBvh(mesh), Float64Array.from(pulled.flat()));
    expect(held.reduce((sum, one) => sum + one, 0) / held.length).toBeGreaterThan(0.99);
  });

  test('hulls, one given alpha for each layer, and finishing', async () => {
    const cave = await heavyBench();
    const hull = filesOf(cave, 'make_mesh_from_points', { state: BOTH, shape: 'hull', layers: 'left' });
    expect(hull.report.slice(1).map((row) => valueOrError(row[0]!))).toEqual(['left', 'mesh 1']);
    expect(hull.report[1]![2]).toBeNull();
    const given = filesOf(cave, 'make_mesh_from_points', { state: BOTH, alphas: '20000, auto' });
    expect(given.report[1]![2]).toBe(20_000);
    expect(given.report[2]![2]).not.toBe(20_000);
    const finished = filesOf(cave, 'make_mesh_from_points', {
      state: BOTH,
      voxel: '3000',
      smooth: 5,
      faces: 500,
      obj: true,
    });
    const mesh = readObj(text(finished.files.find(({ path }) => path === 'mesh.obj')!.bytes));
    expect(mesh.faces.length / 3).toBeLessThanOrEqual(500);
    expect(reportMesh(mesh)).toMatchObject({ closed: true });
  });

  test.each([
    ['gs://tracer-volumes', 'https://storage.googleapis.com/tracer-volumes', 'gs://tracer-volumes'],
    // Viewers know no aliases: the source is the public address.
    ['nokura://tracers', 'https://c10s.pni.princeton.edu/tracers', 'https://c10s.pni.princeton.edu/tracers'],
    [
      's3://https://c10s.pni.princeton.edu/tracers',
      'https://c10s.pni.princeton.edu/tracers',
      'https://c10s.pni.princeton.edu/tracers',
    ],
  ])(
    'onto %s: what lies there reads back, and the link shows mesh and points',
    async (bucket, address, valueOrError) => {
      const cave = await heavyBench();
      const request = { state: BOTH, destination: `${bucket}/made/balls/` };
      const { files, link, report } = filesOf(cave, 'make_mesh_from_points', request);
      expect(files).toEqual([]);
      expect(report).toContainEqual(['source', `${valueOrError}/made/balls/|neuroglancer-precomputed:`]);
      const place = { url: `${address}/made/balls/mesh` };
      const mesh = cave.run(readLegacyMesh(place, '1' as Id, {}));
      expect(reportMesh(mesh)).toMatchObject({ closed: true, components: 1 });
      const layers = layersOf(cave.run(openState(cave.ctx(), link)).state);
      const result = layers.find(({ sources }) => sources.some((source) => source.includes('made/balls')))!;
      expect(result.sources).toEqual([`precomputed://${valueOrError}/made/balls`]);
      const counted = layers.filter(({ type }) => type === 'annotation');
      expect(
        counted.map(({ name, fields }) => [name, (fields.get('annotations') as unknown[]).length]),
      ).toEqual([
        ['left', 900],
        ['right', 700],
      ]);
      expect(docText(result.fields.get('name'))).toBe('mesh');
      expect(() => filesOf(cave, 'make_mesh_from_points', request)).toThrow(
        `${bucket}/made/balls is not empty: it holds made/balls/info`,
      );
    },
  );

  test.each([
    [{ alphas: '1, 2, 3' }, /3 for 2 layers/],
    [{ alphas: '-5' }, /nm above 0/],
    [{ layers: 'none' }, /there is no layer "none"/],
    [{ destination: 'http://x/y' }, /is not an address such as/],
    [{ destination: 'gs://tracer-volumes/../x' }, /destination: .*"\." and "\.\." are not taken/],
    [{ destination: 'gs://tracer-volumes/' }, /a folder on a bucket/],
    [{ destination: 'gs://tracer-volumes/a b' }, /a folder on a bucket/],
    [{ smooth: 1e9 }, /0 to 500 passes/],
    [
      {
        state: view(
          layer('flat', [
            [1, 1, 1],
            [2, 1, 1],
            [1, 2, 1],
            [3, 3, 1],
          ]),
        ),
      },
      /layer "flat"/,
    ],
  ])('%j is refused in words', async (more, words) => {
    const cave = await heavyBench();
    const error = errorOf(() => filesOf(cave, 'make_mesh_from_points', { state: BOTH, ...more }));
    expect(error).toBeInstanceOf(TtError);
    expect((error as TtError).message).toMatch(words);
  });
});

test('make_objs_from_state_file: a closed hull a layer', async () => {
  const cave = await heavyBench();
  const { files, report } = filesOf(cave, 'make_objs_from_state_file', { state: BOTH });
  expect(files.map(({ path }) => path)).toEqual(['left.obj', 'right.obj']);
  for (const { bytes } of files) {
    expect(reportMesh(readObj(text(bytes)))).toMatchObject({
      closed: true,
      components: 1,
      eulerCharacteristic: 2,
    });
  }
  expect(report).toHaveLength(3);
});

test('make_volume_mesh_from_state_file: a mesh a layer, or one of all', async () => {
  const cave = await heavyBench();
  const apart = filesOf(cave, 'make_volume_mesh_from_state_file', { state: BOTH, obj: true });
  expect(apart.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['mesh/1:0', 'mesh/2:0', 'left.obj', 'right.obj']),
  );
  const merged = filesOf(cave, 'make_volume_mesh_from_state_file', { state: BOTH, merge: true, obj: true });
  expect(merged.files.map(({ path }) => path)).not.toContain('mesh/2:0');
  const mesh = readObj(text(merged.files.find(({ path }) => path === 'mesh.obj')!.bytes));
  expect(reportMesh(mesh)).toMatchObject({ closed: true, components: 1 });
});
