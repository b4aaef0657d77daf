/**
 * The watershed volume behind a graph: which supervoxel lies at a voxel. Each level-2 node is a small box about its
 * point; around it there is nothing. Chunks are written in the compressed_segmentation encoding.
 */
import type { ChunkedGraph } from '../graph/graph';
import { packChunk, type Vec3 } from '../graph/grid';
import { htmlReply, reply } from '../http/reply';
import type { Route } from '../http/routes';
import { hash } from '../rng';
import { type State, stackByTable } from '../state';
import { plainError } from './errors';
import { watershedInfo } from './graph-info';

export const CHUNK: Vec3 = [256, 256, 32];
const BLOCK = 8;
/** Half sizes of a node's box, base voxels. */
const BOX: Vec3 = [40, 40, 14];
/** Squared distance from its point within which everything is its first supervoxel. */
const CORE = 64;

interface Piece {
  at: Vec3;
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
      return [{ at: at as unknown as Vec3, head: family.heads[i]!, first: anchor.first, span: anchor.span }];
    }),
  );
}

/** Segment number at a voxel, relative to the volume's first voxel; 0 outside every box. The nearest point wins. */
function segAt(pieces: Piece[], x: number, y: number, z: number): number {
  let best: Piece | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const piece of pieces) {
    const dx = x - piece.at[0];
    const dy = y - piece.at[1];
    const dz = z - piece.at[2];
    if (dx > BOX[0] || dx < -BOX[0] || dy > BOX[1] || dy < -BOX[1] || dz > BOX[2] || dz < -BOX[2]) continue;
    const far = dx * dx + dy * dy + 8 * dz * dz;
    if (far < least) {
      least = far;
      best = piece;
    }
  }
  if (best === null) return 0;
  if (least <= CORE) return best.head;
  return best.first + (hash(x >> 3, y >> 3, z >> 3) % best.span);
}

function near(pieces: Piece[], start: Vec3): Piece[] {
  return pieces.filter(({ at }) =>
    at.every((v, k) => v + BOX[k]! >= start[k]! && v - BOX[k]! < start[k]! + CHUNK[k]!),
  );
}

/** Supervoxel at a base voxel (volume coordinates, voxel offset included); "0" where there is none. */
export function supervoxelAt(graph: ChunkedGraph, voxel: Vec3): string {
  const { voxelOffset, chunkSize } = graph.grid.facts;
  const [x, y, z] = voxel.map((v, k) => Math.floor(v) - voxelOffset[k]!) as [number, number, number];
  const chunk = packChunk(
    Math.floor(x / chunkSize[0]),
    Math.floor(y / chunkSize[1]),
    Math.floor(z / chunkSize[2]),
  );
  const seg = segAt(piecesIn(graph, chunk), x, y, z);
  return seg === 0 ? '0' : String(graph.grid.id(1, chunk, seg));
}

/** Labels of a box, x fastest, as 64-bit little-endian halves. */
function labels(graph: ChunkedGraph, start: Vec3, size: Vec3): BigUint64Array {
  const { chunkSize } = graph.grid.facts;
  const [cx, cy, cz] = start.map((v, k) => Math.floor(v / chunkSize[k]!)) as [number, number, number];
  const chunk = packChunk(cx, cy, cz);
  const pieces = near(piecesIn(graph, chunk), start);
  const out = new BigUint64Array(size[0] * size[1] * size[2]);
  if (pieces.length === 0) return out;
  const base = graph.grid.id(1, chunk, 0);
  let i = 0;
  for (let z = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      for (let x = 0; x < size[0]; x++, i++) {
        const seg = segAt(pieces, start[0] + x, start[1] + y, start[2] + z);
        if (seg !== 0) out[i] = base + BigInt(seg);
      }
    }
  }
  return out;
}

/** Bits for an index into a table of so many labels; the format knows these widths only. */
const widthFor = (n: number): number => [0, 1, 2, 4, 8, 16, 32].find((bits) => n <= 2 ** bits)!;

/** One channel in compressed_segmentation, blocks of 8 x 8 x 8. */
export function compressSegmentation(dense: BigUint64Array, size: Vec3): Uint8Array {
  const grid = size.map((n) => Math.ceil(n / BLOCK)) as unknown as Vec3;
  const blocks = grid[0] * grid[1] * grid[2];
  const words: number[] = [1, ...new Array<number>(blocks * 2).fill(0)];
  const tables = new Map<string, number>();
  let header = 1;
  for (let bz = 0; bz < grid[2]; bz++) {
    for (let by = 0; by < grid[1]; by++) {
      for (let bx = 0; bx < grid[0]; bx++, header += 2) {
        const found: bigint[] = [];
        for (let i = 0; i < BLOCK ** 3; i++) found.push(labelIn(dense, size, bx, by, bz, i));
        const table = [...new Set(found)].sort((a, b) => (a < b ? -1 : 1));
        const bits = widthFor(table.length);
        const values = words.length - 1;
        const packed = new Array<number>((BLOCK ** 3 * bits) / 32).fill(0);
        if (bits > 0) {
          const index = new Map(table.map((label, k) => [label, k]));
          found.forEach((label, i) => {
            const bit = i * bits;
            packed[bit >> 5] = (packed[bit >> 5]! | (index.get(label)! << (bit & 31))) >>> 0;
          });
        }
        for (const word of packed) words.push(word);
        const key = table.join();
        let at = tables.get(key);
        if (at === undefined) {
          at = words.length - 1;
          tables.set(key, at);
          for (const label of table) words.push(Number(label & 0xffffffffn), Number(label >> 32n));
        }
        words[header] = (at | (bits << 24)) >>> 0;
        words[header + 1] = values;
      }
    }
  }
  return new Uint8Array(Uint32Array.from(words).buffer);
}

function labelIn(dense: BigUint64Array, size: Vec3, bx: number, by: number, bz: number, i: number): bigint {
  // Beyond the edge of a partial block the last voxel repeats.
  const x = Math.min(size[0] - 1, bx * BLOCK + (i & 7));
  const y = Math.min(size[1] - 1, by * BLOCK + ((i >> 3) & 7));
  const z = Math.min(size[2] - 1, bz * BLOCK + (i >> 6));
  return dense[x + size[0] * (y + size[1] * z)]!;
}

/** An object of the volume by its name below the data directory; null where there is none. */
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
  return whole ? compressSegmentation(labels(graph, start, extent), extent) : null;
}

function route(pattern: string, nameOf: (parts: Record<string, string>) => string): Route<State> {
  return {
    method: 'GET',
    pattern: `/watershed/{table}${pattern}`,
    access: 'open',
    gzip: true,
    onError: plainError,
    handle: (_, parts, state) => {
      const name = nameOf(parts);
      const bytes = watershedObject(state, parts.table!, name);
      if (bytes === null) return htmlReply(404, '404 Not Found');
      const type = /^(info|provenance)$/.test(name) ? 'application/json' : 'application/octet-stream';
      return reply(200, bytes, [
        ['Content-Type', type],
        ['Access-Control-Allow-Origin', '*'],
      ]);
    },
  };
}

export const watershedRoutes: Route<State>[] = [
  route('/{file}', ({ file }) => file!),
  route('/{scale}/{file}', ({ scale, file }) => `${scale}/${file}`),
];
