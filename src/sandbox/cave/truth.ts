/** What the world holds, read straight from its model: the other side of every comparison in tests and demos. */
import type { ChunkedGraph } from './graph/graph';
import { fragmentsOf, type Root, supervoxelCount } from './graph/nodes';
import { supervoxelTexts } from './services/leaves';
import { type Stack, type State, stackByName } from './state';

const BANC = 'brain_and_nerve_cord';

export interface Candidate {
  id: string;
  supervoxels: number;
  share: number;
}

export class Truth {
  constructor(private readonly state: State) {}

  private stack(name = BANC): Stack {
    const stack = stackByName(this.state, name);
    if (stack === undefined) throw new Error(`no datastack ${name}`);
    return stack;
  }

  graph(datastack?: string): ChunkedGraph {
    return this.stack(datastack).graph;
  }

  root(id: string, datastack?: string): Root {
    const root = this.graph(datastack).root(id);
    if (root === undefined) throw new Error(`no such root: ${id}`);
    return root;
  }

  isLatest(id: string, datastack?: string, time = this.state.now()): boolean {
    return this.graph(datastack).root(id)?.isLatestAt(time) ?? false;
  }

  supervoxelCount(id: string, datastack?: string): number {
    return supervoxelCount(this.root(id, datastack));
  }

  supervoxels(id: string, datastack?: string): string[] {
    return supervoxelTexts(this.graph(datastack).grid, fragmentsOf(this.root(id, datastack)));
  }

  /** Level-2 ids of a root. */
  level2(id: string, datastack?: string): string[] {
    const graph = this.graph(datastack);
    return fragmentsOf(this.root(id, datastack)).map((fragment) => graph.idOf(fragment));
  }

  rootOfSupervoxel(id: string, datastack?: string, time = this.state.now()): string {
    return this.graph(datastack).rootOfSupervoxel(id, time);
  }

  /** Where the supervoxels of a root are at a time, the largest part first. */
  candidates(id: string, datastack?: string, time = this.state.now()): Candidate[] {
    const graph = this.graph(datastack);
    const counts = new Map<string, number>();
    for (const fragment of fragmentsOf(this.root(id, datastack))) {
      for (const cell of fragment.cells) {
        const owner = graph.rootAt(cell, time)?.id ?? '0';
        counts.set(owner, (counts.get(owner) ?? 0) + cell.count);
      }
    }
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    return [...counts]
      .map(([root, supervoxels]) => ({ id: root, supervoxels, share: supervoxels / total }))
      .sort((a, b) => b.supervoxels - a.supervoxels || (a.id < b.id ? -1 : 1));
  }

  /** Roots before any edit. */
  originals(id: string, datastack?: string): string[] {
    const graph = this.graph(datastack);
    return graph
      .ancestry(this.root(id, datastack))
      .filter((root) => root.madeBy === null)
      .map((root) => root.id);
  }

  /** Volume, cubic nm. */
  volume(id: string, datastack?: string): number {
    const graph = this.graph(datastack);
    const voxels = fragmentsOf(this.root(id, datastack)).reduce((sum, fragment) => sum + fragment.voxels, 0);
    return voxels * graph.grid.voxelVolume;
  }

  /** Stale roots of the seeded (or named) neurons, the same ones for the same seed. */
  sampleStale(n: number, datastack?: string): string[] {
    return this.sample(n, datastack, (root) => root.retiredBy !== null);
  }

  /** Current roots: the main object of a family. */
  sampleCurrent(n: number, datastack?: string): string[] {
    return this.sample(n, datastack, (root) => root.retiredBy === null && fragmentsOf(root).length >= 20);
  }

  private sample(n: number, datastack: string | undefined, fits: (root: Root) => boolean): string[] {
    const { built, graph } = this.stack(datastack);
    const out: string[] = [];
    const [from, to] = built.seeded;
    const numbers = Array.from({ length: to - from }, (_, i) => from + i);
    for (let i = built.named[0]; i < built.named[1]; i++) numbers.push(i);
    for (const index of numbers) {
      if (out.length >= n) break;
      const roots = graph.family(index)!.roots.filter(fits);
      // One a family, so that a sample spreads over many neurons, and then a second round where that is not enough.
      const root = roots[index % Math.max(1, roots.length)];
      if (root !== undefined) out.push(root.id);
    }
    for (const index of numbers) {
      if (out.length >= n) break;
      for (const root of graph.family(index)!.roots.filter(fits)) {
        if (out.length < n && !out.includes(root.id)) out.push(root.id);
      }
    }
    return out;
  }
}
