/**
 * The history of one example: its trees, merges and splits, with dates and numbers separate from those of other
 * examples.
 */
import type { Family } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import { currentFragment, type Fragment } from '../graph/nodes';
import { mergeObjects, splitObject } from '../graph/operations';
import { hash, pick, type Rng, rng } from '../rng';
import { divideTotal } from './exact';
import { addSites, grow, type Site } from './grow';
import type { Timeline } from './timeline';
import { PROOFREADERS } from './users';

const DAY = 86_400_000;
const FIRST_OPERATION = 50_000;
const OPERATIONS_EACH = 100;

/** Builds the history of an example. */
export class ExampleHistory {
  private edits = 0;
  readonly random: Rng;

  constructor(
    readonly family: Family,
    readonly graph: ChunkedGraph,
    readonly timeline: Timeline,
    private readonly place: number,
  ) {
    this.random = rng(hash(77, place));
  }

  get created(): number {
    return this.timeline.ingest;
  }

  private next(rootIds?: (string | undefined)[], user?: number) {
    const k = this.edits++;
    return {
      id: FIRST_OPERATION + this.place * OPERATIONS_EACH + k,
      time: this.timeline.start + (k + 1) * 12 * DAY + this.place * 3_600_123,
      user: user ?? pick(this.random, PROOFREADERS).id,
      ...(rootIds === undefined ? {} : { rootIds }),
    };
  }

  /** Plants a tree as one root. */
  tree(sites: Site[], id?: string): Fragment[] {
    const fragments = addSites(this.family, sites, this.created, new Set());
    this.family.root(fragments, this.created, id);
    return fragments;
  }

  merge(a: Fragment, b: Fragment, id?: string, user?: number): void {
    mergeObjects(this.family, currentFragment(a), currentFragment(b), this.next([id], user));
  }

  split(a: Fragment, b: Fragment, ids: (string | undefined)[]): void {
    splitObject(this.family, currentFragment(a), currentFragment(b), this.next(ids));
  }

  /** A small tree beside a fragment, with exactly this many supervoxels. */
  twig(beside: Fragment, supervoxels: number): Site[] {
    const count = Math.max(1, Math.min(12, Math.floor(supervoxels / 60)));
    const sites = grow(this.random, this.graph.grid, { count, start: beside.chunk });
    const shares = count === 1 ? [supervoxels] : divideTotal(this.random, supervoxels, count);
    return sites.map((site, i) => ({ ...site, supervoxels: shares[i]!, voxels: shares[i]! * 400 }));
  }
}

/** The number of the example that an operation id would belong to; there may be no such example. */
export const placeOfOperation = (id: number): number => Math.floor((id - FIRST_OPERATION) / OPERATIONS_EACH);
