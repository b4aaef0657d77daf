/** How a sharded store distributes its keys over files (neuroglancer_uint64_sharded_v1). */
import { hasDamagedKey, type Json } from '../../core/json';
import { damagedFileError } from '../objects/objects';
import { murmurhash } from './murmur';

export interface Sharding {
  preshift: number;
  hash: 'identity' | 'murmurhash3_x86_128';
  minishardBits: number;
  shardBits: number;
  indexEncoding: 'raw' | 'gzip';
  dataEncoding: 'raw' | 'gzip';
}

const TYPE = 'neuroglancer_uint64_sharded_v1';

/** 2^25 minishards would need an index of 512 MB; writers use far fewer. */
const MOST_MINISHARD_BITS = 24;

export function readSharding(json: { [key: string]: Json } | null, what: string): Sharding {
  if (json === null || json['@type'] !== TYPE) throw damagedFileError(what, `its sharding is not ${TYPE}`);
  const bits = (key: string, maxBytes: number): number => {
    const value = json[key];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maxBytes) {
      throw damagedFileError(what, `${key} is not a number of bits`);
    }
    return value;
  };
  const one = <T extends string>(key: string, initial: T | null, values: readonly T[]): T => {
    const value = hasDamagedKey(json, key) ? null : (json[key] ?? initial);
    const found = values.find((name) => name === value);
    if (found === undefined)
      // biome-ignore lint/plugin: for the message
      throw damagedFileError(what, `${key} is "${String(value).slice(0, 40)}", not ${values.join(' or ')}`);
    return found;
  };
  const sharding: Sharding = {
    preshift: bits('preshift_bits', 64),
    hash: one('hash', null, ['identity', 'murmurhash3_x86_128']),
    minishardBits: bits('minishard_bits', MOST_MINISHARD_BITS),
    shardBits: bits('shard_bits', 64),
    indexEncoding: one('minishard_index_encoding', 'raw', ['raw', 'gzip']),
    dataEncoding: one('data_encoding', 'raw', ['raw', 'gzip']),
  };
  if (sharding.minishardBits + sharding.shardBits > 64)
    throw damagedFileError(what, 'minishard and shard bits are over 64');
  return sharding;
}

/** The sharding as a field of an info file. */
export const writeSharding = (sharding: Sharding): { [key: string]: Json } => ({
  '@type': TYPE,
  preshift_bits: sharding.preshift,
  hash: sharding.hash,
  minishard_bits: sharding.minishardBits,
  shard_bits: sharding.shardBits,
  minishard_index_encoding: sharding.indexEncoding,
  data_encoding: sharding.dataEncoding,
});

/** The file that contains a key, and the minishard in it. */
export function shardOf(sharding: Sharding, key: bigint): { file: string; minishard: number } {
  const shiftedKey = key >> BigInt(sharding.preshift);
  const hash = sharding.hash === 'identity' ? shiftedKey : murmurhash(shiftedKey);
  // biome-ignore lint/plugin: a bigint of 32 bits or less
  const minishard = Number(BigInt.asUintN(sharding.minishardBits, hash));
  const shard = BigInt.asUintN(sharding.shardBits, hash >> BigInt(sharding.minishardBits));
  const digits = Math.ceil(sharding.shardBits / 4);
  return { file: `${shard.toString(16).padStart(digits, '0')}.shard`, minishard };
}
