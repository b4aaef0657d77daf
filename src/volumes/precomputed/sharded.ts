/** Reads values of a sharded store by key: many keys at once; neighbouring byte ranges share a request. */

import { gunzip } from '../../core/gzip';
import type { Work } from '../../http/work';
import { dataView, uint64 } from '../objects/bytes';
import { type ByteRange, damagedFileError, readRanges, type StoreFolder } from '../objects/objects';
import { type Sharding, shardOf } from './sharding';

/** An index up to this size is read whole, a larger one entry by entry. */
const WHOLE_INDEX = 65_536;
/** Byte limit of a minishard's decompressed index: over a million keys. */
const MOST_INDEX = 32e6;

/** The byte ranges of the keys; keys that the store does not contain are absent. */
export function* locateKeys(
  folder: StoreFolder,
  sharding: Sharding,
  keys: readonly bigint[],
  what: string,
): Work<Map<bigint, ByteRange>> {
  const index = 16 * 2 ** sharding.minishardBits;
  const minishards = new Map<string, { file: string; minishard: number; keys: bigint[] }>();
  for (const key of new Set(keys)) {
    const { file, minishard } = shardOf(sharding, key);
    const name = `${file}:${minishard}`;
    const pending = minishards.get(name);
    if (pending) pending.keys.push(key);
    else minishards.set(name, { file, minishard, keys: [key] });
  }
  const minishardList = [...minishards.values()];
  const whole = index <= WHOLE_INDEX;
  const entries = yield* readRanges(
    folder,
    minishardList.map(({ file, minishard }) =>
      whole
        ? { path: file, start: 0, end: index }
        : { path: file, start: 16 * minishard, end: 16 * minishard + 16 },
    ),
    `the index of a shard of ${what}`,
  );
  const parts: ByteRange[] = [];
  const owners: typeof minishardList = [];
  minishardList.forEach((one, i) => {
    const bytes = entries[i];
    if (!bytes) return;
    const data = dataView(bytes);
    const at = whole ? 16 * one.minishard : 0;
    const [start, end] = [uint64(data, at), uint64(data, at + 8)];
    if (start === end) return;
    if (end < start || end - start > MOST_INDEX || end > 2 ** 52) {
      throw damagedFileError(
        `the index of ${one.file} of ${what}`,
        `minishard ${one.minishard} lies at ${start} to ${end}`,
      );
    }
    parts.push({ path: one.file, start: index + start, end: index + end });
    owners.push(one);
  });
  const indexes = yield* readRanges(folder, parts, `a minishard index of ${what}`);
  const found = new Map<bigint, ByteRange>();
  owners.forEach((one, i) => {
    const bytes = indexes[i];
    if (!bytes) throw damagedFileError(what, `${one.file} has gone while it was read`);
    const name = `minishard ${one.minishard} of ${one.file} of ${what}`;
    const rows = sharding.indexEncoding === 'gzip' ? gunzip(bytes, name, MOST_INDEX) : bytes;
    search(rows, index, one, name, found);
  });
  return found;
}

/**
 * The index has three rows of n numbers: keys, starts, sizes. Each number is stored as the difference to the previous
 * one.
 */
function search(
  rows: Uint8Array,
  base: number,
  { file, keys }: { file: string; keys: bigint[] },
  what: string,
  found: Map<bigint, ByteRange>,
): void {
  if (rows.length % 24 !== 0)
    throw damagedFileError(what, `its ${rows.length} bytes are not rows of three numbers`);
  const data = dataView(rows);
  const count = rows.length / 24;
  const targets = new Set(keys);
  let key = 0n;
  let end = 0n;
  for (let i = 0; i < count && targets.size > 0; i++) {
    key = BigInt.asUintN(64, key + data.getBigUint64(8 * i, true));
    const start = BigInt.asUintN(64, end + data.getBigUint64(8 * (count + i), true));
    end = BigInt.asUintN(64, start + data.getBigUint64(8 * (2 * count + i), true));
    if (!targets.delete(key)) continue;
    if (end < start || end > 1n << 52n)
      throw damagedFileError(what, `the value of ${key} lies beyond any file`);
    // biome-ignore lint/plugin: bigints below 2^52
    found.set(key, { path: file, start: base + Number(start), end: base + Number(end) });
  }
}

/** Decodes a value from its stored bytes in the store's encoding. */
export const readValue = (
  sharding: Sharding,
  bytes: Uint8Array,
  what: string,
  maxBytes: number,
): Uint8Array =>
  sharding.dataEncoding === 'gzip' && bytes.length > 0 ? gunzip(bytes, what, maxBytes) : bytes;

/** Values by key, each at most `most` bytes after decompression; keys that the store does not contain are absent. */
export function* readSharded(
  folder: StoreFolder,
  sharding: Sharding,
  keys: readonly bigint[],
  what: string,
  maxBytes: number,
): Work<Map<bigint, Uint8Array>> {
  const where = yield* locateKeys(folder, sharding, keys, what);
  const foundKeys = [...where.keys()];
  for (const key of foundKeys) {
    const { start, end } = where.get(key)!;
    if (end - start > maxBytes)
      throw damagedFileError(what, `the value of ${key} is said to be ${end - start} bytes`);
  }
  const parts = yield* readRanges(folder, [...where.values()], what);
  return new Map(
    foundKeys.map((key, i) => {
      const bytes = parts[i];
      if (!bytes) throw damagedFileError(what, `${where.get(key)!.path} has gone while it was read`);
      return [key, readValue(sharding, bytes, `${what} ${key}`, maxBytes)];
    }),
  );
}
