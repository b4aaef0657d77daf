/** A table with one row, or several, for each of some families of segments. */
import type { Family } from '../graph/family';
import { hash } from '../rng';
import type { StackBase } from '../stack';
import {
  AnnotationTable,
  type Cellular,
  type Column,
  type SupervoxelRef,
  spotIn,
  type TableFacts,
  TableRow,
  toVoxels,
} from './table';

/** A row before it is read: its family, and its index among the family's rows. */
interface Slot {
  family: number;
  nth: number;
}

const FIRST_ROW = Date.UTC(2024, 0, 15, 9, 30);

/** Voxel size of a table's positions in nm. */
export const voxelsOf = (facts: TableFacts, stack: StackBase): readonly number[] =>
  facts.resolution ?? stack.facts.viewerResolution;

export interface NeuronTableOptions {
  facts: TableFacts;
  stack: StackBase;
  seed: number;
  columns: Column[];
  slots: Slot[];
  /** The point of a row; if absent or null, the first anchor of the family. */
  spot?: (slot: Slot, family: Family) => SupervoxelRef | null;
  values: (slot: Slot, index: number) => Record<string, Cellular>;
  /** Values that depend on a row's point. */
  late?: (slot: Slot, index: number, spot: () => SupervoxelRef) => Record<string, () => Cellular>;
}

export class NeuronTable extends AnnotationTable {
  readonly facts: TableFacts;
  readonly columns: Column[];
  private byFamily: Map<number, number[]> | null = null;
  /** Rows by index; a query reads every row. */
  private readonly rows: TableRow[] = [];

  constructor(private readonly options: NeuronTableOptions) {
    super(options.stack.graph);
    this.facts = options.facts;
    this.columns = options.columns;
  }

  get length(): number {
    return this.options.slots.length;
  }

  row(index: number): TableRow {
    this.rows[index] ??= this.makeRow(index);
    return this.rows[index];
  }

  private makeRow(index: number): TableRow {
    const { stack, slots, seed, values, late } = this.options;
    const slot = slots[index]!;
    const point = (): SupervoxelRef => {
      const family = stack.graph.family(slot.family)!;
      return this.options.spot?.(slot, family) ?? spotIn(family, 0, hash(seed, index));
    };
    const row: TableRow = new TableRow(
      {
        id: index + 1,
        created: FIRST_ROW + index * 61_003,
        valid: true,
        ...values(slot, index),
      },
      {
        pt_position: () => toVoxels(row.spot('pt').at, voxelsOf(this.facts, stack)),
        ...late?.(slot, index, () => row.spot('pt')),
      },
      { pt: point },
    );
    return row;
  }

  *rowsOf(_prefix: string, families: Family[]): Iterable<number> {
    if (this.byFamily === null) {
      this.byFamily = new Map();
      for (const [i, slot] of this.options.slots.entries()) {
        const list = this.byFamily.get(slot.family);
        if (list === undefined) this.byFamily.set(slot.family, [i]);
        else list.push(i);
      }
    }
    yield* families.flatMap((family) => this.byFamily!.get(family.index) ?? []).sort((a, b) => a - b);
  }
}
