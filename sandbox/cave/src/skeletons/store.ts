/** The state of skeletons: which exist, which are in progress, and which the service refuses to make. */
import { Root } from '../graph/nodes';
import { hashText } from '../rng';
import type { SandboxStack } from '../stack';
import { BulkCost } from './cost';

/** Time to make a skeleton, in ms. */
const MAKING_MS = 8000;

export class SkeletonStore {
  private readonly ready = new Map<string, number>();
  readonly cost: BulkCost;

  constructor(
    private readonly now: () => number,
    /** Roots created up to this time (ms) already have skeletons. */
    private readonly settled: number,
    /** True if skeletons queued now are lost: acknowledged, but never made. */
    private readonly loses: () => boolean,
  ) {
    this.cost = new BulkCost(now);
  }

  /** True if an old root already has its skeleton, as seven in eight do; new roots have none. */
  private atOnce(stack: SandboxStack, root: Root): boolean {
    if (stack.graph.world.rootIds.has(root.id)) return true;
    return root.created <= this.settled && hashText(root.id) % 8 !== 0;
  }

  has(stack: SandboxStack, root: Root): boolean {
    if (this.atOnce(stack, root)) return true;
    const at = this.ready.get(`${stack.facts.name} ${root.id}`);
    return at !== undefined && at <= this.now();
  }

  /** Starts to make a skeleton and returns the time when it will exist. */
  queue(stack: SandboxStack, root: Root): number {
    if (this.atOnce(stack, root)) return 0;
    const key = `${stack.facts.name} ${root.id}`;
    const readyAt = this.ready.get(key);
    if (readyAt !== undefined) return readyAt;
    if (this.loses()) return Number.POSITIVE_INFINITY;
    const at = this.now() + MAKING_MS;
    this.ready.set(key, at);
    return at;
  }

  /** The root, or the problem with the id. */
  check(stack: SandboxStack, id: string): Root | 'layer' | 'unknown' | 'refused' {
    if (this.refused(stack).includes(id)) return 'refused';
    if (!/^[0-9]{1,20}$/.test(id) || stack.graph.grid.decode(BigInt(id)).layer !== stack.graph.grid.layers) {
      return 'layer';
    }
    const found = stack.graph.node(id);
    return found instanceof Root ? found : 'unknown';
  }

  /** One object of the datastack that the service refuses. */
  refused(stack: SandboxStack): string[] {
    return [String((BigInt(stack.graph.grid.layers) << 56n) + 12_345n)];
  }
}
