/** An annotation table: columns, rows that point at supervoxels, and how to find the rows of a neuron. */
import type { Family } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import { type Cell, fragmentsOf, type Root } from '../graph/nodes';
import { hash } from '../rng';

export type Kind = 'id' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'position' | 'supervoxel' | 'root';

export interface Column {
  name: string;
  kind: Kind;
}

/** One supervoxel that a row points at. */
export interface Spot {
  family: Family;
  chunk: number;
  seg: number;
  /** nm. */
  at: readonly [number, number, number];
}

export type Cellular = string | number | boolean | null | readonly [number, number, number];

/**
 * One row. Plain values are there at once; whatever hangs from a supervoxel is read when somebody looks, since that
 * means making the neuron it lies in.
 */
export class Row {
  private readonly found: Record<string, Spot> = {};

  constructor(
    private readonly plain: Record<string, Cellular>,
    private readonly late: Record<string, () => Cellular> = {},
    /** By prefix of the column: `pt`, `pre_pt`, `post_pt`. */
    private readonly spots: Record<string, () => Spot> = {},
  ) {}

  spot(prefix: string): Spot {
    this.found[prefix] ??= this.spots[prefix]!();
    return this.found[prefix];
  }

  value(column: string): Cellular {
    return this.plain[column] ?? this.late[column]?.() ?? null;
  }
}

export interface TableFacts {
  name: string;
  schema: string;
  description: string;
  created: string;
  lastModified: string;
  userId: string;
  id: number;
  notice: string | null;
  /** Table that rows refer to with target_id, or null. */
  reference: string | null;
}

export abstract class AnnotationTable {
  abstract readonly facts: TableFacts;
  /** After the common columns. */
  abstract readonly columns: Column[];
  abstract readonly length: number;

  constructor(readonly graph: ChunkedGraph) {}

  abstract row(index: number): Row;

  /** Rows whose spot with this prefix may lie in one of the families, in order of their ids. */
  abstract rowsOf(prefix: string, families: Family[]): Iterable<number>;

  /** Column set as the service orders it. */
  get allColumns(): Column[] {
    return [
      { name: 'id', kind: 'id' },
      { name: 'created', kind: 'time' },
      { name: 'superceded_id', kind: 'id' },
      { name: 'valid', kind: 'bool' },
      ...this.columns,
    ];
  }
}

/** Supervoxel and root columns of a bound point. */
export const boundPoint = (prefix: string): Column[] => [
  { name: `${prefix}_position`, kind: 'position' },
  { name: `${prefix}_supervoxel_id`, kind: 'supervoxel' },
  { name: `${prefix}_root_id`, kind: 'root' },
];

/** Prefix of a column that ends in `_root_id` or `_supervoxel_id`. */
export const prefixOf = (column: string): string => column.replace(/_(root|supervoxel)_id$/, '');

/** A supervoxel of a family, the same for the same numbers whatever edits came since. */
export function spotIn(family: Family, place: number, salt: number): Spot {
  const { anchors } = family;
  const index = Math.floor(place * anchors.length);
  const cell: Cell = anchors[index]!;
  const seg = cell.first + (hash(salt, cell.first) % cell.span);
  const base = family.places[index]!;
  const at = base.map((nm, k) => nm + (hash(salt, k) % 1200) - 600);
  return { family, chunk: cell.chunk, seg, at: at as unknown as Spot['at'] };
}

export function rootOfSpot(graph: ChunkedGraph, spot: Spot, time: number): string {
  const cell = spot.family.cellAt(spot.chunk, spot.seg);
  return cell === undefined ? '0' : (graph.rootAt(cell, time)?.id ?? '0');
}

export const supervoxelOfSpot = (graph: ChunkedGraph, spot: Spot): string =>
  String(graph.grid.id(1, spot.chunk, spot.seg));

/** Families that a root has matter of. */
export function familiesOf(graph: ChunkedGraph, roots: Root[]): Family[] {
  return [...new Set(roots.flatMap((root) => fragmentsOf(root).map((fragment) => graph.familyOf(fragment))))];
}

/** nm to voxels of the table. */
export const toVoxels = (at: readonly number[], resolution: readonly number[]): [number, number, number] =>
  at.map((nm, k) => Math.round(nm / resolution[k]!)) as [number, number, number];
