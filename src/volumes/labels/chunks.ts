/** The grid of chunks at a volume's scale: the chunk that contains a voxel, its name, and the decoder of its labels. */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import type { Scale, VolumeInfo } from '../precomputed/info';
import { decodeLabels, labelReader } from './compressed-segmentation';
import { mortonCode } from './morton';
import { decodeRaw, type LabelWidth, rawLabelReader } from './raw';

/** Limit of the voxels of one chunk in memory: 512 MB of labels. */
const MOST_VOXELS = 2 ** 26;

const each = (value: (axis: 0 | 1 | 2) => number): Vec3 => [value(0), value(1), value(2)];

export const gridOf = (scale: Scale): Vec3 => each((k) => Math.ceil(scale.size[k] / scale.chunk[k]));

/** The grid cell of a voxel. Voxels are absolute, including the offset. */
export const chunkCell = (scale: Scale, voxel: Vec3): Vec3 =>
  each((k) => Math.floor((voxel[k] - scale.offset[k]) / scale.chunk[k]));

export const isInside = (scale: Scale, voxel: Vec3): boolean =>
  voxel.every((v, k) => v >= scale.offset[k]! && v < scale.offset[k]! + scale.size[k]!);

/** The first voxel and the extent of a cell; cells at the upper border of the volume are smaller. */
export function chunkBox(scale: Scale, cell: Vec3): { start: Vec3; shape: Vec3 } {
  return {
    start: each((k) => scale.offset[k] + cell[k] * scale.chunk[k]),
    shape: each((k) => Math.min(scale.chunk[k], scale.size[k] - cell[k] * scale.chunk[k])),
  };
}

/** The name of an unsharded chunk in the scale's folder. */
export function chunkName(scale: Scale, cell: Vec3): string {
  const { start, shape } = chunkBox(scale, cell);
  return start.map((begin, k) => `${begin}-${begin + shape[k]!}`).join('_');
}

/** The key of a chunk in a sharded scale. */
export const chunkKey = (scale: Scale, cell: Vec3): bigint => mortonCode(cell, gridOf(scale));

const WIDTHS: Record<string, LabelWidth> = { uint8: 1, uint16: 2, uint32: 4, uint64: 8 };

export interface LabelCodec {
  /** Returns a function that gives the label at a voxel, relative to the chunk's first voxel. */
  reader(bytes: Uint8Array, shape: Vec3): (voxel: Vec3) => bigint;
  /** All labels; x varies fastest. */
  decode(bytes: Uint8Array, shape: Vec3): BigUint64Array;
}

/** The decoder of a scale's chunks. Throws NONE, with the encoding's name, for an unknown encoding. */
export function codecOf(info: Pick<VolumeInfo, 'dataType' | 'channels'>, scale: Scale): LabelCodec {
  const width = WIDTHS[info.dataType];
  if (width === undefined) {
    throw new TtError('NONE', `this volume holds ${info.dataType || 'no'} values, not segment ids`);
  }
  const { encoding, block } = scale;
  if (encoding === 'raw') {
    return {
      reader: (bytes, shape) => rawLabelReader(bytes, shape, width, info.channels),
      decode: (bytes, shape) => decodeRaw(bytes, fitting(shape), width, info.channels),
    };
  }
  if (encoding === 'compressed_segmentation') {
    if (width < 4)
      throw new TtError('NONE', `compressed_segmentation holds uint32 or uint64, not ${info.dataType}`);
    const layout = (shape: Vec3) => ({ shape, block, width: width as 4 | 8 });
    return {
      reader: (bytes, shape) => labelReader(bytes, layout(shape)),
      decode: (bytes, shape) => decodeLabels(bytes, layout(fitting(shape))),
    };
  }
  throw new TtError(
    'NONE',
    `chunks in the encoding "${encoding}" are not read here, only raw and compressed_segmentation`,
  );
}

function fitting(shape: Vec3): Vec3 {
  const voxels = shape[0] * shape[1] * shape[2];
  if (voxels > MOST_VOXELS)
    throw new TtError('BIG', `a chunk of ${voxels} voxels: at most ${MOST_VOXELS} are read`);
  return shape;
}
