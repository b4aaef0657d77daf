/** One chunkedgraph: finds a node by its id, climbs to the roots at a time, lists leaves, and applies edits. */
import { Family, type FamilyGraph, LOCAL_NUMBERS } from './family';
import type { ChunkGrid } from './grid';
import { type Fragment, type GraphNode, type GraphOperation, Root, type SupervoxelRun } from './nodes';
import { familyOfRootId, ROOTS_PER_FAMILY, rootIdOf } from './root-ids';

/** The source of a graph: creates each family, and knows the family of ids from which it cannot be computed. */
export interface GraphSource {
  families: number;
  make(family: Family, graph: ChunkedGraph): void;
  /** Chunks with supervoxels of a family, if possible without creating the family. */
  chunksOf(index: number, graph: ChunkedGraph): Iterable<number>;
  rootIds: Map<string, number>;
  /** Families of supervoxels with predefined segment numbers. */
  supervoxels: Map<string, number>;
  /** The family of an operation, or undefined. */
  familyOfOperation(id: number): number | undefined;
  /** Families that have operations in a time interval (ms). */
  familiesEditedBetween(from: number, to: number): Iterable<number>;
  firstRuntimeOperation: number;
}

/** First family number for edits at run time that need more numbers than the seeded families have. */
export const OVERFLOW_FAMILY = 8192;
/** Number of the last family in root ids, which has more roots than the numbers of one family allow. */
export const CROWD_FAMILY = 16384;

export class ChunkedGraph implements FamilyGraph {
  private readonly families: (Family | undefined)[] = [];
  private readonly rootsById = new Map<string, Root>();
  private readonly homes = new Map<Root, Family>();
  private readonly operationsById = new Map<number, GraphOperation>();
  private readonly handedOut = new Map<Family, number>();
  private readonly overflow = new Map<string, Family>();
  private byChunk: Map<number, number[]> | null = null;
  private nextOperation: number;
  /** Operations at run time, oldest first. */
  readonly runtime: GraphOperation[] = [];

  constructor(
    readonly table: string,
    readonly grid: ChunkGrid,
    readonly world: GraphSource,
  ) {
    this.nextOperation = world.firstRuntimeOperation;
  }

  family(index: number): Family | undefined {
    if (index < 0 || index >= this.world.families || !Number.isInteger(index)) return undefined;
    const cachedFamily = this.families[index];
    if (cachedFamily !== undefined) return cachedFamily;
    const family = new Family(index, this);
    this.families[index] = family;
    this.world.make(family, this);
    return family;
  }

  familyOf(node: GraphNode): Family {
    if (node instanceof Root) return this.homes.get(node)!;
    return this.family(Math.floor(node.seg / LOCAL_NUMBERS))!;
  }

  nextRootId(family: Family): string {
    for (;;) {
      const k = this.handedOut.get(family) ?? 0;
      this.handedOut.set(family, k + 1);
      const spill = k >= ROOTS_PER_FAMILY;
      const id = spill
        ? rootIdOf(this.grid.layers, OVERFLOW_FAMILY, this.overflow.size)
        : rootIdOf(this.grid.layers, family.index, k);
      if (this.world.rootIds.has(id)) continue;
      if (spill) this.overflow.set(id, family);
      return id;
    }
  }

  keepRoot(root: Root, family: Family): void {
    this.rootsById.set(root.id, root);
    this.homes.set(root, family);
  }

  keepOperation(operation: GraphOperation): void {
    this.operationsById.set(operation.id, operation);
    if (operation.id >= this.world.firstRuntimeOperation) this.runtime.push(operation);
  }

  newOperationId(): number {
    return this.nextOperation++;
  }

  root(id: string): Root | undefined {
    const cachedRoot = this.rootsById.get(id);
    if (cachedRoot !== undefined) return cachedRoot;
    if (!/^[0-9]{1,20}$/.test(id)) return undefined;
    const familyIndex = this.world.rootIds.get(id) ?? familyOfRootId(this.grid.layers, BigInt(id));
    const index = familyIndex !== null && familyIndex >= CROWD_FAMILY ? this.world.families - 1 : familyIndex;
    if (index === null || this.families[index] !== undefined) return undefined;
    this.family(index);
    return this.rootsById.get(id);
  }

