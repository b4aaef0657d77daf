/**
 * The watershed volume of a graph: the supervoxel at each voxel. Each level-2 node is a small box around its point; the
 * rest of the volume is empty. Chunks are encoded as compressed_segmentation.
 */

import type { ChunkedGraph } from '../graph/graph';
import { type GridPoint, packChunk } from '../graph/grid';
import { HALF_SIZE, WIDTH } from '../graph/piece-shape';
import { type State, stackByTable } from '../state';
import { watershedInfo } from './graph-info';

export const CHUNK: GridPoint = [256, 256, 32];
const BLOCK = 8;
/** Squared distance from a node's point within which all voxels belong to its first supervoxel. */
const CORE = 2;

interface Piece {
  /** In voxels from the volume's first voxel. */
  at: GridPoint;
  head: number;
  first: number;
  span: number;
}

function piecesIn(graph: ChunkedGraph, chunk: number): Piece[] {
  const { resolution, voxelOffset } = graph.grid.facts;
  return graph.familiesIn(chunk).flatMap((family) =>
    family.anchors.flatMap((anchor, i): Piece[] => {
      if (anchor.chunk !== chunk) return [];
      const at = family.places[i]!.map((nm, k) => Math.floor(nm / resolution[k]!) - voxelOffset[k]!);
      return [
        { at: at as unknown as GridPoint, head: family.heads[i]!, first: anchor.first, span: anchor.span },
      ];
    }),
  );
}

/** Segment number of a fragment's supervoxel at an offset from its point: slabs in order, from low x to high. */
function segIn(piece: Piece, dx: number, dy: number, dz: number): number {
  if (dx * dx + dy * dy + dz * dz <= CORE) return piece.head;
  const place = (dx + HALF_SIZE[0]) * WIDTH + (dy + HALF_SIZE[1]);
  return piece.first + (((place / (WIDTH * WIDTH)) * piece.span) | 0);
}

const farOf = (dx: number, dy: number, dz: number): number => dx * dx + dy * dy + 8 * dz * dz;

/** The supervoxel at a base voxel (volume coordinates, including the voxel offset); "0" if there is none. */
export function supervoxelAt(graph: ChunkedGraph, voxel: GridPoint): string {
  const { voxelOffset, chunkSize } = graph.grid.facts;
  const at = voxel.map((v, k) => Math.floor(v) - voxelOffset[k]!);
  const [cx, cy, cz] = at.map((v, k) => Math.floor(v / chunkSize[k]!)) as [number, number, number];
  const chunk = packChunk(cx, cy, cz);
  let seg = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const piece of piecesIn(graph, chunk)) {
    const [dx, dy, dz] = at.map((v, k) => v - piece.at[k]!) as [number, number, number];
    if ([dx, dy, dz].some((d, k) => Math.abs(d) > HALF_SIZE[k]!) || farOf(dx, dy, dz) >= least) continue;
    least = farOf(dx, dy, dz);
    seg = segIn(piece, dx, dy, dz);
  }
  return seg === 0 ? '0' : graph.grid.idText(1, chunk, seg);
}

/** Segment numbers of a box inside one graph chunk, x fastest; 0 outside all fragments. The nearest point decides. */
function segments(graph: ChunkedGraph, chunk: number, start: GridPoint, size: GridPoint): Int32Array {
  const segs = new Int32Array(size[0] * size[1] * size[2]);
  const least = new Int32Array(segs.length).fill(0x7fffffff);
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  for (const piece of piecesIn(graph, chunk)) {
    for (let k = 0; k < 3; k++) {
      low[k] = Math.max(0, piece.at[k]! - HALF_SIZE[k]! - start[k]!);
      high[k] = Math.min(size[k]!, piece.at[k]! + HALF_SIZE[k]! + 1 - start[k]!);
    }
    for (let z = low[2]!; z < high[2]!; z++) {
      for (let y = low[1]!; y < high[1]!; y++) {
        for (let x = low[0]!; x < high[0]!; x++) {
          const dx = start[0] + x - piece.at[0];
          const dy = start[1] + y - piece.at[1];
          const dz = start[2] + z - piece.at[2];
          const i = x + size[0] * (y + size[1] * z);
          const far = dx * dx + dy * dy + 8 * dz * dz;
          if (far >= least[i]!) continue;
          least[i] = far;
          segs[i] = segIn(piece, dx, dy, dz);
        }
      }
    }
  }
  return segs;
}

/** The bits of an index into a table with this many labels; the format has only these widths. */
const widthFor = (n: number): number => [0, 1, 2, 4, 8, 16, 32].find((bits) => n <= 2 ** bits)!;

