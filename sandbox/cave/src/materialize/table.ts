/** An annotation table: columns, rows that point at supervoxels, and an index of rows by neuron. */
import type { Family } from '../graph/family';
import type { ChunkedGraph } from '../graph/graph';
import { fragmentsOf, type Root, type SupervoxelRun } from '../graph/nodes';
import { hash } from '../rng';

export type Kind = 'id' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'position' | 'supervoxel' | 'root';

export interface Column {
  name: string;
  kind: Kind;
}

/** A supervoxel that a row refers to. */
export interface SupervoxelRef {
  family: Family;
  chunk: number;
  seg: number;
  /** In nm. */
  at: readonly [number, number, number];
}

export type Cellular = string | number | boolean | null | readonly [number, number, number];

/** The history of a row after its creation; times in ms. */
export interface Life {
  deleted?: number;
  /** The time when its supervoxels were looked up; if absent, at once. */
  lookedUp?: number;
  /** True if its points lie outside the segmentation: supervoxel and root are 0. */
  outside?: boolean;
}

/**
 * A row. Plain values are stored; values that depend on a supervoxel are computed on first use, because its neuron must
 * be created for that.
 */
export class TableRow {
  readonly id: string;
  readonly created: number;
  private readonly found: Record<string, SupervoxelRef> = {};

  constructor(
    private readonly plain: Record<string, Cellular>,
    private readonly late: Record<string, () => Cellular> = {},
    /** By column prefix: `pt`, `pre_pt`, `post_pt`. */
    private readonly spots: Record<string, () => SupervoxelRef> = {},
    readonly life: Life = {},
  ) {
    this.id = String(plain.id);
    this.created = Number(plain.created);
  }

  /** A copy of the row with other values or another history. */
  with(plain: Record<string, Cellular>, life: Life): TableRow {
    return new TableRow({ ...this.plain, ...plain }, this.late, this.spots, { ...this.life, ...life });
  }

  spot(prefix: string): SupervoxelRef {
    this.found[prefix] ??= this.spots[prefix]!();
    return this.found[prefix];
  }

  value(column: string): Cellular {
    return this.plain[column] ?? this.late[column]?.() ?? null;
  }

  existsAt(time: number): boolean {
    return this.created <= time && (this.life.deleted ?? Number.POSITIVE_INFINITY) > time;
  }

  lookedUpAt(time: number): boolean {
    return (this.life.lookedUp ?? Number.NEGATIVE_INFINITY) <= time;
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
  /** The table to which the rows refer with target_id, or null. */
  reference: string | null;
  /** Voxel size of its positions in nm; if absent, the viewer's. */
  resolution?: readonly [number, number, number];
  /** True if only the account that created it may read it. */
  secret?: boolean;
}

export abstract class AnnotationTable {
  abstract readonly facts: TableFacts;
  /** The columns after the common ones. */
  abstract readonly columns: Column[];
  abstract readonly length: number;

  constructor(readonly graph: ChunkedGraph) {}

  abstract row(index: number): TableRow;

  /** Rows whose point with this prefix may lie in one of the families, in order of their ids. */
  abstract rowsOf(prefix: string, families: Family[]): Iterable<number>;
}

/**
 * The form of a table in a database. A merged version has one flat table. An unmerged version and the live database
 * have annotations with their history and a separate segmentation table, whose columns come last.
 */
export type Form = 'merged' | 'split';

const isSegmentation = ({ kind }: Column): boolean => kind === 'root' || kind === 'supervoxel';

export function columnsIn(table: AnnotationTable, form: Form): Column[] {
  const [id, valid]: Column[] = [
    { name: 'id', kind: 'id' },
    { name: 'valid', kind: 'bool' },
  ];
  if (form === 'merged') return [id!, valid!, ...table.columns];
  return [
    id!,
    { name: 'created', kind: 'time' },
    { name: 'superceded_id', kind: 'id' },
    valid!,
    ...table.columns.filter((column) => !isSegmentation(column)),
    ...table.columns.filter(isSegmentation),
  ];
}

/** The supervoxel and root columns of a bound point. */
export const boundPoint = (prefix: string): Column[] => [
  { name: `${prefix}_position`, kind: 'position' },
  { name: `${prefix}_supervoxel_id`, kind: 'supervoxel' },
  { name: `${prefix}_root_id`, kind: 'root' },
];

/** The prefix of a column that ends in `_root_id` or `_supervoxel_id`. */
export const prefixOf = (column: string): string => column.replace(/_(root|supervoxel)_id$/, '');

/** A supervoxel of a family; the same numbers give the same supervoxel, before and after edits. */
export function spotIn(family: Family, place: number, salt: number): SupervoxelRef {
  const { anchors } = family;
  const index = Math.floor(place * anchors.length);
  const cell: SupervoxelRun = anchors[index]!;
  const seg = cell.first + (hash(salt, cell.first) % cell.span);
  const base = family.places[index]!;
  const at = base.map((nm, k) => nm + (hash(salt, k) % 1200) - 600);
  return { family, chunk: cell.chunk, seg, at: at as unknown as SupervoxelRef['at'] };
}

export function rootOfSpot(graph: ChunkedGraph, spot: SupervoxelRef, time: number): string {
  const cell = spot.family.cellAt(spot.chunk, spot.seg);
  return cell === undefined ? '0' : (graph.rootAt(cell, time)?.id ?? '0');
}

export const supervoxelOfSpot = (graph: ChunkedGraph, spot: SupervoxelRef): string =>
  graph.grid.idText(1, spot.chunk, spot.seg);

/** Families with supervoxels in the roots. */
export function familiesOf(graph: ChunkedGraph, roots: Root[]): Family[] {
  return [...new Set(roots.flatMap((root) => fragmentsOf(root).map((fragment) => graph.familyOf(fragment))))];
}

/** Converts nm to voxels of the table. */
export const toVoxels = (at: readonly number[], resolution: readonly number[]): [number, number, number] =>
  at.map((nm, k) => Math.round(nm / resolution[k]!)) as [number, number, number];

/** The service's times are UTC texts without a zone. */
export const msOf = (text: string): number => Date.parse(`${text.slice(0, 23)}Z`);