  cell(chunk: number, seg: number): SupervoxelRun | undefined {
    // Predefined numbers are looked up first: they may look like a family's own.
    const familyIndex =
      this.world.supervoxels.size === 0
        ? undefined
        : this.world.supervoxels.get(this.grid.idText(1, chunk, seg));
    return this.family(familyIndex ?? Math.floor(seg / LOCAL_NUMBERS))?.cellAt(chunk, seg);
  }

  /** Families with supervoxels in a layer-2 chunk. */
  familiesIn(chunk: number): Family[] {
    if (this.byChunk === null) {
      this.byChunk = new Map();
      for (let index = 0; index < this.world.families; index++) {
        for (const place of new Set(this.world.chunksOf(index, this))) {
          const list = this.byChunk.get(place);
          if (list === undefined) this.byChunk.set(place, [index]);
          else list.push(index);
        }
      }
    }
    return (this.byChunk.get(chunk) ?? []).map((index) => this.family(index)!);
  }

  /** Runs of supervoxels in a chunk. */
  cellsOfChunk(chunk: number): SupervoxelRun[] {
    return this.familiesIn(chunk).flatMap((family) => family.cells.get(chunk) ?? []);
  }

  /** A node, or a run of supervoxels, at any layer. */
  find(id: string): GraphNode | SupervoxelRun | undefined {
    if (!/^[0-9]{1,20}$/.test(id)) return undefined;
    const { layer, chunk, seg } = this.grid.decodeText(id);
    if (layer === this.grid.layers) return this.root(id);
    if (layer === 1) return this.cell(chunk, seg);
    if (layer < 1 || layer > this.grid.layers || seg >= OVERFLOW_FAMILY * LOCAL_NUMBERS) return undefined;
    return this.family(Math.floor(seg / LOCAL_NUMBERS))?.node(layer, chunk, seg);
  }

  node(id: string): GraphNode | undefined {
    const found = this.find(id);
    return found === undefined || !('layer' in found) ? undefined : found;
  }

  idOf(node: GraphNode): string {
    return node instanceof Root ? node.id : this.grid.idText(node.layer, node.chunk, node.seg);
  }

  operation(id: number): GraphOperation | undefined {
    const cachedOperation = this.operationsById.get(id);
    if (cachedOperation !== undefined) return cachedOperation;
    const index = this.world.familyOfOperation(id);
    if (index !== undefined) this.family(index);
    return this.operationsById.get(id);
  }

  /** Operations in a time interval, oldest first. */
  operationsBetween(from: number, to: number): GraphOperation[] {
    const families = new Set(this.world.familiesEditedBetween(from, to));
    const seededOperations = [...families].flatMap((index) => this.family(index)?.operations ?? []);
    return [...new Set([...seededOperations, ...this.runtime])]
      .filter((operation) => operation.time >= from && operation.time <= to)
      .sort((a, b) => a.time - b.time);
  }

  rootAt(part: SupervoxelRun | GraphNode, time: number): Root | null {
    let up: GraphNode | null = 'layer' in part ? part : part.parentAt(time);
    while (up !== null && !(up instanceof Root)) up = up.parentAt(time);
    return up;
  }

  /** The root id of a supervoxel at a time; "0" if there is none. */
  rootOfSupervoxel(id: string, time: number): string {
    const found = this.find(id);
    return found === undefined ? '0' : (this.rootAt(found, time)?.id ?? '0');
  }

  /** The root id of a supervoxel before any edit; "0" if there is none. */
  originalOfSupervoxel(id: string): string {
    const found = this.find(id);
    if (found === undefined) return '0';
    return this.rootAt(found, found.past?.[0]?.time ?? found.since)?.id ?? '0';
  }

  /** Level-2 links inside a node, each once. */
  linksOf(fragments: Fragment[]): [Fragment, Fragment][] {
    const within = new Set(fragments);
    return fragments.flatMap((a) =>
      [...new Set(a.links)]
        .filter((b) => within.has(b) && before(a, b))
        .map((b): [Fragment, Fragment] => [a, b]),
    );
  }

  /** A root and all its ancestors, nearest first. */
  ancestry(root: Root): Root[] {
    const ancestors = new Set<Root>([root]);
    for (const at of ancestors) for (const parent of at.createdBy?.before ?? []) ancestors.add(parent);
    return [...ancestors];
  }
}

/** A total order of fragments, so that each pair is counted once. */
function before(a: Fragment, b: Fragment): boolean {
  if (a.order !== b.order) return a.order < b.order;
  return a.chunk !== b.chunk ? a.chunk < b.chunk : a.seg < b.seg;
}
