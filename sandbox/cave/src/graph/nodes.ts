/** Nodes of a chunkedgraph. Children never change; the parent at a time is the newest one recorded at or before it. */
import type { GridPoint } from './grid';
import type { LogForm } from './operation-log';

const NEVER = Number.POSITIVE_INFINITY;

/** Runs of supervoxels and nodes: the parents of both change with time. */
export class ChildNode {
  parent: GraphNode | null = null;
  /** Time of its creation, ms. */
  since = NEVER;
  past: { time: number; node: GraphNode }[] | null = null;

  hang(node: GraphNode, time: number): void {
    if (this.parent !== null) {
      const before = { time: this.since, node: this.parent };
      // Most nodes have one entry; an array that grows by push reserves seventeen.
      this.past = this.past === null ? [before] : [...this.past, before];
    }
    this.parent = node;
    this.since = time;
  }

  parentAt(time: number): GraphNode | null {
    if (this.since <= time) return this.parent;
    const past = this.past;
    if (past === null) return null;
    for (let i = past.length - 1; i >= 0; i--) if (past[i]!.time <= time) return past[i]!.node;
    return null;
  }
}

/** A level-2 fragment of the original segmentation, before any edit. */
export interface OriginalPiece {
  /** In nm. */
  place: readonly [number, number, number];
  /** Number of its adjacent supervoxels; the others are at its point. */
  first: number;
  span: number;
}

/** Consecutive supervoxels of one chunk that have never been separated. */
export class SupervoxelRun extends ChildNode {
  /** Number of supervoxels before any split; a table row's supervoxel is one of these. */
  readonly span: number;

  constructor(
    readonly chunk: number,
    readonly first: number,
    public count: number,
    readonly piece: OriginalPiece,
  ) {
    super();
    this.span = count;
  }
}

export class GraphNode extends ChildNode {
  constructor(
    readonly layer: number,
    readonly chunk: number,
    readonly seg: number,
    readonly created: number,
  ) {
    super();
  }
}

/** A level-2 node: supervoxels of one chunk, with the measures of the L2 cache. */
export class Fragment extends GraphNode {
  /** Replaced at each change: most nodes have two links, and an array that grows by push reserves seventeen. */
  links: readonly Fragment[] = [];
  retired = false;
  /** Used in an assembly: the position in the list, and the number of the list. */
  slot = 0;
  list = 0;
  /** True for a twig, which is too small to become a vertex of a skeleton. */
  twig = false;

  constructor(
    chunk: number,
    seg: number,
    created: number,
    readonly cells: SupervoxelRun[],
    /** In nm. */
    readonly rep: readonly [number, number, number],
    public voxels: number,
    /** Position among the leaves of a root. A node that replaces this one keeps the position. */
    readonly order: number,
  ) {
    super(2, chunk, seg, created);
  }

  get size(): number {
    return this.cells.reduce((sum, cell) => sum + cell.count, 0);
  }
}

export class Branch extends GraphNode {
  constructor(
    layer: number,
    chunk: number,
    seg: number,
    created: number,
    readonly children: GraphNode[],
  ) {
    super(layer, chunk, seg, created);
  }
}

/** A neuron or another object, in the time between two edits. */
export class Root extends Branch {
  createdBy: GraphOperation | null = null;
  retiredBy: GraphOperation | null = null;

  constructor(
    readonly id: string,
    layer: number,
    created: number,
    children: GraphNode[],
  ) {
    super(layer, 0, 0, created, children);
  }

  get retiredAt(): number {
    return this.retiredBy?.time ?? NEVER;
  }

  isLatestAt(time: number): boolean {
    return this.created <= time && this.retiredAt > time;
  }
}

/** Level-2 nodes below a node, in leaf order. */
export function fragmentsOf(node: GraphNode): Fragment[] {
  const found: Fragment[] = [];
  const stack: GraphNode[] = [node];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top instanceof Fragment) found.push(top);
    else if (top instanceof Branch) {
      for (let i = top.children.length - 1; i >= 0; i--) stack.push(top.children[i]!);
    }
  }
  return inOrder(found);
}

/** Sorts in place; most lists are already sorted. */
export function inOrder(fragments: Fragment[]): Fragment[] {
  for (let i = 1; i < fragments.length; i++) {
    if (fragments[i - 1]!.order > fragments[i]!.order) return fragments.sort((a, b) => a.order - b.order);
  }
  return fragments;
}

export function supervoxelCount(node: GraphNode): number {
  return fragmentsOf(node).reduce((sum, fragment) => sum + fragment.size, 0);
}

/** One proofreading edit, as in the operation log. */
export interface GraphOperation {
  id: number;
  user: number;
  /** Milliseconds since the epoch. */
  time: number;
  /** The effect on the graph: the undo of a split is a merge. */
  kind: 'merge' | 'split';
  before: Root[];
  /** Empty for a failed edit; one root for a split whose sides stay connected. */
  after: Root[];
  /** The supervoxels on the two sides of the edited edge, and their positions in base voxels. */
  source: string;
  sink: string;
  sourceAt: GridPoint;
  sinkAt: GridPoint;
  log: LogForm;
}

/** A link of level 2 between two fragments. */
export function linkFragments(a: Fragment, b: Fragment): void {
  a.links = [...a.links, b];
  b.links = [...b.links, a];
}

/** The fragment that contains the supervoxels of `fragment` now. */
export const currentFragment = (fragment: Fragment): Fragment => fragment.cells[0]!.parent as Fragment;

/** The newest root above a part. */
export function currentRoot(part: SupervoxelRun | GraphNode): Root {
  let up: GraphNode | null = part instanceof SupervoxelRun ? part.parent : part;
  while (up !== null && !(up instanceof Root)) up = up.parent;
  if (up === null) throw new Error('a part without a root');
  return up;
}
