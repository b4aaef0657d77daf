/** Infos: redirects, what is missing, what is wrong, and what is not read here. */

import type { Id } from '../../../src/core/ids';
import { type Json, writeJson } from '../../../src/core/json';
import { toUtf8 } from '../../../src/core/utf8';
import { gzip } from '../../../src/core/write-gzip';
import { codecOf } from '../../../src/volumes/labels/chunks';
import { readMesh } from '../../../src/volumes/meshes/read-mesh';
import { readInfo, readVolumeInfo } from '../../../src/volumes/precomputed/info';
import { newVolumeInfo } from '../../../src/volumes/writing/volume-files';
import { serve } from '../store';

const STORE = 'https://store.test';
const json = (value: object): Uint8Array => toUtf8(writeJson(value as { [key: string]: Json }));
const volume = (more: object = {}): Uint8Array =>
  json({ ...newVolumeInfo({ resolution: [4, 4, 40], size: [9, 9, 9] }), ...more });
const reach = (store: string) => ({ url: store.replace('gs://', `${STORE}/`) });
const infos = (files: Record<string, Uint8Array>) =>
  serve((path) => files[path.replace(/\/info$/, '')] ?? null, 404, STORE);

test('redirects are followed, ten at most, and not in a circle', () => {
  const hop = (to: string) => volume({ redirect: `gs://${to}` });
  const end = infos({ a: hop('b'), b: hop('c'), c: volume() });
  expect(end.run(readVolumeInfo({ url: `${STORE}/a` }, reach)).place.url).toBe(`${STORE}/c`);
  const circle = infos({ a: hop('b'), b: hop('a') });
  expect(() => circle.run(readInfo({ url: `${STORE}/a` }, reach))).toThrow(/round in a circle/);
  const long = infos(
    Object.fromEntries(Array.from({ length: 12 }, (_none, i) => [`n${i}`, hop(`n${i + 1}`)])),
  );
  expect(() => long.run(readInfo({ url: `${STORE}/n0` }, reach))).toThrow(/more than 10 times/);
  const nowhere = infos({ a: hop('b') });
  expect(() => nowhere.run(readInfo({ url: `${STORE}/a` }, reach))).toThrow(/where nothing lies/);
  expect(() => nowhere.run(readInfo({ url: `${STORE}/a` }))).toThrow(/redirects to another store/);
});

test('an info may arrive still packed', () => {
  const store = infos({ a: gzip(volume()) });
  expect(store.run(readVolumeInfo({ url: `${STORE}/a` })).scales[0]!.size).toEqual([9, 9, 9]);
});

test('what is missing or wrong is said', () => {
  const read = (bytes: Uint8Array | null) =>
    infos(bytes ? { a: bytes } : {}).run(readVolumeInfo({ url: `${STORE}/a` }));
  expect(() => read(null)).toThrow(`there is no volume at ${STORE}/a: it has no info file`);
  expect(() => read(toUtf8('<html>'))).toThrow(/is not JSON/);
  expect(() => read(toUtf8('[1]'))).toThrow(/not a JSON object/);
  expect(() => read(volume({ scales: [] }))).toThrow(/at least one scale/);
  const [scale] = newVolumeInfo({ resolution: [4, 4, 40], size: [9, 9, 9] }).scales as [object];
  const withScale = (more: object) => read(volume({ scales: [{ ...scale, ...more }] }));
  expect(() => withScale({ size: [1, 2] })).toThrow(/size is not three numbers/);
  expect(() => withScale({ chunk_sizes: [[0, 64, 64]] })).toThrow(/chunk_sizes is not/);
  expect(() => withScale({ voxel_offset: [0.5, 0, 0] })).toThrow(/voxel_offset is not/);
  expect(() => withScale({ sharding: { '@type': 'other' } })).toThrow(/its sharding is not/);
});

test('encodings and values that are not read here are named', () => {
  const codec = (more: object, dataType = 'uint64') => {
    const [scale] = newVolumeInfo({ resolution: [4, 4, 40], size: [9, 9, 9] }).scales as [object];
    const store = infos({ a: volume({ data_type: dataType, scales: [{ ...scale, ...more }] }) });
    const info = store.run(readVolumeInfo({ url: `${STORE}/a` }));
    return codecOf(info, info.scales[0]!);
  };
  expect(() => codec({ encoding: 'compresso' })).toThrow(/encoding "compresso" are not read here/);
  expect(() => codec({ encoding: 'jpeg' }, 'uint8')).toThrow(/encoding "jpeg"/);
  expect(() => codec({}, 'float32')).toThrow(/holds float32 values, not segment ids/);
  expect(() =>
    codec({ encoding: 'compressed_segmentation', compressed_segmentation_block_size: [8, 8, 8] }, 'uint8'),
  ).toThrow(/uint32 or uint64, not uint8/);
});

test('kinds of meshes that are not read here are named', () => {
  const store = infos({ a: volume({ mesh: 'mesh' }), 'a/mesh': json({ '@type': 'neuroglancer_new_mesh' }) });
  expect(() => store.run(readMesh({ url: `${STORE}/a` }, '1' as Id, {}))).toThrow(
    /"neuroglancer_new_mesh" are not read/,
  );
});
