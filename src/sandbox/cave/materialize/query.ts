/** Runs a query on annotation tables: filters, joins, selection, limits. Root ids are those of one instant. */
import { ServiceError } from '../http/call';
import { hash } from '../rng';
import {
  type AnnotationTable,
  type Cellular,
  type Column,
  familiesOf,
  prefixOf,
  type Row,
  rootOfSpot,
  supervoxelOfSpot,
} from './table';

export type Comparison =
  | 'in'
  | 'equal'
  | 'greater'
  | 'less'
  | 'greater_equal'
  | 'less_equal'
  | 'spatial'
  | 'regex';

export interface Filter {
  table: string;
  column: string;
  by: Comparison;
  /** As sent; ids as text. */
  value: unknown;
}

export interface Query {
  table: AnnotationTable;
  filters: Filter[];
  /** Roots are looked up at this time, ms. */
  time: number;
  offset: number;
  /** Rows at most. */
  limit: number;
  /** Share of rows drawn before filtering, or null. */
  sample: number | null;
}

/** A row whose supervoxels and roots are read only when somebody looks at them. */
export class LiveRow {
  private readonly roots = new Map<string, string>();

  constructor(
    readonly table: AnnotationTable,
    readonly row: Row,
    private readonly time: number,
  ) {}

  value({ name, kind }: Column): Cellular {
    if (kind === 'root') {
      const known = this.roots.get(name);
      if (known !== undefined) return known;
      const root = rootOfSpot(this.table.graph, this.row.spot(prefixOf(name)), this.time);
      this.roots.set(name, root);
      return root;
    }
    if (kind === 'supervoxel') return supervoxelOfSpot(this.table.graph, this.row.spot(prefixOf(name)));
    return this.row.value(name);
  }
}

function columnOf(table: AnnotationTable, name: string): Column {
  const column = table.allColumns.find((known) => known.name === name);
  if (column === undefined)
    throw new ServiceError(500, `${name} not in model or models for ${table.facts.name}`);
  return column;
}

