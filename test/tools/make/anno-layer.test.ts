/** TT_ANNO_LAYER: every kind, and what is wrong with a row. */
import type { Cell } from '../../../src/core/table';
import { readArgs } from '../../../src/tools/declaration/args';
import { annoLayer } from '../../../src/tools/make/anno-layer';
import { json, play, RECORD } from '../../cave/support';
import { errorOf, testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const layer = (...values: unknown[]) => {
  const rows = cave.run(annoLayer.answer(readArgs(annoLayer, values), cave.ctx()));
  return JSON.parse(String(rows[0]![0]));
};
const annotations = (points: Cell[][], kind: string) => layer(points, kind, 'a').annotations;

test('points, with descriptions and flat lists of linked ids', () => {
  const link = layer(
    [
      [1, 2, 3],
      [null, null, null],
      ['4, 5, 6', null, null],
    ],
    'point',
    'boutons',
    [['first'], [null], ['third']],
    [['720575940379940739'], [null], ['720575941535667946, 720575941539599858']],
  );
  expect(link).toEqual({
    type: 'annotation',
    source: 'local://annotations',
    tab: 'annotations',
    annotations: [
      { type: 'point', point: [1, 2, 3], id: '1', description: 'first', segments: ['720575940379940739'] },
      {
        type: 'point',
        point: [4, 5, 6],
        id: '2',
        description: 'third',
        segments: ['720575941535667946', '720575941539599858'],
      },
    ],
    linkedSegmentationLayer: { segments: 'segmentation' },
    name: 'boutons',
  });
});

test('lines and boxes are two points a row', () => {
  expect(annotations([[1, 2, 3, 4, 5, 6]], 'line')).toEqual([
    { type: 'line', pointA: [1, 2, 3], pointB: [4, 5, 6], id: '1' },
  ]);
  expect(
    annotations(
      [
        ['1, 2, 3', '4, 5, 6'],
        ['0,0,0', '1,1,1'],
      ],
      'bbox',
    ),
  ).toEqual([
    { type: 'axis_aligned_bounding_box', pointA: [1, 2, 3], pointB: [4, 5, 6], id: '1' },
    { type: 'axis_aligned_bounding_box', pointA: [0, 0, 0], pointB: [1, 1, 1], id: '2' },
  ]);
});

test('a sphere is round in nm: BANC voxels are 4 × 4 × 45', () => {
  expect(annotations([[10, 20, 30, 45]], 'sphere')).toEqual([
    { type: 'ellipsoid', center: [10, 20, 30], radii: [45, 45, 4], id: '1' },
  ]);
  expect(annotations([[10, 20, 30, 3, 4, 5]], 'ellipsoid')).toEqual([
    { type: 'ellipsoid', center: [10, 20, 30], radii: [3, 4, 5], id: '1' },
  ]);
});

test('a blank row ends a polyline', () => {
  const rows = [
    [0, 0, 0],
    [1, 1, 1],
    [2, 2, 2],
    [null, null, null],
    [5, 5, 5],
    [6, 6, 6],
  ];
  expect(annotations(rows, 'polyline')).toEqual([
    {
      type: 'polyline',
      points: [
        [0, 0, 0],
        [1, 1, 1],
        [2, 2, 2],
      ],
      id: '1',
    },
    {
      type: 'polyline',
      points: [
        [5, 5, 5],
        [6, 6, 6],
      ],
      id: '2',
    },
  ]);
});

test('mixed kinds', () => {
  const rows: Cell[][] = [
    ['point', 1, 2, 3, null, null, null, null, null, null],
    ['Line', 1, 2, 3, 4, 5, 6, null, null, null],
    ['polyline', 0, 0, 0, 1, 1, 1, 2, 2, 2],
    ['sphere', 0, 0, 0, 9, null, null, null, null, null],
  ];
  expect(annotations(rows, 'mixed').map((one: { type: string }) => one.type)).toEqual([
    'point',
    'line',
    'polyline',
    'ellipsoid',
  ]);
});

test.each<[string, unknown[], string]>([
  ['a point of two numbers', [[[1, 2]], 'point', 'a'], 'INPUT'],
  ['a line of five numbers', [[[1, 2, 3, 4, 5]], 'line', 'a'], 'INPUT'],
  ['a sphere without radius', [[[1, 2, 3]], 'sphere', 'a'], 'INPUT'],
  ['a polyline of one point', [[[1, 2, 3]], 'polyline', 'a'], 'INPUT'],
  ['an unknown kind', [[[1, 2, 3]], 'cone', 'a'], 'INPUT'],
  ['an unknown kind in a row', [[['cone', 1, 2, 3]], 'mixed', 'a'], 'INPUT'],
  ['nothing', [[[null, null]], 'point', 'a'], 'INPUT'],
  ['a rounded linked id', [[[1, 2, 3]], 'point', 'a', null, [[7.2e17]]], 'ROUNDED'],
  ['more ids than rows', [[[1, 2, 3]], 'point', 'a', null, [['1'], ['2']]], 'INPUT'],
])('%s is refused', (_what, values, code) => {
  expect(errorOf(() => layer(...values))).toMatchObject({ code });
});

test('asks nobody for a published datastack', () => {
  const args = readArgs(annoLayer, [[[1, 2, 3, 4]], 'sphere', 'a']);
  expect(cave.counted(annoLayer.answer(args, cave.ctx())).counts.requests).toBe(0);
});

test('spheres of a datastack without a resolution are refused, other kinds are not', () => {
  const record = {
    ...RECORD,
    viewer_resolution_x: null,
    viewer_resolution_y: null,
    viewer_resolution_z: null,
  };
  const at = (points: Cell[][], kind: string) =>
    play(annoLayer.answer(readArgs(annoLayer, [points, kind, 'a']), cave.ctx('unpublished')), () =>
      json(record),
    );
  expect(errorOf(() => at([[1, 2, 3, 4]], 'sphere'))).toMatchObject({ code: 'NONE' });
  expect(errorOf(() => at([['sphere', 1, 2, 3, 4]], 'mixed'))).toMatchObject({ code: 'NONE' });
  expect(at([['point', 1, 2, 3]], 'mixed').value).toHaveLength(1);
});
