/** Hashes, shards, Morton codes and names against published vectors. */
import { mortonCode } from '../../src/volumes/labels/morton';
import { murmurhash } from '../../src/volumes/precomputed/murmur';
import { readSharding, type Sharding, shardOf, writeSharding } from '../../src/volumes/precomputed/sharding';

test.each([
  [0n, 0x4772b084e028ae41n],
  [1n, 0xe8bd67d616d4ce9an],
  [42n, 0xc20b94f95119f47an],
  [511271574n, 0xa4d3d16f5d1daaa5n],
  [720575940621039145n, 0x5dd0e7cb4a9d13edn],
  [864691135213153080n, 0xe218f07b271353dan],
  [18446744073709551615n, 0x574f66bd212b5d1an],
])('murmurhash of %s', (key, hash) => {
  expect(murmurhash(key)).toBe(hash);
});

const sharding = (more: Partial<Sharding>): Sharding => ({
  preshift: 0,
  hash: 'identity',
  minishardBits: 0,
  shardBits: 0,
  indexEncoding: 'raw',
  dataEncoding: 'raw',
  ...more,
});

test('keys find their shard and minishard', () => {
  const hashed = sharding({ hash: 'murmurhash3_x86_128', preshift: 6, minishardBits: 11, shardBits: 7 });
  expect(shardOf(hashed, 1822975381n)).toEqual({ file: '42.shard', minishard: 18 });
  const plain = sharding({ preshift: 2, minishardBits: 3, shardBits: 3 });
  expect(shardOf(plain, 0b10101010n)).toEqual({ file: '5.shard', minishard: 2 });
  expect(shardOf(sharding({}), 7n)).toEqual({ file: '0.shard', minishard: 0 });
  expect(shardOf(sharding({ shardBits: 64 }), 2n ** 64n - 1n).file).toBe('ffffffffffffffff.shard');
});

test('a sharding comes back from its JSON; others are refused in words', () => {
  const one = sharding({
    hash: 'murmurhash3_x86_128',
    minishardBits: 4,
    shardBits: 9,
    indexEncoding: 'gzip',
  });
  expect(readSharding(writeSharding(one), 'x')).toEqual(one);
  expect(() => readSharding({ ...writeSharding(one), hash: 'md5' }, 'the mesh info')).toThrow(
    /hash is "md5"/,
  );
  expect(() => readSharding({ ...writeSharding(one), minishard_bits: 60 }, 'x')).toThrow(/number of bits/);
  expect(() => readSharding({ ...writeSharding(one), shard_bits: 61 }, 'x')).toThrow(/over 64/);
  expect(() => readSharding(null, 'x')).toThrow(/neuroglancer_uint64_sharded_v1/);
});

test('compressed Morton codes skip axes that have ended', () => {
  expect(mortonCode([1, 0, 0], [3, 3, 3])).toBe(1n);
  expect(mortonCode([2, 0, 0], [3, 3, 3])).toBe(8n);
  expect(mortonCode([0, 0, 5], [1, 1, 8])).toBe(5n);
  expect(mortonCode([2 ** 20, 0, 0], [2 ** 21, 2 ** 21, 2 ** 21])).toBe(1n << 60n);
});
