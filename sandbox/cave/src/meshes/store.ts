/**
 * The mesh files of a graph, created on demand: shards for nodes of the first segmentation, one file per later node.
 */

import type { ChunkedGraph } from '../graph/graph';
import { chunkX, chunkY, chunkZ, packChunk } from '../graph/grid';
import { Branch, Fragment, fragmentsOf, type GraphNode } from '../graph/nodes';
import type { Sparse } from '../stores/sparse';
import type { Timeline } from '../world/timeline';
import { encodeDraco } from './draco';
import { type Corner, type GridMesh, joinMeshes, STEP } from './grid';
import { meshOfPiece } from './piece';
import { type Block, familyAt, familyOf, familySlot, packBlock, SHARDING, shardFile } from './shards';

/** The highest layer with meshes of its own: above it, a segment consists of the meshes of its parts. */
export const TOP_MESHED = 4;
/** Time in ms from an edit until a new node has its mesh. */
export const REMESH_MS = 20_000;

const KEPT = 4000;

export class MeshStore {
  private readonly blocks = new Map<string, Block>();
  /** Files that are known not to be empty. */
  private readonly shards = new Set<string>();
  private readonly late = new Map<string, Uint8Array>();

  constructor(
    private readonly graph: ChunkedGraph,
    private readonly timeline: Timeline,
    private readonly now: () => number,
  ) {}

  /** True if nodes of this layer have meshes. */
  hasMeshes(node: GraphNode): boolean {
    return node.layer >= 2 && node.layer <= TOP_MESHED;
  }

  /** True if its mesh belongs to the first segmentation, false if to an edit. */
  initial(node: GraphNode): boolean {
    return node.created <= this.timeline.ingest;
  }

  /** True if its mesh exists: after an edit, that takes some time. */
  has(node: GraphNode): boolean {
    if (!this.hasMeshes(node)) return false;
    return node.created <= this.timeline.end || node.created + REMESH_MS <= this.now();
  }

  /** The name `{node}:0:{box}`. The box is relative to the first chunk, without the volume's offset. */
  lateName(node: GraphNode): string {
    const { chunkSize } = this.graph.grid.facts;
    const box = [chunkX(node.chunk), chunkY(node.chunk), chunkZ(node.chunk)].map((c, k) => {
      const edge = chunkSize[k]! * 2 ** (node.layer - 2);
      return `${c * edge}-${(c + 1) * edge}`;
    });
    return `${this.graph.idOf(node)}:0:${box.join('_')}`;
  }

  shardName(node: GraphNode): string {
    const number = this.graph.grid.chunkNumber(node.layer, node.chunk);
    return `${number}-${familySlot(familyOf(node)).shard}.shard`;
  }

  /** The range of an initial mesh in its shard file. */
  place(node: GraphNode): { offset: number; size: number } {
    const family = familyOf(node);
    return this.block(node.layer, node.chunk, family)!.places.get(this.graph.idOf(node))!;
  }

  /** An object below the mesh folder; null if there is none. */
  object(name: string): Uint8Array | Sparse | null {
    if (name === 'info') {
      const layers = Array.from({ length: TOP_MESHED - 1 }, (_, i) => [String(i + 2), SHARDING]);
      const document = {
        '@type': 'neuroglancer_legacy_mesh',
        mip: 0,
        chunk_size: [...this.graph.grid.facts.chunkSize],
        sharding: Object.fromEntries(layers),
      };
      return Buffer.from(JSON.stringify(document));
    }
    const initial = /^initial\/(\d)\/(\d{1,19})-(\d)\.shard$/.exec(name);
    if (initial !== null) return this.shardFile(Number(initial[1]), BigInt(initial[2]!), Number(initial[3]));
    const found = /^dynamic\/(\d{1,20}):0:[\d_-]+$/.exec(name);
    const node = found === null ? undefined : this.graph.node(found[1]!);
    if (node === undefined || !this.has(node) || this.initial(node)) return null;
    return `dynamic/${this.lateName(node)}` === name ? this.lateBytes(node) : null;
  }

