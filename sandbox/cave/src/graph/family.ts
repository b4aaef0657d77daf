/**
 * A family: everything that descends from one set of original segments, with its edits. Families are made on first use;
 * the number of a family is part of every segment number in it, so that the family can be found from any id.
 */
import { assemble } from './assemble';
import type { ChunkGrid, GridPoint } from './grid';
import {
  Branch,
  Fragment,
  fragmentsOf,
  type GraphNode,
  type GraphOperation,
  type OriginalPiece,
  Root,
  SupervoxelRun,
} from './nodes';
import type { LogForm } from './operation-log';
import { offsetOf } from './piece-shape';

/** Segment numbers of one family in one chunk. */
export const LOCAL_NUMBERS = 8192;

/** The part of the graph that a family uses. */
export interface FamilyGraph {
  readonly grid: ChunkGrid;
  /** A new root id for this family. */
  nextRootId(family: Family): string;
  keepRoot(root: Root, family: Family): void;
  keepOperation(operation: GraphOperation, family: Family): void;
  familyOf(node: GraphNode): Family;
}

export interface EditOutcome {
  id: number;
  user: number;
  time: number;
  /** Ids that the new roots must have (published examples); fresh ones where absent. */
  rootIds?: (string | undefined)[];
  /** As proofreaders edit where absent: a merge is logged with its edge, a split as a multicut. */
  log?: LogForm;
  /** Accepts an edit that leaves the number of objects unchanged; throws for it where absent. */
  sameObject?: boolean;
}

const isCell = (part: SupervoxelRun | GraphNode): part is SupervoxelRun => part instanceof SupervoxelRun;

export class Family {
  readonly roots: Root[] = [];
  readonly operations: GraphOperation[] = [];
  /** Cells by chunk. */
  readonly cells = new Map<number, SupervoxelRun[]>();
  /** Fragments that tables and synapses attach to, in a fixed order that edits do not change. */
  readonly anchors: SupervoxelRun[] = [];
  /** Position of each anchor, nm. */
  readonly places: GridPoint[] = [];
  /** First supervoxel number of each anchor's piece: the one at its point. */
  readonly heads: number[] = [];
  /** Nodes by their number within the family. */
  private readonly nodes: GraphNode[] = [];
  private nextOrder = 0;

  constructor(
    readonly index: number,
    private readonly graph: FamilyGraph,
  ) {}

  /** Segment number of the next node; one counter for all layers. */
  private nextSeg(): number {
    if (this.nodes.length + 1 >= LOCAL_NUMBERS)
      throw new RangeError(`family ${this.index} has no numbers left`);
    return this.index * LOCAL_NUMBERS + this.nodes.length + 1;
  }

  /** First of `count` free supervoxel numbers in a chunk. */
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

  /** A node of layers 2 up to below the root layer. */
  node(layer: number, chunk: number, seg: number): GraphNode | undefined {
    const found = this.nodes[(seg % LOCAL_NUMBERS) - 1];
    return found !== undefined && found.layer === layer && found.chunk === chunk ? found : undefined;
  }

  /** All nodes ever made of a layer in a chunk, in order of their numbers. */
  nodesIn(layer: number, chunk: number): GraphNode[] {
    return this.nodes.filter((node) => node.layer === layer && node.chunk === chunk);
  }

  cellAt(chunk: number, seg: number): SupervoxelRun | undefined {
    return this.cells.get(chunk)?.find((cell) => seg >= cell.first && seg < cell.first + cell.count);
  }

  private addCell(cell: SupervoxelRun): SupervoxelRun {
    const list = this.cells.get(cell.chunk);
    if (list === undefined) this.cells.set(cell.chunk, [cell]);
    else list.push(cell);
    return cell;
  }

  /** Adds a fragment to the segmentation. `named` are supervoxels with given segment numbers. */
  addFragment(
    piece: { chunk: number; rep: GridPoint; supervoxels: number; voxels: number; named?: number[] },
    time: number,
  ): Fragment {
    const named = piece.named ?? [];
    const rest = piece.supervoxels - named.length;
    const first = rest > 0 ? this.nextSupervoxel(piece.chunk, rest) : 0;
    const whole: OriginalPiece = { place: piece.rep, first, span: rest };
    const cells = named.map((seg) => this.addCell(new SupervoxelRun(piece.chunk, seg, 1, whole)));
    if (rest > 0) cells.push(this.addCell(new SupervoxelRun(piece.chunk, first, rest, whole)));
    const anchor = cells[cells.length - 1]!;
    this.anchors.push(anchor);
    this.places.push(piece.rep);
    this.heads.push(cells[0]!.first);
    return this.fragment(piece.chunk, time, cells, piece.rep, piece.voxels, this.nextOrder++);
  }