/**
 * One channel as compressed_segmentation, in blocks of 8 x 8 x 8. A label is `base` plus a segment number, or 0 if the
 * number is 0.
 */
export function compressSegmentation(segs: Int32Array, base: bigint, size: GridPoint): Uint8Array {
  const grid = size.map((n) => Math.ceil(n / BLOCK)) as unknown as GridPoint;
  const words: number[] = [1];
  for (let i = grid[0] * grid[1] * grid[2] * 2; i > 0; i--) words.push(0);
  const tables = new Map<string, number>();
  const found = new Int32Array(BLOCK ** 3);
  let header = 1;
  for (let bz = 0; bz < grid[2]; bz++) {
    for (let by = 0; by < grid[1]; by++) {
      for (let bx = 0; bx < grid[0]; bx++, header += 2) {
        readBlock(segs, size, bx, by, bz, found);
        const table = [...new Set(found)].sort((a, b) => a - b);
        const bits = widthFor(table.length);
        const values = words.length - 1;
        if (bits > 0) packBlock(found, table, bits, words);
        const key = table.join();
        let at = tables.get(key);
        if (at === undefined) {
          at = words.length - 1;
          tables.set(key, at);
          for (const seg of table) {
            const label = seg === 0 ? 0n : base + BigInt(seg);
            words.push(Number(label & 0xffffffffn), Number(label >> 32n));
          }
        }
        words[header] = (at | (bits << 24)) >>> 0;
        words[header + 1] = values;
      }
    }
  }
  return new Uint8Array(Uint32Array.from(words).buffer);
}

/** The 512 numbers of a block; beyond the edge of a partial block, the last voxel is repeated. */
function readBlock(
  segs: Int32Array,
  size: GridPoint,
  bx: number,
  by: number,
  bz: number,
  into: Int32Array,
): void {
  const [sx, sy, sz] = size;
  let i = 0;
  for (let z = bz * BLOCK; z < bz * BLOCK + BLOCK; z++) {
    for (let y = by * BLOCK; y < by * BLOCK + BLOCK; y++) {
      const row = sx * ((y < sy ? y : sy - 1) + sy * (z < sz ? z : sz - 1));
      for (let x = bx * BLOCK; x < bx * BLOCK + BLOCK; x++) into[i++] = segs[row + (x < sx ? x : sx - 1)]!;
    }
  }
}

function packBlock(found: Int32Array, table: number[], bits: number, words: number[]): void {
  const index = new Map(table.map((seg, k) => [seg, k]));
  const begin = words.length;
  for (let k = (BLOCK ** 3 * bits) / 32; k > 0; k--) words.push(0);
  for (let i = 0; i < found.length; i++) {
    const bit = i * bits;
    const at = begin + (bit >> 5);
    words[at] = (words[at]! | (index.get(found[i]!)! << (bit & 31))) >>> 0;
  }
}

/** An object of the volume by its name below the data directory; null if there is none. */
export function watershedObject(state: State, table: string, name: string): Uint8Array | null {
  const stack = stackByTable(state, table);
  if (stack === undefined) return null;
  const { graph } = stack;
  if (name === 'info') return Buffer.from(JSON.stringify(watershedInfo(stack)));
  if (name === 'provenance')
    return Buffer.from('{"sources":[],"owners":[],"processing":[],"description":""}');
  const found = /^([0-9_]+)\/(\d+)-(\d+)_(\d+)-(\d+)_(\d+)-(\d+)$/.exec(name);
  if (found === null || found[1] !== graph.grid.facts.resolution.join('_')) return null;
  const n = found.slice(2).map(Number);
  const { voxelOffset, size } = graph.grid.facts;
  const start = [n[0]! - voxelOffset[0], n[2]! - voxelOffset[1], n[4]! - voxelOffset[2]] as const;
  const extent = [n[1]! - n[0]!, n[3]! - n[2]!, n[5]! - n[4]!] as const;
  const whole = start.every((v, k) => {
    const edge = Math.min(CHUNK[k]!, size[k]! - v);
    return v >= 0 && v % CHUNK[k]! === 0 && v < size[k]! && extent[k] === edge;
  });
  if (!whole) return null;
  const [cx, cy, cz] = start.map((v, k) => Math.floor(v / graph.grid.facts.chunkSize[k]!)) as [
    number,
    number,
    number,
  ];
  const chunk = packChunk(cx, cy, cz);
  return compressSegmentation(segments(graph, chunk, start, extent), graph.grid.id(1, chunk, 0), extent);
}
