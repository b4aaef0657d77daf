/** Creates shard files (neuroglancer_uint64_sharded_v1) in memory from keyed values. */

import { gzip } from '../../core/write-gzip';
import { concatBytes, dataView } from '../objects/bytes';
import type { VolumeFile } from '../objects/files';
import { type Sharding, shardOf } from '../precomputed/sharding';

export interface KeyedValue {
  key: bigint;
  bytes: Uint8Array;
  /** Bytes stored directly before the value that are not part of it: the fragments of a multi-resolution mesh. */
  before?: Uint8Array;
}

/** The shard files of these values; keys must be distinct. */
export function writeSharded(sharding: Sharding, all: readonly KeyedValue[]): VolumeFile[] {
  const shards = new Map<string, Map<number, KeyedValue[]>>();
  for (const value of all) {
    const { file, minishard } = shardOf(sharding, value.key);
    const shard = shards.get(file) ?? new Map<number, KeyedValue[]>();
    const values = shard.get(minishard) ?? [];
    values.push(value);
    shards.set(file, shard.set(minishard, values));
  }
  return [...shards].map(([path, minishards]) => ({
    path,
    contentType: 'application/octet-stream',
    bytes: shardFile(sharding, minishards),
  }));
}

function shardFile(sharding: Sharding, minishards: Map<number, KeyedValue[]>): Uint8Array {
  const base = new Uint8Array(16 * 2 ** sharding.minishardBits);
  const parts: Uint8Array[] = [base];
  const indexes: { minishard: number; rows: BigUint64Array }[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const minishard of [...minishards.keys()].sort((a, b) => a - b)) {
    const values = minishards.get(minishard)!.sort((a, b) => (a.key < b.key ? -1 : 1));
    const rows = new BigUint64Array(3 * values.length);
    let key = 0n;
    let end = 0;
    values.forEach((value, i) => {
      if (value.before) put(value.before);
      const bytes = sharding.dataEncoding === 'gzip' ? gzip(value.bytes) : value.bytes;
      rows[i] = value.key - key;
      rows[values.length + i] = BigInt(at - end);
      rows[2 * values.length + i] = BigInt(bytes.length);
      put(bytes);
      key = value.key;
      end = at;
    });
    indexes.push({ minishard, rows });
  }
  const data = dataView(base);
  for (const { minishard, rows } of indexes) {
    const bytes = new Uint8Array(rows.buffer);
    const start = at;
    put(sharding.indexEncoding === 'gzip' ? gzip(bytes) : bytes);
    data.setBigUint64(16 * minishard, BigInt(start), true);
    data.setBigUint64(16 * minishard + 8, BigInt(at), true);
  }
  return concatBytes(parts);
}
