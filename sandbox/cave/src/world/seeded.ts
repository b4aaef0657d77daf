/**
 * The seeded world: each family is a neuron that the segmentation had in several pieces or merged with another, with
 * the merges and splits of two years of proofreading.
 */
import type { Family } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import { packChunk } from '../graph/grid';
import { currentFragment, currentRoot, type Fragment, fragmentsOf } from '../graph/nodes';
import { mergeObjects, splitInside, splitObject } from '../graph/operations';
import { between, hash, pick, type Rng, rng } from '../rng';
import { addSites, groups, grow, type Site } from './grow';
import type { Timeline } from './timeline';
import { PROOFREADERS } from './users';

/** Limit of edits per family: one per epoch. */
export const EPOCHS = 8;

export interface SeededOptions {
  seed: number;
  /** First operation id; each family has one slot per epoch. */
  firstOperation: number;
  neurons: number;
  timeline: Timeline;
}

/** The operation id and the time of a family's edit in an epoch. */
export function editSlot(
  options: SeededOptions,
  family: number,
  epoch: number,
): { id: number; time: number } {
  const { neurons, timeline, firstOperation } = options;
  // A fixed stride scatters families over an epoch; ids still increase with time.
  const place = (family * strideOf(neurons)) % neurons;
  const slot = epoch * neurons + place;
  const span = (timeline.end - timeline.start) / (EPOCHS * neurons);
  return { id: firstOperation + slot, time: Math.floor(timeline.start + (slot + 0.5) * span) };
}

export function familyOfSlot(options: SeededOptions, id: number): number | undefined {
  const slot = id - options.firstOperation;
  if (slot < 0 || slot >= EPOCHS * options.neurons) return undefined;
  const place = slot % options.neurons;
  return Number(
    (BigInt(place) * inverse(strideOf(options.neurons), options.neurons)) % BigInt(options.neurons),
  );
}

function strideOf(n: number): number {
  let stride = Math.max(1, Math.floor(n * 0.618)) | 1;
  while (gcd(stride, n) !== 1) stride += 1;
  return stride % n === 0 ? 1 : stride;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function inverse(a: number, n: number): bigint {
  let [r0, r1, t0, t1] = [n, a % n, 0, 1];
  while (r1 !== 0) {
    const q = Math.floor(r0 / r1);
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return BigInt(((t0 % n) + n) % n);
}

function startChunk(random: Rng, graph: ChunkedGraph): number {
  const [x, y, z] = graph.grid.extent;
  const at = (n: number): number => Math.floor(n * (0.2 + 0.6 * random()));
  return packChunk(at(x), at(y), at(z));
}

/** The tree of a family before anything is cut or joined. */
function treeOf(index: number, graph: ChunkedGraph, options: SeededOptions): { random: Rng; sites: Site[] } {
  const random = rng(hash(options.seed, 1, index));
  const count = Math.floor(50 * 8 ** (random() * random()));
  return { random, sites: grow(random, graph.grid, { count, start: startChunk(random, graph) }) };
}

export const seededSites = (index: number, graph: ChunkedGraph, options: SeededOptions): Site[] =>
  treeOf(index, graph, options).sites;

export function makeSeededFamily(family: Family, graph: ChunkedGraph, options: SeededOptions): void {
  const { random, sites } = treeOf(family.index, graph, options);
  const count = sites.length;
  const open = new Set<number>();
  for (let i = between(random, 1, 5); i > 0; i--) open.add(between(random, 1, count - 1));
  const createdAt = options.timeline.ingest;
  const fragments = addSites(family, sites, createdAt, open);
  for (const members of groups(sites, open))
    family.root(
      members.map((i) => fragments[i]!),
      createdAt,
    );
  const history = new History(family, sites, fragments, random);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    if (random() > 0.55) continue;
    const user = pick(random, PROOFREADERS).id;
    history.edit({ ...editSlot(options, family.index, epoch), user });
  }
}

/** Applies edits to a family's tree, along the links by which it grew. */
class History {
  /** The node that contains each site now. */
  private readonly at: Fragment[];

  constructor(
    private readonly family: Family,
    private readonly sites: Site[],
    fragments: Fragment[],
    private readonly random: Rng,
  ) {
    this.at = fragments.slice();
  }

  private refresh(): void {
    this.at.forEach((fragment, i) => {
      if (fragment.retired) this.at[i] = currentFragment(fragment);
    });
  }

  edit(operation: { id: number; time: number; user: number }): void {
    this.refresh();
    const { at, sites } = this;
    /** Sites that are not joined to their parent, and sites whose bond to it may be cut. */
    const apart: number[] = [];
    const cuttable: number[] = [];
    const roots = at.map(currentRoot);
    for (let i = 1; i < sites.length; i++) {
      const { parent } = sites[i]!;
      if (roots[parent] !== roots[i]) apart.push(i);
      // A node that was cut keeps the site in one of its halves, so not every bond in a root is a link.
      else if (roots[i] === roots[0] && at[parent]!.links.includes(at[i]!)) cuttable.push(i);
    }
    const bond = (site: number): [Fragment, Fragment] => [at[sites[site]!.parent]!, at[site]!];
    if (apart.length > 0 && this.random() < 0.6) {
      mergeObjects(this.family, ...bond(pick(this.random, apart)), operation);
      return;
    }
    const kind = this.random();
    if (kind < 0.2) {
      const whole = fragmentsOf(roots[0]!);
      const big = whole.filter((f) => f.size > 4 && f.links.filter((o) => !o.retired).length > 1);
      if (big.length > 0) {
        splitInside(this.family, pick(this.random, big), 0.3 + 0.4 * this.random(), operation);
        return;
      }
    }
    if (cuttable.length === 0) return;
    // Later sites have fewer descendants: a cut near the middle of the list divides a neuron nearly in half.
    const middle = Math.floor(cuttable.length * (0.3 + 0.3 * this.random()));
    const site = kind < 0.5 ? cuttable[middle]! : pick(this.random, cuttable);
    splitObject(this.family, ...bond(site), operation);
  }
}
