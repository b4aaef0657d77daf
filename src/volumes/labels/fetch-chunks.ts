/** Reads the stored bytes of chunks, from single files or from shards; only a few chunks are in memory at a time. */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import {
  damagedFileError,
  decompress,
  readRanges,
  readRequest,
  replyBytes,
  subfolder,
} from '../objects/objects';
import type { Scale, VolumeInfo } from '../precomputed/info';
import { locateKeys, readValue } from '../precomputed/sharded';
import { chunkKey, chunkName } from './chunks';

/** Limit of bytes: a chunk of 256³ labels that all differ is 134 MB; real chunks have 0.1 to 2 MB. */
const MOST_BYTES = 140e6;
const EXPECTED = 1e6;

/** Null if the volume has no such chunk; an error if the chunk cannot be read. */
export type ChunkBytes = Uint8Array | null | TtError;

interface HasCell {
  cell: Vec3;
}

type Take<Group> = (group: Group, bytes: ChunkBytes) => void;

/** Reads the chunk of each group's cell, in order, and passes on its bytes. */
export function* fetchChunks<Group extends HasCell>(
  volume: VolumeInfo,
  scale: Scale,
  groups: readonly Group[],
  atOnce: number,
  take: Take<Group>,
): Work<null> {
  if (scale.sharding) return yield* fromShards(volume, scale, groups, atOnce, take);
  return yield* fromFiles(volume, scale, groups, atOnce, take);
}

/** Returns the error instead of throwing it, so that a damaged chunk fails alone. */
export function resultOrError<T>(read: () => T): T | TtError {
  try {
    return read();
  } catch (error) {
    if (error instanceof TtError) return error;
    throw error;
  }
}

function* fromFiles<Group extends HasCell>(
  volume: VolumeInfo,
  scale: Scale,
  groups: readonly Group[],
  atOnce: number,
  take: Take<Group>,
): Work<null> {
  const folder = subfolder(volume.place, scale.key);
  for (let at = 0; at < groups.length; at += atOnce) {
    const wave = groups.slice(at, at + atOnce);
    const names = wave.map(({ cell }) => chunkName(scale, cell));
    const replies = yield names.map((name) => readRequest(folder, name, `chunk ${name}`, EXPECTED));
    wave.forEach((group, i) => {
      const what = `chunk ${names[i]}`;
      take(
        group,
        resultOrError(() => decompress(replyBytes(replies[i]!, what), what, MOST_BYTES)),
      );
    });
  }
  return null;
}

function* fromShards<Group extends HasCell>(
  volume: VolumeInfo,
  scale: Scale,
  groups: readonly Group[],
  atOnce: number,
  take: Take<Group>,
): Work<null> {
  const folder = subfolder(volume.place, scale.key);
  const sharding = scale.sharding!;
  const keys = groups.map(({ cell }) => chunkKey(scale, cell));
  const what = `the chunks of ${scale.key}`;
  const where = yield* locateKeys(folder, sharding, keys, what);
  for (let at = 0; at < groups.length; at += atOnce) {
    const wave = groups
      .slice(at, at + atOnce)
      .map((group, i) => ({ group, range: where.get(keys[at + i]!) }));
    const withRange = wave.filter(({ range }) => range !== undefined);
    for (const { range } of withRange) {
      if (range!.end - range!.start > MOST_BYTES)
        throw damagedFileError(what, `one is said to be ${range!.end - range!.start} bytes`);
    }
    const parts = yield* readRanges(
      folder,
      withRange.map(({ range }) => range!),
      what,
    );
    for (const { group, range } of wave) {
      const bytes = range ? (parts[withRange.findIndex((one) => one.group === group)] ?? null) : null;
      take(group, bytes && resultOrError(() => readValue(sharding, bytes, what, MOST_BYTES)));
    }
  }
  return null;
}
