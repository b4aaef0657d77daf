/** Neurons for a user's own table of ids: its ids, supervoxels and positions, grown into complete neurons. */
import type { Family } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import type { ChunkGrid, GridPoint } from '../graph/grid';
import { linkFragments } from '../graph/nodes';
import { hash, rng } from '../rng';
import { grow, pointIn } from './grow';
import type { Timeline } from './timeline';

/** A row of a table of ids. Positions are in viewer voxels. */
export interface IdRow {
  root: string;
  supervoxel: string | null;
  /** In nm. */
  at: GridPoint | null;
  columns: Record<string, string>;
}

export interface NamedNeuron {
  id: string;
  profiles: IdRow[];
}

/** Rows with the same root id are profiles of one neuron. */
export function neuronsOf(rows: IdRow[]): NamedNeuron[] {
  const neurons = new Map<string, NamedNeuron>();
  for (const row of rows) {
    const neuron = neurons.get(row.root);
    if (neuron === undefined) neurons.set(row.root, { id: row.root, profiles: [row] });
    else neuron.profiles.push(row);
  }
  return [...neurons.values()];
}

export interface ParsedIds {
  header: string[];
  rows: {
    /** Line of the file, from 1. */
    line: number;
    root: string;
    supervoxel: string | null;
    position: GridPoint | null;
    columns: Record<string, string>;
  }[];
}

const isId = (text: string | undefined): text is string =>
  text !== undefined && /^[1-9][0-9]{0,19}$/.test(text);

/**
 * Reads a table with a header: root_id, and optionally supervoxel_id and x, y, z (or pos_x, pos_y, pos_z). Rows without
 * an id are skipped.
 */
export function parseIds(name: string, tsv: string): ParsedIds {
  const lines = tsv
    .replace(/^\ufeff/, '')
    .replace(/\r/g, '')
    .split('\n')
    .map((text, i) => ({ text, number: i + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const header = (lines[0]?.text ?? '').split('\t').map((h) => h.trim());
  const at = (...names: string[]): number => header.findIndex((h) => names.includes(h));
  const root = at('root_id');
  if (root < 0) throw new Error(`${name}: no column root_id in its first line`);
  const sv = at('supervoxel_id');
  const xyz = [at('x', 'pos_x'), at('y', 'pos_y'), at('z', 'pos_z')];
  const usedColumns = new Set([root, sv, ...xyz]);
  const rows = lines.slice(1).flatMap(({ text, number }) => {
    const cells = text.split('\t');
    const id = cells[root]?.trim();
    if (!isId(id)) return [];
    const numbers = xyz.map((i) => (i < 0 || (cells[i] ?? '').trim() === '' ? Number.NaN : Number(cells[i])));
    const supervoxel = sv < 0 ? undefined : cells[sv]?.trim();
    return [
      {
        line: number,
        root: id,
        supervoxel: isId(supervoxel) ? supervoxel : null,
        position: numbers.every(Number.isFinite) ? (numbers as unknown as GridPoint) : null,
        columns: Object.fromEntries(
          header.map((h, i) => [h, cells[i] ?? '']).filter((_, i) => !usedColumns.has(i)),
        ),
      },
    ];
  });
  return { header: header.filter((_, i) => !usedColumns.has(i)), rows };
}

/** Fraction of a sample of rows whose supervoxel lies in the chunk of its position, on one grid. */
export function agreement(grid: ChunkGrid, viewer: GridPoint, table: ParsedIds): number {
  const locatedRows = table.rows
    .filter((row) => row.supervoxel !== null && row.position !== null)
    .slice(0, 500);
  if (locatedRows.length === 0) return 0;
  const hits = locatedRows.filter(({ supervoxel, position }) => {
    const { layer, chunk } = grid.decode(BigInt(supervoxel!));
    return (
      layer === 1 && grid.chunkAt(position!.map((v, k) => v * viewer[k]!) as unknown as GridPoint) === chunk
    );
  });
  return hits.length / locatedRows.length;
}

interface Place {
  chunk: number;
  rep: GridPoint;
  named: number[];
}

/** The positions of a neuron's profiles, and the tree grown from the first. */
function treeOf(index: number, graph: ChunkedGraph, neuron: NamedNeuron, seed: number) {
  const { grid } = graph;
  const random = rng(hash(seed, 5, index));
  const { size, voxelOffset, resolution } = grid.facts;
  const centre = size.map((n, k) => (voxelOffset[k]! + n / 2) * resolution[k]!) as unknown as GridPoint;
  const places = neuron.profiles.map(({ supervoxel, at }): Place => {
    const decodedNode = supervoxel === null ? null : grid.decode(BigInt(supervoxel));
    const own = decodedNode?.layer === 1 && graph.world.supervoxels.get(supervoxel!) === index;
    const chunk = decodedNode?.layer === 1 ? decodedNode.chunk : grid.chunkAt(at ?? centre);
    const inside = at !== null && grid.chunkAt(at) === chunk;
    return {
      chunk,
      rep: inside ? at : pointIn(random, grid, chunk),
      named: own ? [Number(decodedNode.seg)] : [],
    };
  });
  const count = Math.floor(50 * 8 ** (random() * random()));
  const sites = grow(random, grid, { count, start: places[0]!.chunk });
  sites[0]!.rep = places[0]!.rep;
  return { random, places, sites };
}

export function namedChunks(index: number, graph: ChunkedGraph, neuron: NamedNeuron, seed: number): number[] {
  const { places, sites } = treeOf(index, graph, neuron, seed);
  return [...places, ...sites].map(({ chunk }) => chunk);
}

export function makeNamedFamily(
  family: Family,
  graph: ChunkedGraph,
  neuron: NamedNeuron,
  timeline: Timeline,
  seed: number,
): void {
  const { random, places, sites } = treeOf(family.index, graph, neuron, seed);
  const time = timeline.ingest;
  const fragments = sites.map((site, i) =>
    family.addFragment({ ...site, named: i === 0 ? places[0]!.named : [] }, time),
  );
  sites.forEach((site, i) => {
    if (site.parent >= 0) linkFragments(fragments[i]!, fragments[site.parent]!);
  });
  for (const place of places.slice(1)) {
    const extra = family.addFragment(
      { ...place, supervoxels: 12 + place.named.length, voxels: 30_000 },
      time,
    );
    linkFragments(extra, fragments[Math.floor(random() * fragments.length)]!);
    fragments.push(extra);
  }
  family.root(fragments, time, graph.root(neuron.id) === undefined ? neuron.id : undefined);
}
