/**
 * A family: everything that descends from one set of original segments. Families are created on first use. Every
 * segment number contains the number of its family, so that the family can be found from any id.
 */
import { assemble } from './assemble';
import type { ChunkGrid, GridPoint } from './grid';
import {
  Branch,
  Fragment,
  type GraphNode,
  type GraphOperation,
  inOrder,
  type OriginalPiece,
  Root,
  SupervoxelRun,
} from './nodes';

/** Number of segment numbers per family and chunk. */
export const LOCAL_NUMBERS = 8192;

/** The part of the graph that a family uses. */
export interface FamilyGraph {
  readonly grid: ChunkGrid;
  /** Returns a new root id for this family. */
  nextRootId(family: Family): string;
  keepRoot(root: Root, family: Family): void;
  keepOperation(operation: GraphOperation, family: Family): void;
  familyOf(node: GraphNode): Family;
}

export class Family {
  readonly roots: Root[] = [];
  readonly operations: GraphOperation[] = [];
  /** Cells by chunk. */
  readonly cells = new Map<number, SupervoxelRun[]>();
  /** Fragments to which tables and synapses attach, in a fixed order that edits do not change. */
  readonly anchors: SupervoxelRun[] = [];
  /** Position of each anchor in nm. */
  readonly places: GridPoint[] = [];
  /** The first supervoxel number of each anchor's piece: the supervoxel at its point. */
  readonly heads: number[] = [];
  /** Nodes by their number in the family. */
  private readonly nodes: GraphNode[] = [];
  private nextOrder = 0;

  constructor(
    readonly index: number,
    readonly graph: FamilyGraph,
  ) {}

  /** The segment number of the next node; all layers share one counter. */
  private nextSeg(): number {
    if (this.nodes.length + 1 >= LOCAL_NUMBERS)
      throw new RangeError(`family ${this.index} has no numbers left`);
    return this.index * LOCAL_NUMBERS + this.nodes.length + 1;
  }

  /** The first of `count` free supervoxel numbers in a chunk. */
  private nextSupervoxel(chunk: number, count: number): number {
    let first = this.index * LOCAL_NUMBERS + 1;
    for (const cell of this.cells.get(chunk) ?? []) {
      if (Math.floor(cell.first / LOCAL_NUMBERS) === this.index)
        first = Math.max(first, cell.first + cell.count);
    }
    if (first + count > (this.index + 1) * LOCAL_NUMBERS) {
      throw new RangeError(`family ${this.index}: chunk ${chunk} is full`);
    }
    return first;
  }

  private keep<T extends GraphNode>(node: T): T {
    this.nodes.push(node);
    return node;
  }

  /** A node between layer 2 and the root layer (exclusive). */
  node(layer: number, chunk: number, seg: number): GraphNode | undefined {
    const found = this.nodes[(seg % LOCAL_NUMBERS) - 1];
    return found !== undefined && found.layer === layer && found.chunk === chunk ? found : undefined;
  }

  /** All nodes ever created at a layer in a chunk, in order of their numbers. */
  nodesIn(layer: number, chunk: number): GraphNode[] {
    return this.nodes.filter((node) => node.layer === layer && node.chunk === chunk);
  }

  cellAt(chunk: number, seg: number): SupervoxelRun | undefined {
    return this.cells.get(chunk)?.find((cell) => seg >= cell.first && seg < cell.first + cell.count);
  }

  addCell(cell: SupervoxelRun): SupervoxelRun {
    const list = this.cells.get(cell.chunk);
    if (list === undefined) this.cells.set(cell.chunk, [cell]);
    else list.push(cell);
    return cell;
  }

  /** Adds a fragment to the segmentation. `named` are supervoxels with predefined segment numbers. */
  addFragment(
    piece: { chunk: number; rep: GridPoint; supervoxels: number; voxels: number; named?: number[] },
    time: number,
  ): Fragment {
    const namedSupervoxels = piece.named ?? [];
    const rest = piece.supervoxels - namedSupervoxels.length;
    const first = rest > 0 ? this.nextSupervoxel(piece.chunk, rest) : 0;
    const whole: OriginalPiece = { place: piece.rep, first, span: rest };
    const cells = namedSupervoxels.map((seg) => this.addCell(new SupervoxelRun(piece.chunk, seg, 1, whole)));
    if (rest > 0) cells.push(this.addCell(new SupervoxelRun(piece.chunk, first, rest, whole)));
    const anchor = cells[cells.length - 1]!;
    this.anchors.push(anchor);
    this.places.push(piece.rep);
    this.heads.push(cells[0]!.first);
    return this.fragment(piece.chunk, time, cells, piece.rep, piece.voxels, this.nextOrder++);
  }

  /** Creates a level-2 node over cells of its chunk. */
  fragment(
    chunk: number,
    time: number,
    cells: SupervoxelRun[],
    rep: GridPoint,
    voxels: number,
    order: number,
  ): Fragment {
    const fragment = new Fragment(chunk, this.nextSeg(), time, cells, rep, voxels, order);
    for (const cell of cells) cell.hang(fragment, time);
    return this.keep(fragment);
  }

  /** Creates a root over connected fragments. */
  root(fragments: Fragment[], time: number, id?: string): Root {
    const leaves = inOrder(fragments.slice());
    const top = this.graph.grid.layers;
    const children = assemble(leaves, top, time, (layer, chunk, below) =>
      this.keep(new Branch(layer, chunk, this.nextSeg(), time, below)),
    );
    const root = new Root(id ?? this.graph.nextRootId(this), top, time, children);
    for (const child of children) child.hang(root, time);
    this.roots.push(root);
    this.graph.keepRoot(root, this);
    return root;
  }
}
