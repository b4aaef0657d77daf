/** The chunk grid of one chunkedgraph, and the 64-bit ids that name nodes by layer, chunk and segment number. */

export type GridPoint = readonly [number, number, number];

export interface GridFacts {
  layers: number;
  /** In base voxels. */
  chunkSize: GridPoint;
  voxelOffset: GridPoint;
  size: GridPoint;
  /** nm per base voxel. */
  resolution: GridPoint;
}

/** The parts of an id. `chunk` packs the three chunk coordinates with ten bits each. */
export interface NodeIdParts {
  layer: number;
  chunk: number;
  seg: number;
}

export const packChunk = (x: number, y: number, z: number): number => (x << 20) | (y << 10) | z;
export const chunkX = (chunk: number): number => chunk >> 20;
export const chunkY = (chunk: number): number => (chunk >> 10) & 1023;
export const chunkZ = (chunk: number): number => chunk & 1023;

const LONG = new BigUint64Array(1);
const WORDS = new Uint32Array(LONG.buffer);

/** Converts a 64-bit number of two words to decimal, by long division in 16-bit digits. */
function decimal(high: number, low: number): string {
  let rest = 0;
  let quotient = 0;
  for (const digit of [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff]) {
    const part = rest * 65536 + digit;
    const times = Math.floor(part / 1e9);
    quotient = quotient * 65536 + times;
    rest = part - times * 1e9;
  }
  return quotient === 0 ? String(rest) : String(quotient) + String(rest + 1e9).slice(1);
}

export class ChunkGrid {
  /** Number of chunks along each axis. */
  readonly extent: GridPoint;

  constructor(readonly facts: GridFacts) {
    this.extent = facts.size.map((n, k) => Math.ceil(n / facts.chunkSize[k]!)) as unknown as GridPoint;
  }

  get layers(): number {
    return this.facts.layers;
  }

  /** Bits per chunk coordinate at a layer. */
  bits(layer: number): number {
    const { layers } = this.facts;
    return layer <= 2 ? Math.max(10, layers - 2) : Math.max(1, layers - layer);
  }

  masks(): Record<string, number> {
    return Object.fromEntries(
      Array.from({ length: this.layers }, (_, i) => [String(i + 1), this.bits(i + 1)]),
    );
  }

  id(layer: number, chunk: number, seg: number): bigint {
    this.write(layer, chunk, seg);
    return LONG[0]!;
  }

  /** The id in decimal. */
  idText(layer: number, chunk: number, seg: number): string {
    this.write(layer, chunk, seg);
    return decimal(WORDS[1]!, WORDS[0]!);
  }

  /** Writes an id into the two words: BigInt arithmetic would allocate a number at each step. */
  private write(layer: number, chunk: number, seg: number): void {
    const b = this.bits(layer);
    const segBits = 56 - 3 * b;
    const side = 2 ** b;
    const coords = (chunkX(chunk) * side + chunkY(chunk)) * side + chunkZ(chunk);
    const above = segBits < 32 ? Math.floor(coords / 2 ** (32 - segBits)) : coords * 2 ** (segBits - 32);
    WORDS[1] = layer * 2 ** 24 + above + Math.floor(seg / 2 ** 32);
    WORDS[0] = (segBits < 32 ? (coords % 2 ** (32 - segBits)) * 2 ** segBits : 0) + (seg % 2 ** 32);
  }

  decode(id: bigint): NodeIdParts {
    if (id >> 64n !== 0n) return { layer: Number(id >> 56n), chunk: 0, seg: 0 };
    LONG[0] = id;
    return this.parts(WORDS[1]!, WORDS[0]!);
  }

  /** As `decode`, for up to 20 decimal digits. */
  decodeText(id: string): NodeIdParts {
    const cut = id.length - 9;
    const head = cut > 0 ? Number(id.slice(0, cut)) : 0;
    const tail = Number(cut > 0 ? id.slice(cut) : id);
    // head × 10⁹ + tail: a double holds each part exactly.
    const upper = Math.floor(head / 2 ** 18) * 1e9;
    const lower = (upper % 2 ** 14) * 2 ** 18 + (head % 2 ** 18) * 1e9 + tail;
    return this.parts(Math.floor(upper / 2 ** 14) + Math.floor(lower / 2 ** 32), lower % 2 ** 32);
  }

  /** `high` and `low` are the two words of the id. */
  private parts(high: number, low: number): NodeIdParts {
    const layer = Math.floor(high / 2 ** 24);
    if (layer < 1 || layer > this.layers) return { layer, chunk: 0, seg: 0 };
    const b = this.bits(layer);
    const segBits = 56 - 3 * b;
    const above = high % 2 ** 24;
    const side = 2 ** b;
    let coords: number;
    let seg: number;
    if (segBits < 32) {
      coords = above * 2 ** (32 - segBits) + Math.floor(low / 2 ** segBits);
      seg = low % 2 ** segBits;
    } else {
      coords = Math.floor(above / 2 ** (segBits - 32));
      seg = (above % 2 ** (segBits - 32)) * 2 ** 32 + low;
    }
    const z = coords % side;
    const xy = Math.floor(coords / side);
    return { layer, chunk: packChunk(Math.floor(xy / side), xy % side, z), seg };
  }

  /** The chunk that contains a point in nm, clamped to the volume. */
  chunkAt(nm: GridPoint): number {
    const { voxelOffset, chunkSize, resolution } = this.facts;
    const [x, y, z] = [0, 1, 2].map((k) => {
      const c = Math.floor((nm[k]! / resolution[k]! - voxelOffset[k]!) / chunkSize[k]!);
      return Math.min(this.extent[k]! - 1, Math.max(0, c));
    }) as [number, number, number];
    return packChunk(x, y, z);
  }

  /** First corner of a layer-2 chunk in nm. */
  corner(chunk: number): [number, number, number] {
    const { voxelOffset, chunkSize, resolution } = this.facts;
    return [
      (voxelOffset[0] + chunkX(chunk) * chunkSize[0]) * resolution[0],
      (voxelOffset[1] + chunkY(chunk) * chunkSize[1]) * resolution[1],
      (voxelOffset[2] + chunkZ(chunk) * chunkSize[2]) * resolution[2],
    ];
  }

  /** The chunk coordinates packed as in ids: the id without its layer and segment number. */
  chunkNumber(layer: number, chunk: number): bigint {
    return (this.id(layer, chunk, 0) & ((1n << 56n) - 1n)) >> BigInt(56 - 3 * this.bits(layer));
  }

  /** The volume of one base voxel in nm³. */
  get voxelVolume(): number {
    const [x, y, z] = this.facts.resolution;
    return x * y * z;
  }
}

/** The chunk at a higher layer that contains a layer-2 chunk. */
export function liftChunk(chunk: number, layer: number): number {
  const s = layer - 2;
  return packChunk(chunkX(chunk) >> s, chunkY(chunk) >> s, chunkZ(chunk) >> s);
}
