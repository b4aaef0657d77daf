/** Labels of the published volumes: dense hashes, samples, shards, points in bulk. */
import { createHash } from 'node:crypto';
import { TtError } from '../../src/core/errors';
import { asObject, type Json } from '../../src/core/json';
import type { Vec3 } from '../../src/core/points';
import { chunkBox, chunkCell, chunkKey, chunkName, codecOf, gridOf } from '../../src/volumes/labels/chunks';
import { labelsAt } from '../../src/volumes/labels/labels-at';
import { subfolder } from '../../src/volumes/objects/objects';
import { readVolumeInfo, type VolumeInfo } from '../../src/volumes/precomputed/info';
import { readSharded } from '../../src/volumes/precomputed/sharded';
import { shardOf } from '../../src/volumes/precomputed/sharding';
import { random } from '../../workbench/random';
import { describeWith, publishedJson } from '../support/shared-data';
import { ORIGIN, serve, sharedFiles, type TestStore } from './store';

const truth = asObject(asObject(publishedJson('truth.json'))?.volumes);
const VOLUMES = ['fib25-raw', 'fib25-compressed', 'fib25-sharded', 'pinky40-legacy'];

interface Known {
  dense: string;
  samples: { voxel: Vec3; label: string }[];
  /** By the chunk's key: shard file and minishard. */
  chunks: { [key: string]: Json };
}

function knownVolume(name: string): Known {
  const entry = asObject(truth?.[`volumes/${name}`])!;
  const segmentation = asObject(entry.segmentation) ?? entry;
  return {
    dense: segmentation.sha256_of_dense_little_endian_x_fastest as string,
    samples: segmentation.samples as unknown as Known['samples'],
    chunks: asObject(entry.chunk_ids) ?? {},
  };
}

const open = (name: string): { store: TestStore; volume: VolumeInfo } => {
  const store = serve(sharedFiles(`volumes/${name}`));
  return { store, volume: store.run(readVolumeInfo({ url: ORIGIN })) };
};

const cells = (grid: Vec3): Vec3[] => {
  const all: Vec3[] = [];
  for (let z = 0; z < grid[2]; z++)
    for (let y = 0; y < grid[1]; y++) for (let x = 0; x < grid[0]; x++) all.push([x, y, z]);
  return all;
};

/** The whole volume, decoded chunk by chunk. */
function dense({ store, volume }: ReturnType<typeof open>): BigUint64Array {
  const scale = volume.scales[0]!;
  const codec = codecOf(volume, scale);
  const [sx, sy, sz] = scale.size;
  const out = new BigUint64Array(sx * sy * sz);
  for (const cell of cells(gridOf(scale))) {
    const key = chunkKey(scale, cell);
    const folder = subfolder({ url: ORIGIN }, scale.key);
    const bytes = scale.sharding
      ? store.run(readSharded(folder, scale.sharding, [key], 'chunks', 1e8)).get(key)!
      : sharedFiles(`volumes/${volumeName(store)}`)(`${scale.key}/${chunkName(scale, cell)}`)!;
    const { start, shape } = chunkBox(scale, cell);
    const labels = codec.decode(bytes, shape);
    let i = 0;
    for (let z = 0; z < shape[2]; z++)
      for (let y = 0; y < shape[1]; y++)
        for (let x = 0; x < shape[0]; x++) {
          const at = start.map((s, k) => s - scale.offset[k]! + [x, y, z][k]!) as Vec3;
          out[at[0] + sx * (at[1] + sy * at[2])] = labels[i++]!;
        }
  }
  return out;
}

const names = new Map<TestStore, string>();
const volumeName = (store: TestStore): string => names.get(store)!;

describeWith(truth)('published volumes', () => {
  test.each(VOLUMES)('%s hashes to what is published', (name) => {
    const opened = open(name);
    names.set(opened.store, name);
    const cube = dense(opened);
    const bytes = opened.volume.dataType === 'uint32' ? Uint32Array.from(cube, Number) : cube;
    expect(createHash('sha256').update(new Uint8Array(bytes.buffer)).digest('hex')).toBe(
      knownVolume(name).dense,
    );
  });

  test.each(VOLUMES)('%s answers its samples, a request a chunk', (name) => {
    const { store, volume } = open(name);
    const { samples } = knownVolume(name);
    store.sent.splice(0);
    const labels = store.run(
      labelsAt(
        volume,
        volume.scales[0]!,
        samples.map(({ voxel }) => voxel),
      ),
    );
    expect(labels.map(String)).toEqual(samples.map(({ label }) => label));
    const chunks = new Set(samples.map(({ voxel }) => String(chunkCell(volume.scales[0]!, voxel))));
    expect(store.sent.length).toBeLessThanOrEqual(volume.scales[0]!.sharding ? 6 : chunks.size);
  });

  test.each([
    ['fib25-compressed', 21],
    ['fib25-sharded', 22],
  ] as const)('%s: 2,000 voxels are those of the raw volume (seed %i)', (name, seed) => {
    const next = random(seed);
    const voxels = Array.from(
      { length: 2000 },
      () => [0, 0, 0].map(() => 3000 + Math.floor(next() * 64)) as Vec3,
    );
    const [one, two] = [open(name), open('fib25-raw')];
    const labels = one.store.run(labelsAt(one.volume, one.volume.scales[0]!, voxels));
    expect(labels).toEqual(two.store.run(labelsAt(two.volume, two.volume.scales[0]!, voxels)));
  });

  test('the chunks of the sharded volume lie in the shards that are published', () => {
    const { volume } = open('fib25-sharded');
    const scale = volume.scales[0]!;
    const published = Object.entries(knownVolume('fib25-sharded').chunks);
    expect(published.length).toBe(8);
    for (const [id, chunk] of published) {
      const { grid, shard, minishard } = asObject(chunk)!;
      const key = chunkKey(scale, grid as Vec3);
      expect(String(key)).toBe(id);
      expect(shardOf(scale.sharding!, key)).toEqual({ file: shard, minishard });
    }
  });

  test('outside the volume and missing chunks are errors of their points alone', () => {
    const { volume } = open('fib25-compressed');
    const gone = '8_8_8/3000-3030_3000-3030_3000-3064';
    const files = sharedFiles('volumes/fib25-compressed');
    for (const status of [404, 403]) {
      const store = serve((path) => (path === gone ? null : files(path)), status);
      const labels = store.run(
        labelsAt(volume, volume.scales[0]!, [
          [2999, 3000, 3000],
          [3001, 3001, 3001],
          [3060, 3040, 3043],
          [3064, 3000, 3000],
        ]),
      );
      expect(
        labels.map((one) => (one instanceof TtError ? `${one.code}: ${one.message}` : String(one))),
      ).toEqual([
        'INPUT: 2999, 3000, 3000 lies outside the volume, which goes from 3000, 3000, 3000 to 3063, 3063, 3063 (its own voxels)',
        'NONE: the volume holds no data at 3001, 3001, 3001 (its own voxels)',
        '53216',
        expect.stringMatching(/^INPUT: 3064, 3000, 3000 lies outside/) as unknown as string,
      ]);
    }
  });

  test('more chunks than allowed are an error of the points beyond', () => {
    const { store, volume } = open('fib25-raw');
    const labels = store.run(
      labelsAt(
        volume,
        volume.scales[0]!,
        [
          [3000, 3000, 3000],
          [3040, 3000, 3000],
          [3001, 3000, 3000],
        ],
        { mostChunks: 1 },
      ),
    );
    expect(labels.map((one) => (one instanceof TtError ? one.code : 'label'))).toEqual([
      'label',
      'BIG',
      'label',
    ]);
  });
});
