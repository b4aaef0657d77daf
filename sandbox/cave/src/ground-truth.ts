/** Ground truth: the content of the world, read directly from its model, to compare with the services' answers. */
import type { ChunkedGraph } from './graph/graph';
import { fragmentsOf, type GraphOperation, type Root, supervoxelCount } from './graph/nodes';
import { type Cellular, familiesOf, prefixOf, rootOfSpot, supervoxelOfSpot } from './materialize/table';
import { supervoxelTexts } from './services/leaves';
import { supervoxelAt } from './services/watershed';
import { cableLength, skeletonOf } from './skeletons/skeleton';
import type { SandboxStack } from './stack';
import { type State, stackByName } from './state';
import { type SwampCrossing, swampCrossings } from './swamp-truth';
import type { MaterializedVersion } from './world/timeline';

const BANC = 'brain_and_nerve_cord';

export interface TrueCandidate {
  id: string;
  supervoxels: number;
  share: number;
}

export interface TruthRow {
  lookedUp: boolean;
  cells: Record<string, Cellular>;
}

export class Truth {
  constructor(private readonly state: State) {}

  private stack(name = BANC): SandboxStack {
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

  /** The supervoxel at a point in viewer voxels; "0" if there is none. */
  supervoxelAt(point: readonly [number, number, number], datastack?: string): string {
    const { facts, graph } = this.stack(datastack);
    const voxel = point.map((v, k) => (v * facts.viewerResolution[k]!) / graph.grid.facts.resolution[k]!);
    return supervoxelAt(graph, voxel as unknown as readonly [number, number, number]);
  }

  /** The parts of a root's supervoxels by the root that contains them at a time, largest first. */
  candidates(id: string, datastack?: string, time = this.state.now()): TrueCandidate[] {
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

  /** The roots before any edit. */
  originals(id: string, datastack?: string): string[] {
    const graph = this.graph(datastack);
    return graph
      .ancestry(this.root(id, datastack))
      .filter((root) => root.createdBy === null)
      .map((root) => root.id);
  }

  /** Volume in nm³. */
  volume(id: string, datastack?: string): number {
    const graph = this.graph(datastack);
    const voxels = fragmentsOf(this.root(id, datastack)).reduce((sum, fragment) => sum + fragment.voxels, 0);
    return voxels * graph.grid.voxelVolume;
  }

  /** The sum of the skeleton's edge lengths in nm, and its number of vertices. */
  cable(id: string, datastack?: string): { length: number; vertices: number } {
    const skeleton = skeletonOf(this.graph(datastack), this.root(id, datastack));
    return { length: cableLength(skeleton), vertices: skeleton.vertices.length };
  }

  /** Swamps of BANC that a root's skeleton passes, found by brute force. */
  swamps(id: string): SwampCrossing[] {
    return swampCrossings(skeletonOf(this.graph(), this.root(id)));
  }

  /** All edits in a root's history, oldest first. */
  operations(id: string, datastack?: string): GraphOperation[] {
    const operations = new Set<GraphOperation>();
    for (const root of this.graph(datastack).ancestry(this.root(id, datastack))) {
      if (root.createdBy !== null) operations.add(root.createdBy);
    }
    return [...operations].sort((a, b) => a.time - b.time);
  }

  /** Numbers of synapse rows with the root on each side at a time; null without such a table. */
  synapses(id: string, datastack?: string, time = this.state.now()): { out: number; in: number } | null {
    const stack = this.stack(datastack);
    const table = stack.tables.get(stack.facts.synapseTable ?? '');
    if (table === undefined) return null;
    const families = familiesOf(stack.graph, [this.root(id, datastack)]);
    const count = (prefix: string): number => {
      let n = 0;
      for (const index of table.rowsOf(prefix, families)) {
        const row = table.row(index);
        if (!row.existsAt(time) || !row.lookedUpAt(this.state.now()) || row.life.outside) continue;
        if (rootOfSpot(stack.graph, row.spot(prefix), time) === id) n += 1;
      }
      return n;
    };
    return { out: count('pre_pt'), in: count('post_pt') };
  }

  /**
   * The number of synapses that a root has with each other root at a time, by direction; ends outside segments are left
   * out.
   */
  partners(id: string, direction: 'in' | 'out', time = this.state.now()): Map<string, number> {
    const stack = this.stack();
    const table = stack.tables.get(stack.facts.synapseTable!)!;
    const [own, other] = direction === 'in' ? ['post_pt', 'pre_pt'] : ['pre_pt', 'post_pt'];
    const found = new Map<string, number>();
    for (const index of table.rowsOf(own!, familiesOf(stack.graph, [this.root(id)]))) {
      const row = table.row(index);
      if (!row.existsAt(time) || !row.lookedUpAt(this.state.now()) || row.life.outside) continue;
      if (rootOfSpot(stack.graph, row.spot(own!), time) !== id) continue;
      const partner = rootOfSpot(stack.graph, row.spot(other!), time);
      if (partner && partner !== '0') found.set(partner, (found.get(partner) ?? 0) + 1);
    }
    return found;
  }

  /** The status in each proofreading row of a root at a time; null without such a table. */
  proofread(id: string, datastack?: string, time = this.state.now()): boolean[] | null {
    const stack = this.stack(datastack);
    const table = stack.tables.get(stack.facts.proofreadingTable ?? '');
    if (table === undefined) return null;
    const messages: boolean[] = [];
    for (const index of table.rowsOf('pt', familiesOf(stack.graph, [this.root(id, datastack)]))) {
      const row = table.row(index);
      if (!row.existsAt(time) || !row.lookedUpAt(this.state.now()) || row.life.outside) continue;
      if (rootOfSpot(stack.graph, row.spot('pt'), time) === id)
        messages.push(row.value('proofread') === true);
    }
    return messages;
  }

  /**
   * All rows of an annotation table that exist at a time, with their roots at that time, read without a query.
   * `lookedUp` is true if its supervoxels were looked up by the time `known`; else both of its ids are "1".
   */
  tableRows(name: string, time: number, asOf = this.state.now(), datastack?: string): TruthRow[] {
    const { graph, tables } = this.stack(datastack);
    const table = tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    const rows: TruthRow[] = [];
    for (let i = 0; i < table.length; i++) {
      const row = table.row(i);
      if (!row.existsAt(time)) continue;
      const lookedUp = row.lookedUpAt(asOf);
      const cells: Record<string, Cellular> = { id: row.id, created: row.created, valid: true };
      for (const { name: column, kind } of table.columns) {
        const bound = kind === 'root' || kind === 'supervoxel';
        if (!bound) cells[column] = row.value(column);
        else if (!lookedUp) cells[column] = '1';
        else if (row.life.outside) cells[column] = '0';
        else {
          const spot = row.spot(prefixOf(column));
          cells[column] = kind === 'root' ? rootOfSpot(graph, spot, time) : supervoxelOfSpot(graph, spot);
        }
      }
      rows.push({ lookedUp, cells });
    }
    return rows;
  }

  /** Materialized versions with their times in ms. */
  get versions(): MaterializedVersion[] {
    return this.state.timeline.versions;
  }

  /** Stale roots of the seeded (or named) neurons; the same seed gives the same roots. */
  sampleStale(n: number, datastack?: string): string[] {
    return first(n, this.roots(datastack, isStale));
  }

  /** Current roots: the main object of each family. */
  sampleCurrent(n: number, datastack?: string): string[] {
    return first(n, this.roots(datastack, isMain));
  }

  /** The first stale roots of the sample that fit; neurons after them are not created. */
  findStale(n: number, fits: (id: string) => boolean, datastack?: string): string[] {
    return first(n, this.roots(datastack, isStale), fits);
  }

  /** As `findStale`, for current roots. */
  findCurrent(n: number, fits: (id: string) => boolean, datastack?: string): string[] {
    return first(n, this.roots(datastack, isMain), fits);
  }

  /** First one root of each family, so that a sample covers many neurons; then further roots if these are too few. */
  private *roots(datastack: string | undefined, fits: (root: Root) => boolean): Generator<string> {
    const { built, graph } = this.stack(datastack);
    const [from, to] = built.seeded;
    const numbers = Array.from({ length: to - from }, (_, i) => from + i);
    for (let i = built.named[0]; i < built.named[1]; i++) numbers.push(i);
    const givenRoots = new Set<string>();
    for (const index of numbers) {
      const roots = graph.family(index)!.roots.filter(fits);
      const root = roots[index % Math.max(1, roots.length)];
      if (root === undefined) continue;
      givenRoots.add(root.id);
      yield root.id;
    }
    for (const index of numbers) {
      for (const root of graph.family(index)!.roots.filter(fits)) if (!givenRoots.has(root.id)) yield root.id;
    }
  }
}

const isStale = (root: Root): boolean => root.retiredBy !== null;
const isMain = (root: Root): boolean => root.retiredBy === null && fragmentsOf(root).length >= 20;

function first(n: number, ids: Iterable<string>, fits: (id: string) => boolean = () => true): string[] {
  const found: string[] = [];
  if (n <= 0) return found;
  for (const id of ids) {
    if (fits(id) && found.push(id) >= n) break;
  }
  return found;
}