  private fragment(
    chunk: number,
    time: number,
    cells: SupervoxelRun[],
    rep: GridPoint,
    voxels: number,
    order: number,
  ): Fragment {
    const created = new Fragment(chunk, this.nextSeg(), time, cells, rep, voxels, order);
    for (const cell of cells) cell.hang(created, time);
    return this.keep(created);
  }

  static link(a: Fragment, b: Fragment): void {
    a.links = [...a.links, b];
    b.links = [...b.links, a];
  }

  /** Makes a root over connected fragments. */
  root(fragments: Fragment[], time: number, id?: string): Root {
    const ordered = fragments.slice().sort((a, b) => a.order - b.order);
    const top = this.graph.grid.layers;
    const children = assemble(ordered, top, time, (layer, chunk, below) =>
      this.keep(new Branch(layer, chunk, this.nextSeg(), time, below)),
    );
    const root = new Root(id ?? this.graph.nextRootId(this), top, time, children);
    for (const child of children) child.hang(root, time);
    this.roots.push(root);
    this.graph.keepRoot(root, this);
    return root;
  }

  /** The node that replaces `old` after an edit: a new id, the same supervoxels, links to what is still current. */
  private replace(old: Fragment, time: number, without: Fragment | null): Fragment {
    const home = this.graph.familyOf(old);
    const next = home.fragment(old.chunk, time, old.cells, old.rep, old.voxels, old.order);
    next.twig = old.twig;
    old.retired = true;
    for (const other of old.links) if (!other.retired && other !== without) Family.link(next, other);
    return next;
  }

  /** Joins two objects at `a` and `b`. */
  merge(a: Fragment, b: Fragment, edit: EditOutcome): GraphOperation {
    const before = [...new Set([currentRoot(a), currentRoot(b)])];
    if (before.length === 1 && !edit.sameObject) throw new Error('both sides belong to one object already');
    const rest = before.flatMap((root) => fragmentsOf(root)).filter((f) => f !== a && f !== b);
    const [a2, b2] = [this.replace(a, edit.time, null), this.replace(b, edit.time, null)];
    Family.link(a2, b2);
    const after = [this.root([...rest, a2, b2], edit.time, edit.rootIds?.[0])];
    return this.record('merge', before, after, a2, b2, edit);
  }

  /** Cuts the link between `a` and `b`. The first of the new roots holds `a`. */
  split(a: Fragment, b: Fragment, edit: EditOutcome): GraphOperation {
    const before = currentRoot(a);
    const rest = fragmentsOf(before).filter((f) => f !== a && f !== b);
    const [a2, b2] = [this.replace(a, edit.time, b), this.replace(b, edit.time, a)];
    return this.part([...rest, a2, b2], before, a2, b2, edit);
  }

  /** Cuts one of several edges between `a` and `b`: both get new ids, and the object stays whole. */
  splitOneEdge(a: Fragment, b: Fragment, edit: EditOutcome): GraphOperation {
    const before = currentRoot(a);
    const rest = fragmentsOf(before).filter((f) => f !== a && f !== b);
    const [a2, b2] = [this.replace(a, edit.time, b), this.replace(b, edit.time, a)];
    Family.link(a2, b2);
    return this.part([...rest, a2, b2], before, a2, b2, { ...edit, sameObject: true });
  }

  /** An edit that the service began and gave up: it is logged, and the graph is unchanged. */
  fail(
    kind: GraphOperation['kind'],
    a: Fragment,
    b: Fragment,
    edit: EditOutcome,
    exception: string,
  ): GraphOperation {
    return this.record(kind, [], [], a, b, { ...edit, log: { as: 'failed', exception } });
  }

  /** Cuts through one level-2 node: about `share` of its supervoxels and of its links go to each side. */
  splitInside(a: Fragment, share: number, edit: EditOutcome): GraphOperation {
    const before = currentRoot(a);
    const home = this.graph.familyOf(a);
    const total = a.size;
    if (total < 2) throw new Error('one supervoxel cannot be split');
    const [left, right] = home.divideCells(a, Math.min(total - 1, Math.max(1, Math.round(total * share))));
    const rest = fragmentsOf(before).filter((f) => f !== a);
    const leftSize = left.reduce((n, cell) => n + cell.count, 0);
    const voxels = Math.min(a.voxels - 1, Math.max(1, Math.round((a.voxels * leftSize) / total)));
    const a2 = home.fragment(a.chunk, edit.time, left, home.pointOf(left), voxels, a.order);
    const b2 = home.fragment(
      a.chunk,
      edit.time,
      right,
      home.pointOf(right),
      a.voxels - voxels,
      a.order + 0.5,
    );
    a.retired = true;
    const live = a.links.filter((other) => !other.retired);
    live.forEach((other, i) => {
      Family.link(i < Math.ceil(live.length / 2) ? a2 : b2, other);
    });
    return this.part([...rest, a2, b2], before, a2, b2, edit);
  }

