/** Edits of a family: merges, splits and failed edits. Each creates new nodes and is recorded as an operation. */
import { divideCells, pointOf } from './divide';
import type { Family } from './family';
import type { GridPoint } from './grid';
import {
  currentRoot,
  type Fragment,
  fragmentsOf,
  type GraphOperation,
  linkFragments,
  type Root,
} from './nodes';
import type { LogForm } from './operation-log';

export interface EditOptions {
  id: number;
  user: number;
  time: number;
  /** Predefined ids of the new roots (published examples); if absent, new ids. */
  rootIds?: (string | undefined)[];
  /** If absent, the form of a proofreader's edit: a merge is logged with its edge, a split as a multicut. */
  log?: LogForm;
  /** Accepts an edit after which the number of objects is unchanged; without it, such an edit throws. */
  sameObject?: boolean;
}

/** Joins two objects at `a` and `b`. */
export function mergeObjects(family: Family, a: Fragment, b: Fragment, edit: EditOptions): GraphOperation {
  const before = [...new Set([currentRoot(a), currentRoot(b)])];
  if (before.length === 1 && !edit.sameObject) throw new Error('both sides belong to one object already');
  const rest = before.flatMap((root) => fragmentsOf(root)).filter((f) => f !== a && f !== b);
  const [a2, b2] = [replace(family, a, edit.time, null), replace(family, b, edit.time, null)];
  linkFragments(a2, b2);
  const after = [family.root([...rest, a2, b2], edit.time, edit.rootIds?.[0])];
  return record(family, 'merge', before, after, a2, b2, edit);
}

/** Cuts the link between `a` and `b`. The first of the new roots holds `a`. */
export function splitObject(family: Family, a: Fragment, b: Fragment, edit: EditOptions): GraphOperation {
  const before = currentRoot(a);
  const rest = fragmentsOf(before).filter((f) => f !== a && f !== b);
  const [a2, b2] = [replace(family, a, edit.time, b), replace(family, b, edit.time, a)];
  return partition(family, [...rest, a2, b2], before, a2, b2, edit);
}

/** Cuts one of several edges between `a` and `b`: both get new ids, but the object stays whole. */
export function splitOneEdge(family: Family, a: Fragment, b: Fragment, edit: EditOptions): GraphOperation {
  const before = currentRoot(a);
  const rest = fragmentsOf(before).filter((f) => f !== a && f !== b);
  const [a2, b2] = [replace(family, a, edit.time, b), replace(family, b, edit.time, a)];
  linkFragments(a2, b2);
  return partition(family, [...rest, a2, b2], before, a2, b2, { ...edit, sameObject: true });
}

/** Cuts through a level-2 node; about `share` of its supervoxels and of its links go to the first side. */
export function splitInside(family: Family, a: Fragment, share: number, edit: EditOptions): GraphOperation {
  const before = currentRoot(a);
  const home = family.graph.familyOf(a);
  const total = a.size;
  if (total < 2) throw new Error('one supervoxel cannot be split');
  const [left, right] = divideCells(home, a, Math.min(total - 1, Math.max(1, Math.round(total * share))));
  const rest = fragmentsOf(before).filter((f) => f !== a);
  const leftSize = left.reduce((n, cell) => n + cell.count, 0);
  const voxels = Math.min(a.voxels - 1, Math.max(1, Math.round((a.voxels * leftSize) / total)));
  const a2 = home.fragment(a.chunk, edit.time, left, pointOf(home, left), voxels, a.order);
  const b2 = home.fragment(a.chunk, edit.time, right, pointOf(home, right), a.voxels - voxels, a.order + 0.5);
  a.retired = true;
  const live = a.links.filter((other) => !other.retired);
  live.forEach((other, i) => {
    linkFragments(i < Math.ceil(live.length / 2) ? a2 : b2, other);
  });
  return partition(family, [...rest, a2, b2], before, a2, b2, edit);
}

/** An edit that the service started and gave up: it is logged, but the graph is unchanged. */
export function recordFailure(
  family: Family,
  kind: GraphOperation['kind'],
  a: Fragment,
  b: Fragment,
  edit: EditOptions,
  exception: string,
): GraphOperation {
  return record(family, kind, [], [], a, b, { ...edit, log: { as: 'failed', exception } });
}

/**
 * The node that replaces `old` after an edit: a new id, the same supervoxels, links to nodes that are still current.
 */
function replace(family: Family, old: Fragment, time: number, without: Fragment | null): Fragment {
  const home = family.graph.familyOf(old);
  const next = home.fragment(old.chunk, time, old.cells, old.rep, old.voxels, old.order);
  next.twig = old.twig;
  old.retired = true;
  for (const other of old.links) if (!other.retired && other !== without) linkFragments(next, other);
  return next;
}

/** Creates roots over the parts that are still connected after a cut. */
function partition(
  family: Family,
  all: Fragment[],
  before: Root,
  a: Fragment,
  b: Fragment,
  edit: EditOptions,
): GraphOperation {
  const within = new Set(all);
  const reachedFragments = new Set([a]);
  const stack = [a];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    for (const other of top.links) {
      if (other.retired || !within.has(other) || reachedFragments.has(other)) continue;
      reachedFragments.add(other);
      stack.push(other);
    }
  }
  if (reachedFragments.has(b)) {
    if (!edit.sameObject) throw new Error('the two sides are still connected');
    return record(family, 'split', [before], [family.root(all, edit.time, edit.rootIds?.[0])], a, b, edit);
  }
  const after = [
    family.root([...reachedFragments], edit.time, edit.rootIds?.[0]),
    family.root(
      all.filter((f) => !reachedFragments.has(f)),
      edit.time,
      edit.rootIds?.[1],
    ),
  ];
  return record(family, 'split', [before], after, a, b, edit);
}

function record(
  family: Family,
  kind: GraphOperation['kind'],
  before: Root[],
  after: Root[],
  source: Fragment,
  sink: Fragment,
  edit: EditOptions,
): GraphOperation {
  const { grid } = family.graph;
  const supervoxel = (f: Fragment): string => {
    const cell = f.cells[0]!;
    return grid.idText(1, cell.chunk, cell.first);
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
  family.operations.push(operation);
  family.graph.keepOperation(operation, family);
  return operation;
}
