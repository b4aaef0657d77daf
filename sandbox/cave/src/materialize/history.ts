/**
 * A table with a history: its first rows, and the rows added, replaced and deleted since. As in the annotation service,
 * an update deletes the row and adds another one under a new id.
 */
import type { Family } from '../graph/family';
import { hash } from '../rng';
import {
  AnnotationTable,
  type Cellular,
  type Column,
  type Life,
  type TableFacts,
  type TableRow,
} from './table';

interface Addition {
  id: string;
  created: number;
  /** Number of the row whose points and values this row copies. */
  from: number;
  values: Record<string, Cellular>;
  life: Life;
}

export interface NewRows {
  count: number;
  time: number;
  /** Values of each added row. Each `created` is one millisecond after the previous one. */
  values?: (nth: number) => Record<string, Cellular>;
  life?: (nth: number) => Life;
  /** The row whose points the nth row copies; if absent, the first row and its successors. */
  from?: (nth: number) => number;
}

export class TableWithHistory extends AnnotationTable {
  private readonly added: Addition[] = [];
  private readonly addedFrom = new Map<number, number[]>();
  private readonly deleted = new Map<number, number>();
  /** Rows that were added or deleted, by index; a query reads every row. */
  private readonly made: (TableRow | undefined)[] = [];
  private last: bigint | null = null;
  private modified: number;

  constructor(
    private readonly first: AnnotationTable,
    /** Added to the ids of later rows: a sequence may continue anywhere. */
    private readonly gap = 0n,
  ) {
    super(first.graph);
    this.modified = 0;
  }

  get facts(): TableFacts {
    return this.first.facts;
  }

  get columns(): Column[] {
    return this.first.columns;
  }

  get length(): number {
    return this.first.length + this.added.length;
  }

  /** Time of the last change of rows in ms; 0 if there was none. */
  get lastChange(): number {
    return this.modified;
  }

  /** True if there are no changes, and all rows existed at a time. */
  isStill(time: number): boolean {
    const { length } = this.first;
    return this.modified === 0 && (length === 0 || this.first.row(length - 1).created <= time);
  }

  row(index: number): TableRow {
    if (this.modified === 0) return this.first.row(index);
    const deletedAt = this.deleted.get(index);
    const addition = this.added[index - this.first.length];
    if (addition === undefined && deletedAt === undefined) return this.first.row(index);
    this.made[index] ??= this.makeRow(index, deletedAt, addition);
    return this.made[index];
  }

  private makeRow(index: number, deletedAt: number | undefined, addition: Addition | undefined): TableRow {
    const life: Life = deletedAt === undefined ? {} : { deleted: deletedAt };
    if (addition === undefined) return this.first.row(index).with({}, life);
    const { id, created, from, values } = addition;
    return this.first.row(from).with({ ...values, id, created }, { ...addition.life, ...life });
  }

  *rowsOf(prefix: string, families: Family[]): Iterable<number> {
    const later: number[] = [];
    for (const index of this.first.rowsOf(prefix, families)) {
      yield index;
      later.push(...(this.addedFrom.get(index) ?? []));
    }
    yield* later.sort((a, b) => a - b);
  }

  /** Numbers of the rows that were created or deleted after `start` and up to `end`. */
  *changedIn(start: number, end: number): Iterable<number> {
    const within = (time: number | undefined): boolean => time !== undefined && time > start && time <= end;
    const { length } = this.first;
    // The first rows are in order of creation.
    const old = length === 0 || this.first.row(length - 1).created <= start;
    const numbers = old
      ? [...this.deleted.keys(), ...this.added.map((_, i) => length + i)]
      : Array.from({ length: this.length }, (_, i) => i);
    // The database guarantees no order.
    const shuffledIndexes = [...new Set(numbers)].sort((a, b) => hash(a, 91) - hash(b, 91));
    for (const index of shuffledIndexes) {
      const row = this.row(index);
      if (within(row.created) || within(row.life.deleted)) yield index;
    }
  }

  /** Adds rows and returns their ids. */
  add({ count, time, values, life, from }: NewRows): string[] {
    if (this.first.length === 0) throw new Error(`${this.facts.name} has no row to copy`);
    return Array.from({ length: count }, (_, nth) => {
      const index = this.length;
      const source = (from?.(nth) ?? nth) % this.first.length;
      this.last = (this.last ?? BigInt(this.first.length) + this.gap) + 1n;
      const id = String(this.last);
      this.added.push({
        id,
        created: time + nth,
        from: source,
        values: values?.(nth) ?? {},
        life: life?.(nth) ?? {},
      });
      this.addedFrom.set(source, [...(this.addedFrom.get(source) ?? []), index]);
      this.modified = Math.max(this.modified, time + nth);
      return id;
    });
  }

  remove(index: number, time: number): void {
    if (index < 0 || index >= this.length || this.deleted.has(index)) {
      throw new Error(`${this.facts.name} has no row ${index} to delete`);
    }
    this.deleted.set(index, time);
    this.made[index] = undefined;
    this.modified = Math.max(this.modified, time);
  }

  /** Replaces a row and returns the id of the new one. */
  update(index: number, time: number, values: Record<string, Cellular>): string {
    const from = this.added[index - this.first.length]?.from ?? index;
    this.remove(index, time);
    return this.add({ count: 1, time, from: () => from, values: () => values })[0]!;
  }

  /** Marks all supervoxels as looked up at a time. */
  lookUpAll(time: number): void {
    for (const addition of this.added) {
      if ((addition.life.lookedUp ?? 0) > time) addition.life = { ...addition.life, lookedUp: time };
    }
  }
}