  private part(all: Fragment[], before: Root, a: Fragment, b: Fragment, edit: EditOutcome): GraphOperation {
    const within = new Set(all);
    const reached = new Set([a]);
    const stack = [a];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      for (const other of top.links) {
        if (other.retired || !within.has(other) || reached.has(other)) continue;
        reached.add(other);
        stack.push(other);
      }
    }
    if (reached.has(b)) {
      if (!edit.sameObject) throw new Error('the two sides are still connected');
      return this.record('split', [before], [this.root(all, edit.time, edit.rootIds?.[0])], a, b, edit);
    }
    const after = [
      this.root([...reached], edit.time, edit.rootIds?.[0]),
      this.root(
        all.filter((f) => !reached.has(f)),
        edit.time,
        edit.rootIds?.[1],
      ),
    ];
    return this.record('split', [before], after, a, b, edit);
  }

  /** Two lists of cells with `count` supervoxels in the first; a cell on the border is cut in two. */
  private divideCells(fragment: Fragment, count: number): [SupervoxelRun[], SupervoxelRun[]] {
    let left = count;
    for (const cell of fragment.cells.slice()) {
      if (left > 0 && left < cell.count) this.cutCell(cell, left, fragment);
      left -= Math.min(left, cell.count);
    }
    let taken = 0;
    const first: SupervoxelRun[] = [];
    const second: SupervoxelRun[] = [];
    for (const cell of fragment.cells) {
      (taken < count ? first : second).push(cell);
      taken += cell.count;
    }
    return [first, second];
  }

  /** A point inside the cells: that of the whole piece where its first supervoxel is among them. */
  private pointOf(cells: SupervoxelRun[]): GridPoint {
    const { grid } = this.graph;
    for (const cell of cells) {
      const index = this.anchors.findIndex(
        (anchor) =>
          anchor.chunk === cell.chunk &&
          cell.first >= anchor.first &&
          cell.first < anchor.first + anchor.span,
      );
      const anchor = this.anchors[index];
      if (anchor === undefined) continue;
      const place = this.places[index]!;
      if (cells.some((part) => part.first === this.heads[index])) return place;
      const middle = cell.first - anchor.first + Math.floor(cell.count / 2);
      const offset = offsetOf(middle, anchor.span);
      const at = place.map((nm, k) => nm + offset[k]! * grid.facts.resolution[k]!) as unknown as GridPoint;
      return grid.chunkAt(at) === cell.chunk ? at : place;
    }
    const { parent } = cells[0]!;
    return parent instanceof Fragment ? parent.rep : [0, 0, 0];
  }

  private cutCell(cell: SupervoxelRun, count: number, holder: Fragment): void {
    const rest = new SupervoxelRun(cell.chunk, cell.first + count, cell.count - count, cell.piece);
    rest.parent = cell.parent;
    rest.since = cell.since;
    rest.past = cell.past?.slice() ?? null;
    cell.count = count;
    this.addCell(rest);
    const holders = new Set<GraphNode>([holder, ...(cell.past ?? []).map((entry) => entry.node)]);
    for (const node of holders) {
      if (!(node instanceof Fragment)) continue;
      const at = node.cells.indexOf(cell);
      if (at >= 0 && node.cells[at + 1] !== rest) node.cells.splice(at + 1, 0, rest);
    }
  }

  private record(
    kind: GraphOperation['kind'],
    before: Root[],
    after: Root[],
    source: Fragment,
    sink: Fragment,
    edit: EditOutcome,
  ): GraphOperation {
    const { grid } = this.graph;
    const supervoxel = (f: Fragment): string => {
      const cell = f.cells[0]!;
      return String(grid.id(1, cell.chunk, cell.first));
    };
    const voxel = (f: Fragment): GridPoint =>
      f.rep.map((nm, k) => Math.round(nm / grid.facts.resolution[k]!)) as unknown as GridPoint;
    const operation: GraphOperation = {
      id: edit.id,
      user: edit.user,
      time: edit.time,
      kind,
      before,
      after,
      source: supervoxel(source),
      sink: supervoxel(sink),
      sourceAt: voxel(source),
      sinkAt: voxel(sink),
      log: edit.log ?? { as: kind === 'merge' ? 'edge' : 'multicut' },
    };
    for (const root of before) root.retiredBy = operation;
    for (const root of after) root.createdBy = operation;
    this.operations.push(operation);
    this.graph.keepOperation(operation, this);
    return operation;
  }
}

/** Newest root above a part. */
export function currentRoot(part: SupervoxelRun | GraphNode): Root {
  let up: GraphNode | null = isCell(part) ? part.parent : part;
  while (up !== null && !(up instanceof Root)) up = up.parent;
  if (up === null) throw new Error('a part without a root');
  return up;
}
