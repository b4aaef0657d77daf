/** The grid of chunks of a volume's scale: the chunk that holds a voxel, its name, and how its labels are read. */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import type { Scale, VolumeInfo } from '../precomputed/info';
import { decodeLabels, labelReader } from './compressed-segmentation';
import { mortonCode } from './morton';
import { decodeRaw, type LabelWidth, rawLabelReader } from './raw';

/** Voxels of one chunk in memory: 512 MB of labels. */
const MOST_VOXELS = 2 ** 26;

const each = (value: (axis: 0 | 1 | 2) => number): Vec3 => [value(0), value(1), value(2)];

export const gridOf = (scale: Scale): Vec3 => each((k) => Math.ceil(scale.size[k] / scale.chunk[k]));

/** Grid cell of a voxel; voxels are absolute, the offset included. */
export const chunkCell = (scale: Scale, voxel: Vec3): Vec3 =>
  each((k) => Math.floor((voxel[k] - scale.offset[k]) / scale.chunk[k]));

export const isInside = (scale: Scale, voxel: Vec3): boolean =>
  voxel.every((v, k) => v >= scale.offset[k]! && v < scale.offset[k]! + scale.size[k]!);

/** First voxel and extent of a cell; cells at the upper border are cut off there. */
export function chunkBox(scale: Scale, cell: Vec3): { start: Vec3; shape: Vec3 } {
  return {
    start: each((k) => scale.offset[k] + cell[k] * scale.chunk[k]),
    shape: each((k) => Math.min(scale.chunk[k], scale.size[k] - cell[k] * scale.chunk[k])),
  };
}

/** Name of an unsharded chunk within the scale's folder. */
export function chunkName(scale: Scale, cell: Vec3): string {
  const { start, shape } = chunkBox(scale, cell);
  return start.map((begin, k) => `${begin}-${begin + shape[k]!}`).join('_');
}

/** Key of a chunk of a sharded scale. */
export const chunkKey = (scale: Scale, cell: Vec3): bigint => mortonCode(cell, gridOf(scale));

const WIDTHS: Record<string, LabelWidth> = { uint8: 1, uint16: 2, uint32: 4, uint64: 8 };

export interface LabelCodec {
  /** Gives the label at a voxel, counted from the chunk's first. */
  reader(bytes: Uint8Array, shape: Vec3): (voxel: Vec3) => bigint;
  /** All labels, x fastest. */
  decode(bytes: Uint8Array, shape: Vec3): BigUint64Array;
}

/** How a scale's chunks are read. Throws NONE, with the encoding's name, for an unknown one. */
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
