/** Reads labels in the encoding raw: a sequence of numbers, x fastest, without header. */
import type { Vec3 } from '../../core/points';
import { dataView } from '../objects/bytes';
import { damagedFileError } from '../objects/objects';

export type LabelWidth = 1 | 2 | 4 | 8;

function checkBytes(bytes: Uint8Array, shape: Vec3, width: LabelWidth, channels: number): DataView {
  const expectedBytes = shape[0] * shape[1] * shape[2] * width * channels;
  if (bytes.length !== expectedBytes)
    throw damagedFileError('this chunk', `${bytes.length} bytes where there should be ${expectedBytes}`);
  return dataView(bytes);
}

function labelAt(data: DataView, width: LabelWidth, index: number): bigint {
  if (width === 8) return data.getBigUint64(8 * index, true);
  if (width === 4) return BigInt(data.getUint32(4 * index, true));
  return BigInt(width === 2 ? data.getUint16(2 * index, true) : data.getUint8(index));
}

/** Returns a function that gives the label at a voxel of the chunk (0 ≤ voxel < shape). */
export function rawLabelReader(
  bytes: Uint8Array,
  shape: Vec3,
  width: LabelWidth,
  channels = 1,
): (voxel: Vec3) => bigint {
  const data = checkBytes(bytes, shape, width, channels);
  return ([x, y, z]) => labelAt(data, width, x + shape[0] * (y + shape[1] * z));
}

/** All labels of the first channel, x fastest. */
export function decodeRaw(bytes: Uint8Array, shape: Vec3, width: LabelWidth, channels = 1): BigUint64Array {
  const data = checkBytes(bytes, shape, width, channels);
  return BigUint64Array.from({ length: shape[0] * shape[1] * shape[2] }, (_none, i) =>
    labelAt(data, width, i),
  );
}
