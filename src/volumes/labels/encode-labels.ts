/** Writes labels as compressed_segmentation with one channel: tables in ascending order, equal tables stored once. */
import { TtError } from '../../core/errors';
import type { Layout } from './compressed-segmentation';

/** The index widths, in bits, that the format allows. */
const WIDTHS = [0, 1, 2, 4, 8, 16, 32];
/** A table's offset has 24 bits. */
const MOST_WORDS = 2 ** 24;

/** The bytes of a chunk. `labels` has x fastest and one entry per voxel of `layout.shape`. */
export function encodeLabels(labels: BigUint64Array, layout: Layout): Uint8Array {
  const { shape, block, width } = layout;
  const [sx, sy, sz] = shape;
  const [bx, by, bz] = block;
  const grid = shape.map((size, k) => Math.ceil(size / block[k]!));
  const words: number[] = [1];
  for (let i = 2 * grid[0]! * grid[1]! * grid[2]!; i > 0; i--) words.push(0);
  const tables = new Map<string, number>();
  let header = 1;
  for (let z0 = 0; z0 < sz; z0 += bz) {
    for (let y0 = 0; y0 < sy; y0 += by) {
      for (let x0 = 0; x0 < sx; x0 += bx, header += 2) {
        const found = new Map<bigint, number>();
        for (let z = z0; z < Math.min(z0 + bz, sz); z++)
          for (let y = y0; y < Math.min(y0 + by, sy); y++)
            for (let x = x0; x < Math.min(x0 + bx, sx); x++) found.set(labels[x + sx * (y + sy * z)]!, 0);
        const table = [...found.keys()].sort((a, b) => (a < b ? -1 : 1));
        for (const [i, label] of table.entries()) found.set(label, i);
        const bits = WIDTHS.find((one) => table.length <= 2 ** one)!;
        const values = words.length;
        for (let i = Math.ceil((bits * bx * by * bz) / 32); i > 0; i--) words.push(0);
        for (let z = z0; bits > 0 && z < Math.min(z0 + bz, sz); z++) {
          for (let y = y0; y < Math.min(y0 + by, sy); y++) {
            for (let x = x0; x < Math.min(x0 + bx, sx); x++) {
              const bit = (x - x0 + bx * (y - y0 + by * (z - z0))) * bits;
              const index = found.get(labels[x + sx * (y + sy * z)]!)!;
              const at = values + Math.floor(bit / 32);
              words[at] = (words[at]! | (index << (bit % 32))) >>> 0;
            }
          }
        }
        const key = table.join();
        let at = tables.get(key);
        if (at === undefined) {
          at = words.length - 1;
          tables.set(key, at);
          for (const label of table) {
            // biome-ignore lint/plugin: a bigint of 32 bits or less
            words.push(Number(label & 0xffffffffn));
            // biome-ignore lint/plugin: a bigint of 32 bits or less
            if (width === 8) words.push(Number(label >> 32n));
          }
        }
        if (at >= MOST_WORDS) {
          throw new TtError(
            'BIG',
            'a chunk of so many labels cannot be written as compressed_segmentation: choose smaller chunks',
          );
        }
        words[header] = (at | (bits << 24)) >>> 0;
        words[header + 1] = values - 1;
      }
    }
  }
  return new Uint8Array(Uint32Array.from(words).buffer);
}
