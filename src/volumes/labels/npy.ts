/** Writes arrays of labels as NumPy files (format 1.0), and as plain little-endian numbers. */
import { TtError } from '../../core/errors';
import type { Vec3 } from '../../core/points';
import { toUtf8 } from '../../core/utf8';

const BYTES: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, uint32: 4, uint64: 8 };
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
/** The length of magic, header length and header together is a multiple of this. */
const ALIGNMENT = 64;

/** Numbers in the volume's own data type. Throws NONE for a type that is not a label type. */
export function writeNumbers(labels: BigUint64Array, dataType: string): Uint8Array {
  const width = BYTES[dataType];
  if (width === undefined)
    throw new TtError('NONE', `this volume holds ${dataType || 'no'} values, not segment ids`);
  if (width === 8) return new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
  const bytes = new Uint8Array(labels.length * width);
  const data = new DataView(bytes.buffer);
  for (let i = 0; i < labels.length; i++) {
    // biome-ignore lint/plugin: a bigint of the volume's own width
    const value = Number(labels[i]!);
    if (width === 4) data.setUint32(4 * i, value, true);
    else if (width === 2) data.setUint16(2 * i, value, true);
    else bytes[i] = value;
  }
  return bytes;
}

/** `labels` has x fastest, which NumPy calls Fortran order: array[x, y, z]. */
export function writeNpy(labels: BigUint64Array, size: Vec3, dataType: string): Uint8Array {
  const numbers = writeNumbers(labels, dataType);
  const width = BYTES[dataType]!;
  const descr = width === 1 ? '|u1' : `<u${width}`;
  const fields = `{'descr': '${descr}', 'fortran_order': True, 'shape': (${size.join(', ')}), }`;
  const headerBytes = MAGIC.length + 2 + fields.length + 1;
  const header = toUtf8(`${fields}${' '.repeat((ALIGNMENT - (headerBytes % ALIGNMENT)) % ALIGNMENT)}\n`);
  const bytes = new Uint8Array(MAGIC.length + 2 + header.length + numbers.length);
  bytes.set(MAGIC);
  bytes.set([header.length & 0xff, header.length >> 8], MAGIC.length);
  bytes.set(header, MAGIC.length + 2);
  bytes.set(numbers, MAGIC.length + 2 + header.length);
  return bytes;
}
