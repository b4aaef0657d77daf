/** The chunk grid of one chunkedgraph, and the 64-bit ids that name nodes by layer, chunk and segment number. */

export type GridPoint = readonly [number, number, number];

export interface GridFacts {
  layers: number;
  /** Base voxels. */
  chunkSize: GridPoint;
  voxelOffset: GridPoint;
  size: GridPoint;
  /** nm per base voxel. */
  resolution: GridPoint;
}

/** The parts of an id. `chunk` packs the three chunk coordinates, ten bits each. */
export interface NodeIdParts {
  layer: number;
  chunk: number;
  seg: bigint;
}

export const packChunk = (x: number, y: number, z: number): number => (x << 20) | (y << 10) | z;
export const chunkX = (chunk: number): number => chunk >> 20;
export const chunkY = (chunk: number): number => (chunk >> 10) & 1023;
export const chunkZ = (chunk: number): number => chunk & 1023;

export class ChunkGrid {
  /** Number of chunks along each axis. */
  readonly extent: GridPoint;

  constructor(readonly facts: GridFacts) {
    this.extent = facts.size.map((n, k) => Math.ceil(n / facts.chunkSize[k]!)) as unknown as GridPoint;
  }

  get layers(): number {
    return this.facts.layers;
  }

  /** Bits of each chunk coordinate at a layer. */
  bits(layer: number): number {
    const { layers } = this.facts;
    return layer <= 2 ? Math.max(10, layers - 2) : Math.max(1, layers - layer);
  }

  masks(): Record<string, number> {
    return Object.fromEntries(
      Array.from({ length: this.layers }, (_, i) => [String(i + 1), this.bits(i + 1)]),
    );
  }

  id(layer: number, chunk: number, seg: number | bigint): bigint {
    const b = BigInt(this.bits(layer));
    const coords = (BigInt(chunkX(chunk)) << (2n * b)) | (BigInt(chunkY(chunk)) << b) | BigInt(chunkZ(chunk));
    return (BigInt(layer) << 56n) | (coords << (56n - 3n * b)) | BigInt(seg);
  }

  decode(id: bigint): NodeIdParts {
    const layer = Number(id >> 56n);
    if (layer < 1 || layer > this.layers) return { layer, chunk: 0, seg: 0n };
    const b = BigInt(this.bits(layer));
    const mask = (1n << b) - 1n;
    const at = (n: bigint): number => Number((id >> (56n - n * b)) & mask);
    return { layer, chunk: packChunk(at(1n), at(2n), at(3n)), seg: id & ((1n << (56n - 3n * b)) - 1n) };
  }

  /** Chunk that holds a point in nm, clamped to the volume. */
  chunkAt(nm: GridPoint): number {
    const { voxelOffset, chunkSize, resolution } = this.facts;
    const [x, y, z] = [0, 1, 2].map((k) => {
      const c = Math.floor((nm[k]! / resolution[k]! - voxelOffset[k]!) / chunkSize[k]!);
      return Math.min(this.extent[k]! - 1, Math.max(0, c));
    }) as [number, number, number];
    return packChunk(x, y, z);
  }

  /** First corner of a layer-2 chunk, nm. */
  corner(chunk: number): [number, number, number] {
    const { voxelOffset, chunkSize, resolution } = this.facts;
    const c = [chunkX(chunk), chunkY(chunk), chunkZ(chunk)];
    return [0, 1, 2].map((k) => (voxelOffset[k]! + c[k]! * chunkSize[k]!) * resolution[k]!) as [
      number,
      number,
      number,
    ];
  }

  /** The packed chunk coordinates as in ids: the id without its layer and its segment number. */
  chunkNumber(layer: number, chunk: number): bigint {
    return (this.id(layer, chunk, 0) & ((1n << 56n) - 1n)) >> BigInt(56 - 3 * this.bits(layer));
  }

  /** nm³ of one base voxel. */
  get voxelVolume(): number {
    const [x, y, z] = this.facts.resolution;
    return x * y * z;
  }
}

/** Chunk of `chunk` (a layer-2 chunk) at a higher layer. */
export function liftChunk(chunk: number, layer: number): number {
  const s = layer - 2;
  return packChunk(chunkX(chunk) >> s, chunkY(chunk) >> s, chunkZ(chunk) >> s);
}