  private shardFile(layer: number, chunkNumber: bigint, shard: number): Sparse | null {
    const { grid } = this.graph;
    if (layer < 2 || layer > TOP_MESHED || chunkNumber >> BigInt(3 * grid.bits(layer)) > 0n) return null;
    const { chunk } = grid.decode(
      (BigInt(layer) << 56n) | (chunkNumber << BigInt(56 - 3 * grid.bits(layer))),
    );
    const families = () =>
      this.familiesIn(layer, chunk).filter((family) => familySlot(family).shard === shard);
    // Creating all families of the chunk is slow, and unnecessary if a list has named the file before.
    const isNamed = this.shards.has(`${layer} ${chunk} ${shard}`);
    if (!isNamed && families().every((family) => this.initialIn(layer, chunk, family).length === 0))
      return null;
    return shardFile(
      () =>
        families().map((family) => [familySlot(family).slot, this.initialIn(layer, chunk, family).length]),
      (slot) => this.block(layer, chunk, familyAt(shard, slot)),
    );
  }

  private initialIn(layer: number, chunk: number, family: number): GraphNode[] {
    return (this.graph.family(family)?.nodesIn(layer, chunk) ?? []).filter((node) => this.initial(node));
  }

  /** Families with supervoxels in a chunk of any layer. */
  private familiesIn(layer: number, chunk: number): number[] {
    const across = 2 ** (layer - 2);
    const found = new Set<number>();
    const [x, y, z] = [chunkX(chunk) * across, chunkY(chunk) * across, chunkZ(chunk) * across];
    for (let i = 0; i < across ** 3; i++) {
      const below = packChunk(
        x + (i % across),
        y + (Math.floor(i / across) % across),
        z + Math.floor(i / across ** 2),
      );
      for (const family of this.graph.familiesIn(below)) found.add(family.index);
    }
    return [...found];
  }

  private block(layer: number, chunk: number, family: number): Block | null {
    const key = `${layer} ${chunk} ${family}`;
    const cachedBlock = this.blocks.get(key);
    if (cachedBlock !== undefined) return cachedBlock;
    const nodes = this.initialIn(layer, chunk, family);
    if (nodes.length === 0) return null;
    const newBlock = packBlock(
      nodes.map((node) => [BigInt(this.graph.idOf(node)), this.encode(node)]),
      familySlot(family).slot,
    );
    keep(this.blocks, key, newBlock);
    this.shards.add(`${layer} ${chunk} ${familySlot(family).shard}`);
    return newBlock;
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

  /** The surface of a node: its parts joined at their chunk borders. */
  meshOf(node: GraphNode): GridMesh {
    const { grid } = this.graph;
    const pieces = fragmentsOf(node).map((fragment) => meshOfPiece(grid, fragment));
    if (node instanceof Fragment) return pieces[0]!;
    return joinMeshes(pieces, (point) => this.onBorder(point));
  }

  private onBorder(point: Corner): boolean {
    const { voxelOffset, chunkSize, resolution } = this.graph.grid.facts;
    return point.some((n, k) => {
      const edge = chunkSize[k]! * resolution[k]!;
      const past = (((n * STEP - voxelOffset[k]! * resolution[k]!) % edge) + edge) % edge;
      return Math.min(past, edge - past) <= STEP / 2;
    });
  }

  /**
   * The nodes whose meshes together form this node's, the highest ones at or below a layer. With `checked`, only meshes
   * that exist.
   */
  parts(node: GraphNode, startLayer: number, checked: boolean): GraphNode[] {
    const found: GraphNode[] = [];
    const visit = (at: GraphNode): void => {
      const fits = at.layer <= startLayer && this.hasMeshes(at) && (!checked || this.has(at));
      if (fits) found.push(at);
      else if (at instanceof Branch) for (const child of at.children) visit(child);
    };
    visit(node);
    return found;
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size > KEPT) map.delete(map.keys().next().value as string);
}
