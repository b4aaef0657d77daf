/** An edit at run time, as a proofreader would make it. */
import type { Family } from './graph/family';
import type { ChunkedGraph } from './graph/graph';
import {
  currentRoot,
  Fragment,
  fragmentsOf,
  type GraphOperation,
  type Root,
  SupervoxelRun,
} from './graph/nodes';
import {
  type EditOptions,
  mergeObjects,
  recordFailure,
  splitInside,
  splitObject,
  splitOneEdge,
} from './graph/operations';
import { hash, type Rng, rng } from './rng';
import type { SandboxStack } from './stack';
import { type State, stackByName } from './state';

export interface EditRequest {
  /** Default: brain_and_nerve_cord. */
  datastack?: string;
  /** A current root; if absent, any neuron. */
  root?: string;
  kind: 'merge' | 'split' | 'undo' | 'redo';
  /** For a split: the approximate share of the supervoxels that stays with the first new root. */
  share?: number;
  /** User id; default Ada Lovelace. */
  user?: number;
  /** For a merge: the other root. */
  with?: string;
  /** For undo and redo: the merge or split to undo or redo. */
  operation?: number;
  /** For a split: cut a single edge, logged without the supervoxels of its sides; if absent, a multicut. */
  singleCut?: boolean;
  /**
   * `oneRoot`: the split of one of several edges, after which the object stays whole. `failed`: the service starts the
   * edit and gives up. If absent, the edit separates or joins objects.
   */
  outcome?: 'oneRoot' | 'failed';
}

export interface EditResult {
  operation_id: number;
  before: string[];
  after: string[];
  time: number;
}

const FAILURE = 'ChunkedGraphError: Lock not acquired for all roots';

export function makeEdit(state: State, request: EditRequest): EditResult {
  const stack = stackByName(state, request.datastack ?? 'brain_and_nerve_cord');
  if (stack === undefined) throw new Error(`no datastack ${request.datastack}`);
  const { graph } = stack;
  const id = graph.newOperationId();
  const options: EditOptions = { id, user: request.user ?? 42, time: state.now() };
  const operation =
    request.kind === 'undo' || request.kind === 'redo'
      ? again(graph, request.kind, request.operation, options)
      : edit(stack, request, options, rng(hash(state.seed, 31, id)));
  const ids = (roots: Root[]): string[] => roots.map((r) => r.id);
  return {
    operation_id: id,
    before: ids(operation.before),
    after: ids(operation.after),
    time: operation.time,
  };
}

function edit(stack: SandboxStack, request: EditRequest, options: EditOptions, random: Rng): GraphOperation {
  const { graph } = stack;
  const root = request.root === undefined ? anyNeuron(stack, random) : latest(graph, request.root);
  const family = graph.familyOf(root);
  const kind = request.kind === 'merge' ? 'merge' : 'split';
  if (request.outcome === 'failed') {
    const [a, b] = fragmentsOf(root);
    return recordFailure(family, kind, a!, b ?? a!, options, FAILURE);
  }
  if (kind === 'merge') return merge(stack, family, root, options, random, request.with);
  if (request.outcome === 'oneRoot') {
    const a = fragmentsOf(root).find((fragment) => partner(fragment) !== undefined);
    if (a === undefined) throw new Error(`${root.id} has one level-2 node: every cut parts it`);
    return splitOneEdge(family, a, partner(a)!, options);
  }
  if (request.singleCut) options.log = { as: 'edge' };
  return split(family, root, options, random, request.share);
}

const partner = (fragment: Fragment): Fragment | undefined => fragment.links.find((other) => !other.retired);

