/**
 * The mesh files of one graph, made when they are asked for: sharded ones for what the segmentation first held, one
 * file for each later node. A file of shards holds one family's nodes in one chunk.
 */
import { LOCAL_NUMBERS } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import { chunkX, chunkY, chunkZ } from '../graph/grid';
import { Branch, Fragment, fragmentsOf, type GraphNode } from '../graph/nodes';
import type { Timeline } from '../world/timeline';
import { encodeDraco } from './draco';
import { type Corner, type GridMesh, joined, STEP } from './grid';
import { meshOfPiece } from './piece';

/** Layers with meshes of their own: above them a segment is the meshes of its parts. */
export const TOP_MESHED = 4;
/** How long a node of an edit is without its mesh, ms. */
export const REMESH_MS = 20_000;

/** Numbers that a shard leaves out: those within a family. */
const PRESHIFT = Math.log2(LOCAL_NUMBERS);
const SHARD_BITS = 13;

const SHARDING = {
  '@type': 'neuroglancer_uint64_sharded_v1',
  preshift_bits: PRESHIFT,
  hash: 'identity',
  minishard_bits: 0,
  shard_bits: SHARD_BITS,
  minishard_index_encoding: 'raw',
  data_encoding: 'raw',
};

/** Bytes of the index at the head of a shard file with one minishard. */
const HEAD = 16;
const KEPT = 4000;

interface Shard {
  bytes: Uint8Array;
  /** Where each node's mesh lies in the file. */
  places: Map<string, { offset: number; size: number }>;
}

export class MeshStore {
  private readonly shards = new Map<string, Shard>();
  private readonly late = new Map<string, Uint8Array>();

  constructor(
    private readonly graph: ChunkedGraph,
    private readonly timeline: Timeline,
    private readonly now: () => number,
  ) {}

  /** Whether meshes are made of nodes of this layer. */
  meshed(node: GraphNode): boolean {
    return node.layer >= 2 && node.layer <= TOP_MESHED;
  }

  /** Its mesh was made with the segmentation, not after an edit. */
  initial(node: GraphNode): boolean {
    return node.created <= this.timeline.ingest;
  }

  /** Its mesh is there: edits of today take a while. */
  has(node: GraphNode): boolean {
    if (!this.meshed(node)) return false;
    return node.created <= this.timeline.end || node.created + REMESH_MS <= this.now();
  }

  /** `{node}:0:{box}`: the box is counted from the first chunk, without the volume's offset. */
  lateName(node: GraphNode): string {
    const { chunkSize } = this.graph.grid.facts;
    const box = [chunkX(node.chunk), chunkY(node.chunk), chunkZ(node.chunk)].map((c, k) => {
      const edge = chunkSize[k]! * 2 ** (node.layer - 2);
      return `${c * edge}-${(c + 1) * edge}`;
    });
    return `${this.graph.idOf(node)}:0:${box.join('_')}`;
  }

  shardName(node: GraphNode): string {
    const family = Math.floor(node.seg / LOCAL_NUMBERS);
    return `${this.graph.grid.chunkNumber(node.layer, node.chunk)}-${hexOf(family)}.shard`;
  }

  /** Where an initial mesh lies in its shard file. */
  place(node: GraphNode): { offset: number; size: number } {
    const family = Math.floor(node.seg / LOCAL_NUMBERS);
    return this.shard(node.layer, node.chunk, family)!.places.get(this.graph.idOf(node))!;
  }

  /** An object below the mesh folder; null where there is none. */
  object(name: string): Uint8Array | null {
    if (name === 'info') {
      const layers = Array.from({ length: TOP_MESHED - 1 }, (_, i) => [String(i + 2), SHARDING]);
      return Buffer.from(
        JSON.stringify({ '@type': 'neuroglancer_legacy_mesh', sharding: Object.fromEntries(layers) }),
      );
    }
    const initial = /^initial\/(\d)\/(\d{1,19})-([0-9a-f]{4})\.shard$/.exec(name);
    if (initial !== null) {
      const [, layer, chunk, family] = initial;
      return this.sharded(Number(layer), BigInt(chunk!), Number.parseInt(family!, 16));
    }
    const found = /^dynamic\/(\d{1,20}):0:[\d_-]+$/.exec(name);
    const node = found === null ? undefined : this.graph.node(found[1]!);
    if (node === undefined || !this.has(node) || this.initial(node)) return null;
    return `dynamic/${this.lateName(node)}` === name ? this.lateBytes(node) : null;
  }

