/** The watershed volume: what a reader of compressed_segmentation gets at known points. */

import type { CaveSandbox } from '../../src';
import { between, rng } from '../../src/rng';
import { compressSegmentation } from '../../src/services/watershed';
import { ask, fresh, good } from '../ask';

const inBucket = (sandbox: CaveSandbox, name: string) =>
  ask(sandbox, `/stores/storage.googleapis.com/wclee-fly-cns-001-pcg/${name}`, { token: null });

type Size = readonly [number, number, number];

/** A plain reader of the format, written from its description: block headers, indices, look-up tables. */
function labelAt(bytes: Uint8Array, size: Size, x: number, y: number, z: number): bigint {
  const words = new Uint32Array(bytes.slice().buffer);
  const base = words[0]!;
  const grid = size.map((n) => Math.ceil(n / 8)) as unknown as Size;
  const block = (x >> 3) + grid[0] * ((y >> 3) + grid[1] * (z >> 3));
  const head = words[base + block * 2]!;
  const [table, bits] = [head & 0xffffff, head >>> 24];
  const at = ((x & 7) + 8 * ((y & 7) + 8 * (z & 7))) * bits;
  const word = words[base + words[base + block * 2 + 1]! + (at >> 5)]!;
  const index = bits === 0 ? 0 : bits === 32 ? word : (word >>> (at & 31)) & (2 ** bits - 1);
  const entry = base + table + index * 2;
  return BigInt(words[entry]!) | (BigInt(words[entry + 1]!) << 32n);
}

test('dense labels round-trip, partial blocks too, seed 3', () => {
  const random = rng(3);
  for (const [size, kinds] of [
    [[16, 8, 8], 1],
    [[13, 9, 11], 5],
    [[24, 16, 8], 300],
  ] as [Size, number][]) {
    const base = 1n << 56n;
    const label = (seg: number): bigint => (seg === 0 ? 0n : base + BigInt(seg));
    const dense = Int32Array.from({ length: size[0] * size[1] * size[2] }, () => between(random, 0, kinds));
    const bytes = compressSegmentation(dense, base, size);
    for (let n = 0; n < 400; n++) {
      const [x, y, z] = size.map((s) => between(random, 0, s - 1)) as [number, number, number];
      expect(labelAt(bytes, size, x, y, z)).toBe(label(dense[x + size[0] * (y + size[1] * z)]!));
    }
  }
});

test('published points lie in the published supervoxels, in the model and in the chunk file', () => {
  const sandbox = fresh();
  for (const [point, supervoxel] of [
    [[128563, 169944, 4093], '76426092181762338'],
    [[136207, 175201, 4812], '76707773517849702'],
    [[101370, 215228, 5264], '75512879390421881'],
  ] as [Size, string][]) {
    expect(sandbox.truth.supervoxelAt(point)).toBe(supervoxel);
    const voxel = [Math.floor(point[0] / 4), Math.floor(point[1] / 4), point[2]] as const;
    const sizes = [256, 256, 32] as const;
    const start = voxel.map((v, k) => Math.floor(v / sizes[k]!) * sizes[k]!);
    const name = start.map((v, k) => `${v}-${v + sizes[k]!}`).join('_');
    const bytes = inBucket(sandbox, `ws/16_16_45/${name}`)!.body;
    const at = voxel.map((v, k) => v - start[k]!) as [number, number, number];
    expect(String(labelAt(bytes, sizes, ...at))).toBe(supervoxel);
  }
});

test('a representative point of any level-2 node leads back to its root', () => {
  const sandbox = fresh();
  for (const root of sandbox.truth.sampleCurrent(5)) {
    const level2 = sandbox.truth.level2(root).slice(0, 12);
    const path = '/l2cache/api/v1/table/wclee_fly_cns_001/attributes?attribute_names=rep_coord_nm';
    const answer = good(sandbox, path, { body: `{"l2_ids":[${level2.join(',')}]}` });
    for (const { rep_coord_nm: at } of Object.values(answer as object) as { rep_coord_nm: number[] }[]) {
      const supervoxel = sandbox.truth.supervoxelAt([at[0]! / 4, at[1]! / 4, at[2]! / 45]);
      expect(sandbox.truth.rootOfSupervoxel(supervoxel)).toBe(root);
    }
  }
});

test('the info, here and in the bucket; names off the grid are not there', () => {
  const bucket = fresh();
  expect(inBucket(bucket, 'ws/16_16_45/1-257_0-256_0-32').status).toBe(404);
  expect(inBucket(bucket, 'elsewhere/info').status).toBe(404);
  expect(inBucket(bucket, 'ws/info').status).toBe(200);
  const here = fresh({ watershed: 'here' });
  const info = good(here, '/segmentation/table/wclee_fly_cns_001/info') as {
    data_dir: string;
    scales: unknown;
  };
  const volume = good(here, `${info.data_dir.slice('http://sandbox.test'.length)}/info`, { token: null });
  expect(volume).toMatchObject({ scales: info.scales as object });
});
