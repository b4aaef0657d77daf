/** An edit at run time, as a proofreader would make it now. */
import { currentRoot, type Family } from './graph/family';
import type { ChunkedGraph } from './graph/graph';
import { type Fragment, fragmentsOf, type Root } from './graph/nodes';
import type { Operation } from './graph/operation';
import { hash, type Rng, rng } from './rng';
import { type Stack, type State, stackByName } from './state';

export interface EditRequest {
  /** brain_and_nerve_cord where absent. */
  datastack?: string;
  /** A current root; any neuron where absent. */
  root?: string;
  kind: 'merge' | 'split';
  /** Split: about this share of the supervoxels stays with the first new root. */
  share?: number;
  /** User id; Ada Lovelace where absent. */
  user?: number;
  /** Merge: the root to merge with. */
  with?: string;
}

export interface EditResult {
  operation_id: number;
  before: string[];
  after: string[];
  time: number;
}

export function makeEdit(state: State, request: EditRequest): EditResult {
  const stack = stackByName(state, request.datastack ?? 'brain_and_nerve_cord');
  if (stack === undefined) throw new Error(`no datastack ${request.datastack}`);
  const { graph } = stack;
  const id = graph.newOperationId();
  const random = rng(hash(state.seed, 31, id));
  const root = request.root === undefined ? anyNeuron(stack, random) : latest(graph, request.root);
  const made = { id, user: request.user ?? 42, time: state.now() };
  const family = graph.familyOf(root);
  const operation =
    request.kind === 'merge'
      ? merge(stack, family, root, made, random, request.with)
      : split(family, root, made, random, request.share);
  const ids = (roots: Root[]): string[] => roots.map((r) => r.id);
  return {
    operation_id: id,
    before: ids(operation.before),
    after: ids(operation.after),
    time: operation.time,
  };
}

function latest(graph: ChunkedGraph, id: string): Root {
  const root = graph.root(id);
  if (root === undefined) throw new Error(`no such root: ${id}`);
  if (root.retiredBy !== null) throw new Error(`${id} is not current`);
  return root;
}

/** The largest current root of some seeded or named family. */
function anyNeuron(stack: Stack, random: Rng): Root {
  const [from, to] = stack.built.named[1] > stack.built.named[0] ? stack.built.named : stack.built.seeded;
  const family = stack.graph.family(from + Math.floor(random() * (to - from)))!;
  return currentRoot(family.anchors[0]!);
}

type Made = { id: number; user: number; time: number };

function merge(stack: Stack, family: Family, root: Root, made: Made, random: Rng, other?: string): Operation {
  let partner: Root;
  if (other !== undefined) partner = latest(stack.graph, other);
  else {
    do partner = anyNeuron(stack, random);
    while (partner === root);
  }
  const any = (list: Fragment[]): Fragment => list[Math.floor(random() * list.length)]!;
  return family.merge(any(fragmentsOf(root)), any(fragmentsOf(partner)), made);
}

/** Cuts where the first part comes nearest to the wanted share; through a node where a neuron has only one. */
function split(family: Family, root: Root, made: Made, random: Rng, share?: number): Operation {
  const want = share ?? 0.1 + 0.8 * random();
  const fragments = fragmentsOf(root);
  if (fragments.length === 1) return family.splitInside(fragments[0]!, want, made);
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
  return family.split(parent.get(cut)!, cut, made);
}

/** Fragments from the first one outward, with the one each was reached from. */
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
