/** Builds a datastack's graph: seeded neurons, published examples, orphans, and ids from a table. */
import type { Family } from '../graph/family';
import { ChunkedGraph, CROWD_FAMILY, type GraphSource, OVERFLOW_FAMILY } from '../graph/graph';
import { ChunkGrid } from '../graph/grid';
import { ROOTS_PER_FAMILY, rootIdOf } from '../graph/root-ids';
import { hash, hashText, rng } from '../rng';
import { ExampleHistory } from './example-history';
import { addSites, grow } from './grow';
import type { Lineage } from './lineage';
import {
  FIRST_LINEAGE_OPERATION,
  makeLineageFamily,
  operationsOf,
  type PlacedLineage,
} from './lineage-family';
import { type IdRow, makeNamedFamily, type NamedNeuron, namedChunks, neuronsOf } from './named';
import { EXAMPLES, exampleOfOperation } from './published';
import { EPOCHS, familyOfSlot, makeSeededFamily, type SeededOptions, seededSites } from './seeded';
import type { StackFacts } from './stacks';
import type { Timeline } from './timeline';

/** Small pieces: the partners of most synapses. */
export const ORPHANS = 2000;

export interface WorldParts {
  graph: ChunkedGraph;
  /** Family numbers by kind, as half-open ranges. */
  seeded: [number, number];
  examples: [number, number];
  named: [number, number];
  /** Families with the edits of a table of lineages. */
  lineages: [number, number];
  orphans: number;
  neurons: NamedNeuron[];
}

export function buildStack(
  stack: StackFacts,
  seed: number,
  timeline: Timeline,
  rows: IdRow[],
  lineageList: readonly Lineage[] = [],
): WorldParts {
  const examples = stack.name === 'brain_and_nerve_cord' ? EXAMPLES : [];
  const ofLineage = (row: IdRow) => lineageList.find(({ atoms }) => atoms.has(row.root));
  const neurons = neuronsOf(rows.filter((row) => !ofLineage(row)));
  let firstOperation = FIRST_LINEAGE_OPERATION;
  const lineages = lineageList.map((lineage): PlacedLineage => {
    const numberedLineage = {
      ...lineage,
      firstOperation,
      profiles: rows.filter((row) => ofLineage(row) === lineage),
    };
    firstOperation += lineage.edits.reduce((sum, edit) => sum + operationsOf(edit), 0);
    return numberedLineage;
  });
  const seededOptions: SeededOptions = {
    seed: hash(seed, hashText(stack.name)),
    firstOperation: 100_000,
    neurons: stack.neurons,
    timeline,
  };
  const firstExample = stack.neurons;
  const firstNamed = firstExample + examples.length;
  const firstLineage = firstNamed + neurons.length;
  const orphans = firstLineage + lineages.length;
  if (orphans + 1 > OVERFLOW_FAMILY) {
    throw new RangeError(
      `${neurons.length + lineages.length} ids are too many: the sandbox holds ${OVERFLOW_FAMILY - firstNamed - 1}`,
    );
  }
  const rootIds = new Map<string, number>();
  const supervoxels = new Map<string, number>();
  examples.forEach((example, i) => {
    for (const id of example.ids) rootIds.set(id, firstExample + i);
    for (const id of example.supervoxels) supervoxels.set(id, firstExample + i);
  });
  neurons.forEach((neuron, i) => {
    if (!rootIds.has(neuron.id)) rootIds.set(neuron.id, firstNamed + i);
    for (const profile of neuron.profiles) {
      if (profile.supervoxel !== null && !supervoxels.has(profile.supervoxel)) {
        supervoxels.set(profile.supervoxel, firstNamed + i);
      }
    }
  });
  lineages.forEach((lineage, i) => {
    for (const id of lineage.atoms.keys()) rootIds.set(id, firstLineage + i);
    for (const { supervoxel } of lineage.profiles) {
      if (supervoxel !== null && !supervoxels.has(supervoxel)) supervoxels.set(supervoxel, firstLineage + i);
    }
  });
  const world: GraphSource = {
    families: orphans + 1,
    rootIds,
    supervoxels,
    firstRuntimeOperation: seededOptions.firstOperation + EPOCHS * stack.neurons,
    make(family, graph) {
      const { index } = family;
      if (index < firstExample) makeSeededFamily(family, graph, seededOptions);
      else if (index < firstNamed) {
        const place = index - firstExample;
        examples[place]!.make(new ExampleHistory(family, graph, timeline, place));
      } else if (index < firstLineage)
        makeNamedFamily(family, graph, neurons[index - firstNamed]!, timeline, seed);
      else if (index < orphans)
        makeLineageFamily(family, graph, lineages[index - firstLineage]!, timeline.ingest, seed);
      else makeOrphans(family, graph, timeline, seed);
    },
    chunksOf(index, graph) {
      if (index < firstExample) return seededSites(index, graph, seededOptions).map(({ chunk }) => chunk);
      if (index >= firstNamed && index < firstLineage) {
        return namedChunks(index, graph, neurons[index - firstNamed]!, seed);
      }
      return graph.family(index)!.cells.keys();
    },
    familyOfOperation(id) {
      const slot = familyOfSlot(seededOptions, id);
      if (slot !== undefined) return slot;
      const lineage =
        id < firstOperation ? lineages.filter((each) => id >= each.firstOperation).length - 1 : -1;
      if (lineage >= 0) return firstLineage + lineage;
      const example = exampleOfOperation(id);
      return example === undefined || example >= examples.length ? undefined : firstExample + example;
    },
    *familiesEditedBetween(from, to) {
      const span = (timeline.end - timeline.start) / (EPOCHS * stack.neurons);
      const slot = (time: number): number => Math.floor((time - timeline.start) / span);
      const last = Math.min(EPOCHS * stack.neurons - 1, slot(to));
      for (let at = Math.max(0, slot(from)); at <= last; at++) {
        yield familyOfSlot(seededOptions, seededOptions.firstOperation + at)!;
      }
      for (let i = firstExample; i < firstNamed; i++) yield i;
      for (let i = firstLineage; i < orphans; i++) yield i;
    },
  };
  return {
    graph: new ChunkedGraph(stack.table, new ChunkGrid(stack.grid), world),
    seeded: [0, firstExample],
    examples: [firstExample, firstNamed],
    named: [firstNamed, firstLineage],
    lineages: [firstLineage, orphans],
    orphans,
    neurons,
  };
}

function makeOrphans(family: Family, graph: ChunkedGraph, timeline: Timeline, seed: number): void {
  const random = rng(hash(seed, 99, family.index));
  const extent = graph.grid.extent;
  for (let i = 0; i < ORPHANS; i++) {
    const [x, y, z] = extent.map((n) => Math.floor(n * (0.15 + 0.7 * random()))) as [number, number, number];
    const start = (x << 20) | (y << 10) | z;
    const sites = grow(random, graph.grid, { count: 1, start, supervoxels: [1, 6] });
    const id = rootIdOf(
      graph.grid.layers,
      CROWD_FAMILY + Math.floor(i / ROOTS_PER_FAMILY),
      i % ROOTS_PER_FAMILY,
    );
    family.root(addSites(family, sites, timeline.ingest, new Set()), timeline.ingest, id);
  }
}
