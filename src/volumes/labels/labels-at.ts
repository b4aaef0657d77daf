/**
 * Reads labels at many points. Points in one chunk share its request, chunks stay encoded, and only a few chunks are in
 * memory at a time.
 */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import type { Scale, VolumeInfo } from '../precomputed/info';
import { chunkBox, chunkCell, codecOf, isInside } from './chunks';
import { type ChunkBytes, fetchChunks, resultOrError } from './fetch-chunks';

export interface LabelOptions {
  /** Limit of chunks that one call reads; points in further chunks get an error. */
  mostChunks?: number;
  /** Number of chunks in memory at once. */
  atOnce?: number;
}

interface Group {
  cell: Vec3;
  points: number[];
}

/**
 * One label per voxel (integers, absolute, at this scale), in order; 0 is background. An error if the voxel is outside
 * the volume or its chunk is missing: neither means background.
 */
export function* labelsAt(
  volume: VolumeInfo,
  scale: Scale,
  voxels: readonly Vec3[],
  { mostChunks = Number.POSITIVE_INFINITY, atOnce = 8 }: LabelOptions = {},
): Work<(bigint | TtError)[]> {
  const codec = codecOf(volume, scale);
  const answers: (bigint | TtError)[] = voxels.map((voxel) => outside(scale, voxel));
  const groups = groupByChunk(scale, voxels);
  for (const { points } of groups.slice(mostChunks)) {
    for (const i of points) answers[i] = tooMany(mostChunks);
  }
  const take = (group: Group, bytes: ChunkBytes) => {
    const { start, shape } = chunkBox(scale, group.cell);
    const read = resultOrError(() =>
      bytes instanceof TtError || !bytes?.length ? bytes : codec.reader(bytes, shape),
    );
    for (const i of group.points) {
      const voxel = voxels[i]!;
      if (read instanceof TtError) answers[i] = read;
      else if (typeof read !== 'function') answers[i] = missing(voxel);
      else answers[i] = resultOrError(() => read(voxel.map((v, k) => v - start[k]!) as Vec3));
    }
  };
  const groupsToRead = groups.slice(0, mostChunks);
  yield* fetchChunks(volume, scale, groupsToRead, atOnce, take);
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

/** Groups in order of their first point; points outside the volume are in no group. */
function groupByChunk(scale: Scale, voxels: readonly Vec3[]): Group[] {
  const groups = new Map<string, Group>();
  voxels.forEach((voxel, i) => {
    if (!isInside(scale, voxel)) return;
    const cell = chunkCell(scale, voxel);
    const key = cell.join();
    const group = groups.get(key);
    if (group) group.points.push(i);
    else groups.set(key, { cell, points: [i] });
  });
  return [...groups.values()];
}