/** Order of two scalar values; ids and numbers by value. */
function compare(a: Cellular, b: unknown): number | null {
  if (a === null || b === null) return null;
  const [x, y] = [String(a), String(b)];
  if (/^-?[0-9]+$/.test(x) && /^-?[0-9]+$/.test(y)) {
    const [p, q] = [BigInt(x), BigInt(y)];
    return p < q ? -1 : p > q ? 1 : 0;
  }
  if (typeof a === 'number' && Number.isFinite(Number(b))) return a - Number(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function inBox(value: Cellular, box: unknown): boolean {
  const [low, high] = box as [number[], number[]];
  return Array.isArray(value) && value.every((v, k) => v >= low[k]! && v <= high[k]!);
}

function checkBox(box: unknown): void {
  const bad = (): never => {
    throw new ServiceError(500, `min bounds: ${JSON.stringify(box)} must be less than max bounds`);
  };
  if (!Array.isArray(box) || box.length !== 2) bad();
  const [low, high] = box as [unknown, unknown];
  if (!Array.isArray(low) || !Array.isArray(high) || low.length !== 3 || high.length !== 3) bad();
  if (!(low as number[]).every((v, k) => v < (high as number[])[k]!)) {
    throw new ServiceError(
      500,
      `min bounds: ${JSON.stringify(low)} must be less than max bounds: ${JSON.stringify(high)}`,
    );
  }
}

function testOf(table: AnnotationTable, filter: Filter): (row: LiveRow) => boolean {
  const { by, value } = filter;
  if (by === 'spatial') {
    const column = columnOf(table, filter.column);
    checkBox(value);
    return (row) => inBox(row.value(column), value);
  }
  const column = columnOf(table, filter.column);
  if (by === 'regex') {
    if (column.kind !== 'text') throw new ServiceError(500, `column ${column.name} is not a string column`);
    const regex = new RegExp(String(value));
    return (row) => {
      const text = row.value(column);
      return typeof text === 'string' && regex.test(text);
    };
  }
  if (by === 'in') {
    if (!Array.isArray(value)) throw new ServiceError(500, `filter for ${column.name} must be a list`);
    const wanted = new Set(value.map(String));
    return (row) => wanted.has(String(row.value(column)));
  }
  return (row) => {
    const order = compare(row.value(column), value);
    if (order === null) return false;
    if (by === 'equal') return order === 0;
    if (by === 'greater') return order > 0;
    if (by === 'less') return order < 0;
    return by === 'greater_equal' ? order >= 0 : order <= 0;
  };
}

/** Row numbers to look at: those of the families of the filtered roots, else all. */
function* candidates(query: Query): Iterable<number> {
  const { table, filters } = query;
  const byRoot = filters.find((filter) => {
    if (filter.by !== 'in' && filter.by !== 'equal') return false;
    return columnOf(table, filter.column).kind === 'root';
  });
  if (byRoot === undefined) {
    for (let i = 0; i < table.length; i++) yield i;
    return;
  }
  const ids = byRoot.by === 'in' ? (byRoot.value as unknown[]) : [byRoot.value];
  const roots = [...new Set(ids.map(String))].flatMap((id) => table.graph.root(id) ?? []);
  yield* table.rowsOf(prefixOf(byRoot.column), familiesOf(table.graph, roots));
}

/** Rows that pass, before offset and limit. */
function* passing(query: Query): Iterable<LiveRow> {
  const { table, filters, time, sample } = query;
  // Cheap columns first: roots and positions mean making the neuron.
  const costly = (filter: Filter): number =>
    filter.by === 'spatial' || /_(root|supervoxel)_id$/.test(filter.column) ? 1 : 0;
  const tests = filters
    .slice()
    .sort((a, b) => costly(a) - costly(b))
    .map((filter) => testOf(table, filter));
  for (const index of candidates(query)) {
    if (sample !== null && (hash(index, 77) % 100_000) / 100_000 >= sample) continue;
    const row = new LiveRow(table, table.row(index), time);
    if (tests.every((test) => test(row))) yield row;
  }
}

export function countRows(query: Query): number {
  let n = 0;
  if (query.filters.length === 0 && query.sample === null) return query.table.length;
  for (const _ of passing(query)) n += 1;
  return n;
}

export function selectRows(query: Query): LiveRow[] {
  const rows: LiveRow[] = [];
  let skip = query.offset;
  if (query.limit <= 0) return rows;
  for (const row of passing(query)) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    rows.push(row);
    if (rows.length >= query.limit) break;
  }
  return rows;
}

/** One column of an answer: where it comes from and what it is called. */
export interface Output {
  name: string;
  column: Column;
  table: AnnotationTable;
}

/**
 * Columns of one table in the answer. A root column brings its supervoxel column along; one plain column alone is
 * more than the service can do.
 */
export function selectColumns(table: AnnotationTable, wanted: string[] | null): Column[] {
  if (wanted === null) return table.allColumns;
  const out: Column[] = [];
  const add = (column: Column): void => {
    if (!out.some((known) => known.name === column.name)) out.push(column);
  };
  for (const name of wanted) {
    const column = columnOf(table, name);
    if (column.kind === 'root') add(columnOf(table, `${prefixOf(name)}_supervoxel_id`));
    add(column);
  }
  const only = out.length === 1 ? out[0]! : null;
  if (only !== null && only.kind !== 'position') {
    throw new ServiceError(500, `'BigInteger' object has no attribute '${only.name}'`);
  }
  return out;
}

/** Pairs of rows with equal values, in the order of the left table. */
export function joinRows(
  left: Query,
  leftColumn: string,
  right: Query,
  rightColumn: string,
  limit: number,
  offset: number,
): [LiveRow, LiveRow][] {
  const [a, b] = [columnOf(left.table, leftColumn), columnOf(right.table, rightColumn)];
  const byValue = new Map<string, LiveRow[]>();
  for (const row of passing(right)) {
    const key = String(row.value(b));
    const list = byValue.get(key);
    if (list === undefined) byValue.set(key, [row]);
    else list.push(row);
  }
  const out: [LiveRow, LiveRow][] = [];
  let skip = offset;
  for (const row of passing(left)) {
    for (const other of byValue.get(String(row.value(a))) ?? []) {
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      out.push([row, other]);
      if (out.length >= limit) return out;
    }
  }
  return out;
}
