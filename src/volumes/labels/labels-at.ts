/**
 * Labels at many points: points in one chunk share its request, chunks stay encoded, and a few are in memory at a time.
 */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import type { Scale, VolumeInfo } from '../precomputed/info';
import { locate, readValue } from '../precomputed/sharded';
import {
  damagedFileError,
  decompressed,
  readRanges,
  readRequest,
  replyBytes,
  subfolder,
} from '../store/objects';
import { cellOf, chunkBox, chunkKey, chunkName, codecOf, isInside } from './chunks';

export interface LabelOptions {
  /** Most chunks that one call may fetch; points in further ones get an error that says so. */
  mostChunks?: number;
  /** Chunks in memory at once. */
  atOnce?: number;
}

/** A chunk of 256³ labels that all differ is 134 MB; real ones have 0.1 to 2 MB. */
const MOST_BYTES = 140e6;
const EXPECTED = 1e6;

interface Group {
  cell: Vec3;
  points: number[];
}

/**
 * One label a voxel (whole numbers, absolute, of this scale), in order; 0 is background. An error where the voxel is
 * outside the volume, or its chunk is missing: neither is background.
 */
export function* labelsAt(
  volume: VolumeInfo,
  scale: Scale,
  voxels: readonly Vec3[],
  { mostChunks = Number.POSITIVE_INFINITY, atOnce = 8 }: LabelOptions = {},
): Work<(bigint | TtError)[]> {
  const codec = codecOf(volume, scale);
  const answers: (bigint | TtError)[] = voxels.map((voxel) => outside(scale, voxel));
  const groups = grouped(scale, voxels);
  for (const { points } of groups.slice(mostChunks)) {
    for (const i of points) answers[i] = tooMany(mostChunks);
  }
  const take: Take = (group, bytes) => {
    const { start, shape } = chunkBox(scale, group.cell);
    const read = settled(() =>
      bytes instanceof TtError || !bytes?.length ? bytes : codec.reader(bytes, shape),
    );
    for (const i of group.points) {
      const voxel = voxels[i]!;
      if (read instanceof TtError) answers[i] = read;
      else if (typeof read !== 'function') answers[i] = missing(voxel);
      else answers[i] = settled(() => read(voxel.map((v, k) => v - start[k]!) as Vec3));
    }
  };
  const wanted = groups.slice(0, mostChunks);
  if (scale.sharding) yield* fromShards(volume, scale, wanted, atOnce, take);
  else yield* fromFiles(volume, scale, wanted, atOnce, take);
  return answers;
}

function outside(scale: Scale, voxel: Vec3): TtError {
  const end = scale.offset.map((first, k) => first + scale.size[k]! - 1);
  return new TtError(
    'INPUT',
    `${voxel.join(', ')} lies outside the volume, which goes from ${scale.offset.join(', ')} to ${end.join(', ')} (its own voxels)`,
  );
}

const missing = (voxel: Vec3): TtError =>
  new TtError('NONE', `the volume holds no data at ${voxel.join(', ')} (its own voxels)`);

const tooMany = (maxBytes: number): TtError =>
  new TtError(
    'BIG',
    `these points lie in more than ${maxBytes} chunks of the volume. Ask for fewer points at a time`,
  );

/** In order of the first point in each; points outside the volume are in none. */
function grouped(scale: Scale, voxels: readonly Vec3[]): Group[] {
  const groups = new Map<string, Group>();
  voxels.forEach((voxel, i) => {
    if (!isInside(scale, voxel)) return;
    const cell = cellOf(scale, voxel);
    const key = cell.join();
    const known = groups.get(key);
    if (known) known.points.push(i);
    else groups.set(key, { cell, points: [i] });
  });
  return [...groups.values()];
}

/** A damaged chunk fails only its points. */
function settled<T>(read: () => T): T | TtError {
  try {
    return read();
  } catch (error) {
    if (error instanceof TtError) return error;
    throw error;
  }
}

type Take = (group: Group, bytes: Uint8Array | null | TtError) => void;

function* fromFiles(
  volume: VolumeInfo,
  scale: Scale,
  groups: Group[],
  atOnce: number,
  take: Take,
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
        settled(() => decompressed(replyBytes(replies[i]!, what), what, MOST_BYTES)),
      );
    });
  }
  return null;
}

function* fromShards(
  volume: VolumeInfo,
  scale: Scale,
  groups: Group[],
  atOnce: number,
  take: Take,
): Work<null> {
  const folder = subfolder(volume.place, scale.key);
  const sharding = scale.sharding!;
  const keys = groups.map(({ cell }) => chunkKey(scale, cell));
  const what = `the chunks of ${scale.key}`;
  const where = yield* locate(folder, sharding, keys, what);
  for (let at = 0; at < groups.length; at += atOnce) {
    const wave = groups
      .slice(at, at + atOnce)
      .map((group, i) => ({ group, range: where.get(keys[at + i]!) }));
    const known = wave.filter(({ range }) => range !== undefined);
    for (const { range } of known) {
      if (range!.end - range!.start > MOST_BYTES)
        throw damagedFileError(what, `one is said to be ${range!.end - range!.start} bytes`);
    }
    const parts = yield* readRanges(
      folder,
      known.map(({ range }) => range!),
      what,
    );
    for (const { group, range } of wave) {
      const bytes = range ? (parts[known.findIndex((one) => one.group === group)] ?? null) : null;
      take(group, bytes && settled(() => readValue(sharding, bytes, what, MOST_BYTES)));
    }
  }
  return null;
}
