/** Functions that make files without heavy work: point clouds, info files, SWC. */

import type { Id } from '../../../src/core/ids';
import { readObj } from '../../../src/geometry/formats/obj';
import { readSwc } from '../../../src/geometry/formats/swc';
import { cableLength } from '../../../src/geometry/skeletons/tree-measures';
import {
  shardingFor,
  skeletonFiles as skeletonFilesOf,
} from '../../../src/volumes/skeletons/write-skeletons';
import { type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';
import { filesOf } from '../heavy/support';
import { rowsOf, tableOf, valueOrError } from '../support';

const STATE = JSON.stringify({
  dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
  layers: [
    {
      type: 'annotation',
      name: 'in: puts',
      source: { url: 'local://annotations', transform: { outputDimensions: {} } },
      annotations: [
        { type: 'point', id: 'a', point: [1, 2, 3] },
        { type: 'line', id: 'c', pointA: [1, 2, 3], pointB: [0, 0, 0] },
        { type: 'point', id: 'b', point: [4.5, 5, 6] },
      ],
    },
    { type: 'annotation', name: 'none', source: 'local://annotations', annotations: [] },
  ],
});
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('make_point_cloud_from_state_file', () => {
  test('points in nm, in order; a name that no file may have', () => {
    const { files, report } = filesOf(testEnvironment(), 'make_point_cloud_from_state_file', {
      state: STATE,
    });
    expect(files.map(({ path }) => path)).toEqual(['in- puts.obj']);
    expect([...readObj(text(files[0]!.bytes)).vertices]).toEqual([4, 8, 135, 18, 20, 270]);
    expect(report).toEqual([
      ['layer', 'points'],
      ['in: puts', 2],
    ]);
  });

  test.each([
    ['nope', /there is no layer "nope"/],
    ['none', /layer "none" has no points/],
  ])('layer %j is refused in words', (layers, words) => {
    expect(() =>
      filesOf(testEnvironment(), 'make_point_cloud_from_state_file', { state: STATE, layers }),
    ).toThrow(words);
  });
});

describe('make_volume_packaging', () => {
  test('the datastack’s own space, and one that is given', () => {
    const own = filesOf(testEnvironment(), 'make_volume_packaging', {});
    expect(own.files.map(({ path }) => path)).toEqual(['info', 'provenance']);
    expect(JSON.parse(text(own.files[0]!.bytes)).scales[0]).toMatchObject({
      resolution: [4, 4, 45],
      size: [262144, 294912, 7010],
      key: '4_4_45',
    });
    const given = filesOf(testEnvironment(), 'make_volume_packaging', {
      resolution: '4.5, 4, 40',
      size: '100 200 300',
      encoding: 'compressed_segmentation',
      mesh: true,
    });
    expect(JSON.parse(text(given.files[0]!.bytes))).toMatchObject({
      mesh: 'mesh',
      data_type: 'uint64',
      scales: [{ key: '4.5_4.0_40.0', size: [100, 200, 300], encoding: 'compressed_segmentation' }],
    });
  });

  test.each([
    ['compressed_segmentation', 'uint8', /stores uint32 or uint64, not uint8: cloud-volume would refuse/],
    ['compressed_segmentation', 'float32', /not float32/],
    ['jpeg', 'uint64', /encoding: jpeg stores uint8, not uint64/],
    ['png', 'uint16', /encoding: png stores uint8, not uint16/],
  ])('%s of %s is refused, as cloud-volume does', (encoding, dataType, words) => {
    const make = () => filesOf(testEnvironment(), 'make_volume_packaging', { encoding, data_type: dataType });
    expect(make).toThrow(words);
  });

  test.each([
    ['compressed_segmentation', 'uint32'],
    ['jpeg', 'uint8'],
    ['png', 'uint8'],
    ['raw', 'float32'],
  ])('%s of %s is made', (encoding, dataType) => {
    const { files } = filesOf(testEnvironment(), 'make_volume_packaging', { encoding, data_type: dataType });
    expect(JSON.parse(text(files[0]!.bytes))).toMatchObject({ data_type: dataType, scales: [{ encoding }] });
  });

  test('a size that is none is refused', () => {
    expect(() => filesOf(testEnvironment(), 'make_volume_packaging', { size: '0, 1, 1' })).toThrow(
      /volume size/,
    );
    expect(() => filesOf(testEnvironment(), 'make_volume_packaging', { size: 'abc' })).toThrow(/size/);
  });
});

test('get_seg_skeletons_swc: a file a segment, as long as its cable; a wrong id in its own row', () => {
  const cave = testEnvironment();
  const ids = [['720575941490813872'], ['720575941533316995'], ['abc']];
  const { files, report } = filesOf(cave, 'get_seg_skeletons_swc', { ids });
  expect(files.map(({ path }) => path)).toEqual(['720575941490813872.swc', '720575941533316995.swc']);
  const lengths = rowsOf(cave, 'TT_CABLE_LENGTH', ids.slice(0, 2).flat());
  files.forEach(({ bytes }, i) => {
    expect(cableLength(readSwc(bytes)) / Number(lengths[i]![0])).toBeCloseTo(1, 9);
    expect(report[i + 1]![2]).toBe(lengths[i]![0]);
    // The root that the service chose comes first, as in the cells.
    const first = tableOf(cave, 'TT_SKELETON', [ids[i]![0]])[0]!.slice(2, 5);
    expect([...readSwc(bytes).vertices.subarray(0, 3)]).toEqual(
      first.map((x) => expect.closeTo(Number(x), 5)),
    );
  });
  expect(report[3]!.map(valueOrError)).toEqual(['abc', 'ID: "abc" is not a segment id', null]);
});

test('get_seg_skeletons_swc from a precomputed source: nm, as long as what was written', () => {
  const cave = testEnvironment();
  const tree = {
    vertices: Float64Array.from([0, 0, 0, 3000, 4000, 0, 3000, 4000, 1200]),
    edges: Uint32Array.from([1, 0, 2, 1]),
    radius: Float64Array.from([100, 90, 80]),
  };
  for (const [sharding, folder] of [
    [null, 'plain'],
    [shardingFor(1), 'sharded'],
  ] as const) {
    for (const { path, contentType, bytes } of skeletonFilesOf(new Map([['77' as Id, tree]]), sharding)) {
      putObject(cave, `skeletons/${folder}/${path}`, contentType, bytes);
    }
    const source = `precomputed://gs://tracer-volumes/skeletons/${folder}`;
    const { files, report } = filesOf(cave, 'get_seg_skeletons_swc', { ids: [['77'], ['78']], source });
    expect([...readSwc(files[0]!.bytes).vertices]).toEqual([...tree.vertices]);
    expect(report[1]).toEqual(['77', 3, 6200]);
    expect(report[2]!.map(valueOrError)).toEqual([
      '78',
      expect.stringMatching(/^UNKNOWN: there is no skeleton of 78/),
      null,
    ]);
  }
});

function putObject(cave: TestEnvironment, name: string, contentType: string, bytes: Uint8Array): void {
  cave.sandbox.stores.bucket('storage.googleapis.com', 'tracer-volumes').put(name, bytes, { contentType });
}
