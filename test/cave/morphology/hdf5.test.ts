/** HDF5: files that h5py wrote, those of the stand-in, and damage at every byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { hdf5 } from '@tracer-tools/cave/skeletons/hdf5';
import { Hdf5 } from '../../../src/cave/morphology/hdf5';
import { readHdf5 } from '../../../src/cave/morphology/skeleton-formats';
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { random } from '../../../workbench/random';
import { errorOf } from '../../support/sandbox-driver';

/** The segment of all of them. */
const H5_ID = '720575941519923628' as Id;
const file = (name: string) =>
  new Uint8Array(gunzipSync(readFileSync(join(__dirname, 'h5py', `${name}.h5.gz`))));

describe('a file of h5py', () => {
  test('datasets and texts by their paths', () => {
    const h5 = new Hdf5(file('service'));
    expect(h5.numbers('vertices').dims).toEqual([99, 3]);
    expect(h5.numbers('edges').values.length).toBe(196);
    expect([...h5.numbers('root').values]).toEqual([74]);
    expect([...h5.numbers('mesh_to_skel_map').values]).toEqual(Array.from({ length: 99 }, (_none, i) => i));
    expect(h5.text('meta')).toContain('"root_id": 720575941519923628');
    expect(h5.text('vertex_properties/radius')).toMatch(/^\[[\d.]+, NaN, Infinity, /);
    expect(['vertices', 'vertex_properties/axon', 'meta/x', 'nothing'].map((path) => h5.has(path))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(errorOf(() => h5.numbers('meta'))).toBeInstanceOf(TtError);
    expect(errorOf(() => h5.text('edges'))).toBeInstanceOf(TtError);
    expect(errorOf(() => h5.numbers('vertex_properties'))).toBeInstanceOf(TtError);
  });
  test('chunks of one number each, beyond one node of their tree, shuffled', () => {
    const { dims, values } = new Hdf5(file('chunks')).numbers('vertices');
    expect([dims, values.every(Number.isFinite)]).toEqual([[300, 3], true]);
  });
});

test('files of the stand-in, with every kind of dataset', () => {
  const h5 = new Hdf5(
    hdf5({
      table: { numbers: Float64Array.from({ length: 3000 }, (_none, i) => i / 3), columns: 3 },
      empty: { numbers: new BigInt64Array(0), columns: 2 },
      list: { numbers: BigInt64Array.from([-5n, 2n ** 40n]) },
      group: { long: { text: 'x'.repeat(10_000) }, short: { text: 'ä' } },
      fixed: { fixed: '{"a":1}' },
      one: { numbers: BigInt64Array.from([75n]), scalar: true },
    }),
  );
  expect(h5.numbers('table').values[2999]).toBe(2999 / 3);
  expect(h5.numbers('empty')).toEqual({ dims: [0, 2], values: new Float64Array(0) });
  expect([...h5.numbers('list').values]).toEqual([-5, 2 ** 40]);
  expect([h5.text('group/long').length, h5.text('group/short'), h5.text('fixed')]).toEqual([
    10_000,
    'ä',
    '{"a":1}',
  ]);
  expect([...h5.numbers('one').values]).toEqual([75]);
});

test.each([1, 2, 3])('500 damaged copies (seed %i) give a skeleton or none, and end', (seed) => {
  const next = random(seed);
  const whole = file(seed === 1 ? 'service' : seed === 2 ? 'chunks' : 'plain');
  let read = 0;
  for (let i = 0; i < 500; i++) {
    const copy = next() < 0.2 ? whole.slice(0, Math.floor(next() * whole.length)) : whole.slice();
    const bytes = 1 + Math.floor(next() * 4);
    for (let k = 0; k < bytes; k++) {
      copy[Math.floor(next() * Math.min(copy.length, next() < 0.5 ? 4096 : copy.length))] = Math.floor(
        next() * 256,
      );
    }
    if (typeof readHdf5(copy, H5_ID) !== 'string') read++;
  }
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(500);
});
