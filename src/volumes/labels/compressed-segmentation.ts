/**
 * Reads labels in the encoding compressed_segmentation: blocks of voxels, each with a table of its labels and an index
 * into the table of 0 to 32 bits per voxel. Single voxels are read without decoding the chunk.
 */
import type { Vec3 } from '../../core/points';
import { alignedCopy, dataView } from '../objects/bytes';
import { damagedFileError } from '../objects/objects';

/** Extent of a stored chunk in voxels, extent of its blocks, and bytes per label: 4 or 8. */
export interface Layout {
  shape: Vec3;
  block: Vec3;
  width: 4 | 8;
}

const WHAT = 'this chunk';
const BITS = new Set([0, 1, 2, 4, 8, 16, 32]);

const blocksOf = ({ shape, block }: Layout): Vec3 =>
  shape.map((size, k) => Math.ceil(size / block[k]!)) as Vec3;

/** The first byte of a channel. Throws if the header does not fit. */
function channelStart(data: DataView, layout: Layout, channel: number): number {
  const [gx, gy, gz] = blocksOf(layout);
  if (data.byteLength < 4 * (channel + 1)) throw damagedFileError(WHAT, 'it is empty');
  const base = 4 * data.getUint32(4 * channel, true);
  // A file that is truncated, or has another compression, begins with a different value.
  if (channel === 0 && base < 4) throw damagedFileError(WHAT, 'it does not begin as compressed_segmentation');
  if (base + 8 * gx * gy * gz > data.byteLength) {
    throw damagedFileError(
      WHAT,
      `${data.byteLength} bytes do not hold the headers of ${gx * gy * gz} blocks`,
    );
  }
  return base;
}

/** Returns a function that gives the label at a voxel of the chunk (0 ≤ voxel < shape). The header is read once. */
export function labelReader(bytes: Uint8Array, layout: Layout, channel = 0): (voxel: Vec3) => bigint {
  const start = channelStart(dataView(bytes), layout, channel);
  const words = new Uint32Array(
    bytes.byteOffset % 4 === 0 ? bytes.buffer : alignedCopy(bytes),
    bytes.byteOffset % 4 === 0 ? bytes.byteOffset : 0,
    bytes.length >> 2,
  );
  const base = start / 4;
  const [gx, gy] = blocksOf(layout);
  const [bx, by, bz] = layout.block;
  const wide = layout.width === 8;
  const label = new BigUint64Array(1);
  const halves = new Uint32Array(label.buffer);
  const word = (at: number): number => {
    const value = words[at];
    if (value === undefined) throw damagedFileError(WHAT, 'a block lies beyond its end');
    return value;
  };
  return ([x, y, z]) => {
    const [cx, cy, cz] = [Math.floor(x / bx), Math.floor(y / by), Math.floor(z / bz)];
    const header = base + 2 * (cx + gx * (cy + gy * cz));
    const first = word(header);
    const bits = first >>> 24;
    if (!BITS.has(bits)) throw damagedFileError(WHAT, `a block of ${bits} bits a voxel`);
    let index = 0;
    if (bits > 0) {
      const bit = (x - cx * bx + bx * (y - cy * by + by * (z - cz * bz))) * bits;
      const bitsWord = word(base + word(header + 1) + Math.floor(bit / 32));
      // JavaScript treats a shift by 32 as a shift by 0, so all 32 bits are taken unchanged.
      index = bits === 32 ? bitsWord : (bitsWord >>> (bit % 32)) & (2 ** bits - 1);
    }
    const at = base + (first & 0xffffff) + (wide ? 2 * index : index);
    halves[0] = word(at);
    halves[1] = wide ? word(at + 1) : 0;
    return label[0]!;
  };
}

function wordAt(data: DataView, at: number): number {
  if (at + 4 > data.byteLength) throw damagedFileError(WHAT, 'a block lies beyond its end');
  return data.getUint32(at, true);
}

/** All labels, x fastest. This allocates memory for the shape, which the caller must have checked. */
export function decodeLabels(bytes: Uint8Array, layout: Layout, channel = 0): BigUint64Array {
  const { shape, block, width } = layout;
  const data = dataView(bytes);
  const base = channelStart(data, layout, channel);
  const [gx, gy, gz] = blocksOf(layout);
  const out = new BigUint64Array(shape[0] * shape[1] * shape[2]);
  const table: bigint[] = [];
  let header = base;
  for (let bz = 0; bz < gz; bz++) {
    for (let by = 0; by < gy; by++) {
      for (let bx = 0; bx < gx; bx++, header += 8) {
        const first = data.getUint32(header, true);
        const bits = first >>> 24;
        if (!BITS.has(bits)) throw damagedFileError(WHAT, `a block of ${bits} bits a voxel`);
        const values = base + 4 * data.getUint32(header + 4, true);
        const labels = base + 4 * (first & 0xffffff);
        const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
        table.length = 0;
        const [x0, y0, z0] = [bx * block[0], by * block[1], bz * block[2]];
        const x1 = Math.min(x0 + block[0], shape[0]);
        const y1 = Math.min(y0 + block[1], shape[1]);
        const z1 = Math.min(z0 + block[2], shape[2]);
        for (let z = z0; z < z1; z++) {
          for (let y = y0; y < y1; y++) {
            let bit = block[0] * (y - y0 + block[1] * (z - z0)) * bits;
            let to = x0 + shape[0] * (y + shape[1] * z);
            for (let x = x0; x < x1; x++, bit += bits, to++) {
              const index =
                bits === 0 ? 0 : ((wordAt(data, values + 4 * (bit >>> 5)) >>> (bit & 31)) & mask) >>> 0;
              let label = index < 65_536 ? table[index] : undefined;
              if (label === undefined) {
                const at = labels + index * width;
                label = BigInt(wordAt(data, at));
                if (width === 8) label |= BigInt(wordAt(data, at + 4)) << 32n;
                if (index < 65_536) table[index] = label;
              }
              out[to] = label;
            }
          }
        }
      }
    }
  }
  return out;
}