  private sharded(layer: number, chunkNumber: bigint, family: number): Uint8Array | null {
    const { grid } = this.graph;
    if (layer < 2 || layer > TOP_MESHED || chunkNumber >> BigInt(3 * grid.bits(layer)) > 0n) return null;
    const first = (BigInt(layer) << 56n) | (chunkNumber << BigInt(56 - 3 * grid.bits(layer)));
    return this.shard(layer, grid.decode(first).chunk, family)?.bytes ?? null;
  }

  private shard(layer: number, chunk: number, family: number): Shard | null {
    const key = `${layer} ${chunk} ${family}`;
    const known = this.shards.get(key);
    if (known !== undefined) return known;
    const nodes = (this.graph.family(family)?.nodesIn(layer, chunk) ?? []).filter((n) => this.initial(n));
    if (nodes.length === 0) return null;
    const made = packShard(nodes.map((node) => [BigInt(this.graph.idOf(node)), this.encode(node)]));
    keep(this.shards, key, made);
    return made;
  }

  private lateBytes(node: GraphNode): Uint8Array {
    const id = this.graph.idOf(node);
    const bytes = this.late.get(id) ?? this.encode(node);
    keep(this.late, id, bytes);
    return bytes;
  }

  private encode(node: GraphNode): Uint8Array {
    return encodeDraco(this.meshOf(node));
  }

  /** The surface of a node, its pieces joined at the borders of their chunks. */
  meshOf(node: GraphNode): GridMesh {
    const { grid } = this.graph;
    const pieces = fragmentsOf(node).map((fragment) => meshOfPiece(grid, fragment));
    if (node instanceof Fragment) return pieces[0]!;
    return joined(pieces, (point) => this.onBorder(point));
  }

  private onBorder(point: Corner): boolean {
    const { voxelOffset, chunkSize, resolution } = this.graph.grid.facts;
    return point.some((n, k) => {
      const edge = chunkSize[k]! * resolution[k]!;
      const past = (((n * STEP - voxelOffset[k]! * resolution[k]!) % edge) + edge) % edge;
      return Math.min(past, edge - past) <= STEP / 2;
    });
  }

  /** The nodes whose meshes together are this one's, the highest at or below a layer; `checked`: that are there. */
  parts(node: GraphNode, startLayer: number, checked: boolean): GraphNode[] {
    const found: GraphNode[] = [];
    const visit = (at: GraphNode): void => {
      const fits = at.layer <= startLayer && this.meshed(at) && (!checked || this.has(at));
      if (fits) found.push(at);
      else if (at instanceof Branch) for (const child of at.children) visit(child);
    };
    visit(node);
    return found;
  }
}

const hexOf = (n: number): string => n.toString(16).padStart(Math.ceil(SHARD_BITS / 4), '0');

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size > KEPT) map.delete(map.keys().next().value as string);
}

/** Head, meshes, then the one minishard's index: ids, offsets and sizes, the first two as differences. */
function packShard(entries: [id: bigint, bytes: Uint8Array][]): Shard {
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const total = entries.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const out = Buffer.alloc(HEAD + total + 24 * entries.length);
  out.writeBigUInt64LE(BigInt(total), 0);
  out.writeBigUInt64LE(BigInt(total + 24 * entries.length), 8);
  const places: Shard['places'] = new Map();
  let at = HEAD;
  let before = 0n;
  entries.forEach(([id, bytes], i) => {
    out.set(bytes, at);
    places.set(String(id), { offset: at, size: bytes.length });
    const index = HEAD + total + 8 * i;
    out.writeBigUInt64LE(id - before, index);
    // Meshes follow each other without a gap.
    out.writeBigUInt64LE(0n, index + 8 * entries.length);
    out.writeBigUInt64LE(BigInt(bytes.length), index + 16 * entries.length);
    before = id;
    at += bytes.length;
  });
  return { bytes: new Uint8Array(out), places };
}