/** Undoes or redoes a merge or split at its own edge. */
function again(
  graph: ChunkedGraph,
  as: 'undo' | 'redo',
  of: number | undefined,
  options: EditOptions,
): GraphOperation {
  const operation = graph.operation(of ?? -1);
  if (operation === undefined) throw new Error(`no operation ${of}`);
  if (operation.log.as === 'undo' || operation.log.as === 'redo' || operation.log.as === 'failed') {
    throw new Error(`operation ${of} is no merge or split`);
  }
  const [a, b] = [operation.source, operation.sink].map((supervoxel) => holder(graph, supervoxel)) as [
    Fragment,
    Fragment,
  ];
  if (a === b) throw new Error(`both sides of operation ${of} are one level-2 node now`);
  const family = graph.familyOf(currentRoot(a));
  const edit: EditOptions = { ...options, log: { as, of: operation.id }, sameObject: true };
  if ((operation.kind === 'merge') === (as === 'redo')) return mergeObjects(family, a, b, edit);
  if (!a.links.includes(b)) throw new Error(`the two sides of operation ${of} are not joined`);
  return splitObject(family, a, b, edit);
}

/** The level-2 node that contains a supervoxel now. */
function holder(graph: ChunkedGraph, supervoxel: string): Fragment {
  const cell = graph.find(supervoxel);
  const node = cell instanceof SupervoxelRun ? cell.parent : null;
  if (!(node instanceof Fragment)) throw new Error(`no level-2 node holds ${supervoxel}`);
  return node;
}

function latest(graph: ChunkedGraph, id: string): Root {
  const root = graph.root(id);
  if (root === undefined) throw new Error(`no such root: ${id}`);
  if (root.retiredBy !== null) throw new Error(`${id} is not current`);
  return root;
}

/** The largest current root of a random family (seeded or named). */
function anyNeuron(stack: SandboxStack, random: Rng): Root {
  const [from, to] = stack.built.named[1] > stack.built.named[0] ? stack.built.named : stack.built.seeded;
  const family = stack.graph.family(from + Math.floor(random() * (to - from)))!;
  return currentRoot(family.anchors[0]!);
}

function merge(
  stack: SandboxStack,
  family: Family,
  root: Root,
  options: EditOptions,
  random: Rng,
  other?: string,
): GraphOperation {
  let mate: Root;
  if (other !== undefined) mate = latest(stack.graph, other);
  else {
    do mate = anyNeuron(stack, random);
    while (mate === root);
  }
  const any = (list: Fragment[]): Fragment => list[Math.floor(random() * list.length)]!;
  return mergeObjects(family, any(fragmentsOf(root)), any(fragmentsOf(mate)), options);
}

/**
 * Cuts at the link that gives the share nearest to the requested one; cuts through a node if the neuron has only one.
 */
function split(
  family: Family,
  root: Root,
  options: EditOptions,
  random: Rng,
  share?: number,
): GraphOperation {
  const want = share ?? 0.1 + 0.8 * random();
  const fragments = fragmentsOf(root);
  if (fragments.length === 1) return splitInside(family, fragments[0]!, want, options);
  const { order, parent } = walk(fragments);
  const below = new Map<Fragment, number>();
  for (const at of order.slice().reverse()) {
    const own = (below.get(at) ?? 0) + at.size;
    below.set(at, own);
    const up = parent.get(at);
    if (up !== undefined) below.set(up, (below.get(up) ?? 0) + own);
  }
  const total = below.get(order[0]!)!;
  const off = (at: Fragment): number => Math.abs(1 - below.get(at)! / total - want);
  const cut = order.slice(1).reduce((best, at) => (off(at) < off(best) ? at : best));
  return splitObject(family, parent.get(cut)!, cut, options);
}

/** Fragments in order from the first one outward, each with the fragment from which it was reached. */
function walk(fragments: Fragment[]): { order: Fragment[]; parent: Map<Fragment, Fragment> } {
  const within = new Set(fragments);
  const parent = new Map<Fragment, Fragment>();
  const order = new Set([fragments[0]!]);
  for (const at of order) {
    for (const next of at.links) {
      if (next.retired || !within.has(next) || order.has(next)) continue;
      parent.set(next, at);
      order.add(next);
    }
  }
  return { order: [...order], parent };
}
