/** Reads all labels in a box of a volume, chunk by chunk. */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import type { Scale, VolumeInfo } from '../precomputed/info';
import { chunkBox, chunkCell, codecOf, isInside } from './chunks';
import { fetchChunks } from './fetch-chunks';

/** Limit of labels in memory, at 8 bytes each. */
const MOST_VOXELS = 2 ** 25;

export interface BoxLabels {
  /** x varies fastest, then y, then z. */
  labels: BigUint64Array;
  /** Number of chunks that the volume does not contain; their voxels are 0. */
  missingChunks: number;
}

/**
 * `first` is the first voxel (absolute, at this scale), `size` the extent. Throws INPUT if the box is not inside the
 * volume, BIG if it is too large, and the errors of reading a chunk.
 */
export function* labelsInBox(
  volume: VolumeInfo,
  scale: Scale,
  first: Vec3,
  size: Vec3,
  atOnce = 8,
): Work<BoxLabels> {
  checkBox(scale, first, size);
  const codec = codecOf(volume, scale);
  const labels = new BigUint64Array(size[0] * size[1] * size[2]);
  let missingChunks = 0;
  const cells = cellsIn(scale, first, size).map((cell) => ({ cell }));
  yield* fetchChunks(volume, scale, cells, atOnce, ({ cell }, bytes) => {
    if (bytes instanceof TtError) throw bytes;
    if (!bytes?.length) {
      missingChunks++;
      return;
    }
    const { start, shape } = chunkBox(scale, cell);
    copyOverlap(codec.decode(bytes, shape), start, shape, labels, first, size);
  });
  return { labels, missingChunks };
}

function checkBox(scale: Scale, first: Vec3, size: Vec3): void {
  if (!first.every(Number.isInteger) || !size.every((n) => Number.isInteger(n) && n > 0)) {
    throw new TtError(
      'INPUT',
      `a box has a first voxel and a size of whole numbers, not ${first.join(', ')} and ${size.join(', ')}`,
    );
  }
  const last = first.map((start, k) => start + size[k]! - 1) as Vec3;
  if (!isInside(scale, first) || !isInside(scale, last)) {
    const end = scale.offset.map((start, k) => start + scale.size[k]! - 1);
    throw new TtError(
      'INPUT',
      `the box from ${first.join(', ')} to ${last.join(', ')} reaches out of the volume, which goes from ` +
        `${scale.offset.join(', ')} to ${end.join(', ')} (its own voxels)`,
    );
  }
  const voxels = size[0] * size[1] * size[2];
  if (voxels > MOST_VOXELS) {
    const [many, most] = [voxels, MOST_VOXELS].map((n) => n.toLocaleString('en-US'));
    throw new TtError('BIG', `the box has ${many} voxels; ${most} at most`);
  }
}

/** The grid cells that the box overlaps, x fastest. */
function cellsIn(scale: Scale, first: Vec3, size: Vec3): Vec3[] {
  const low = chunkCell(scale, first);
  const high = chunkCell(scale, first.map((start, k) => start + size[k]! - 1) as Vec3);
  const cells: Vec3[] = [];
  for (let z = low[2]; z <= high[2]; z++)
    for (let y = low[1]; y <= high[1]; y++) for (let x = low[0]; x <= high[0]; x++) cells.push([x, y, z]);
  return cells;
}

/** Copies the overlap row by row along x. */
function copyOverlap(
  from: BigUint64Array,
  start: Vec3,
  shape: Vec3,
  to: BigUint64Array,
  first: Vec3,
  size: Vec3,
): void {
  const low = first.map((begin, k) => Math.max(begin, start[k]!));
  const high = first.map((begin, k) => Math.min(begin + size[k]!, start[k]! + shape[k]!));
  const length = high[0]! - low[0]!;
  for (let z = low[2]!; z < high[2]!; z++) {
    for (let y = low[1]!; y < high[1]!; y++) {
      const source = ((z - start[2]) * shape[1] + (y - start[1])) * shape[0] + (low[0]! - start[0]);
      const target = ((z - first[2]) * size[1] + (y - first[1])) * size[0] + (low[0]! - first[0]);
      to.set(from.subarray(source, source + length), target);
    }
  }
}
