/** Runs a query on annotation tables: filters, joins, selection, limits. Root ids are those at one timestamp. */
import { ServiceError } from '../http/call';
import { checkLiteral, regexOf, sqlError } from './postgres';
import {
  type AnnotationTable,
  type Cellular,
  type Column,
  columnsIn,
  type Form,
  familiesOf,
  prefixOf,
  rootOfSpot,
  supervoxelOfSpot,
  type TableRow,
} from './table';

export type QueryComparison =
  | 'in'
  | 'equal'
  | 'greater'
  | 'less'
  | 'greater_equal'
  | 'less_equal'
  | 'spatial'
  | 'regex';

export interface QueryFilter {
  table: string;
  column: string;
  comparison: QueryComparison;
  /** The value as sent; ids as text. */
  value: unknown;
}

export interface Query {
  table: AnnotationTable;
  /** The form of the table in the queried database. */
  form: Form;
  filters: QueryFilter[];
  /** The time in ms at which roots are looked up. */
  time: number;
  /** The sandbox's time: supervoxels that were looked up by then are known. */
  now: number;
  /** Tells which rows the database contains. */
  has: (row: TableRow) => boolean;
  /** Restricts the query to these rows; if absent, all rows. */
  among?: Iterable<number>;
  offset: number;
  /** Row limit. */
  limit: number;
}

/** A row whose supervoxels and roots are read on first use. */
export class LiveRow {
  private roots: Map<string, string> | null = null;

  constructor(
    readonly table: AnnotationTable,
    readonly row: TableRow,
    private readonly time: number,
    private readonly now: number,
  ) {}

  /** True if the database does not have the row's supervoxel and root yet: both columns are 1. */
  get missing(): boolean {
    return !this.row.lookedUpAt(this.now);
  }

  value({ name, kind }: Column): Cellular {
    if (kind !== 'root' && kind !== 'supervoxel') return this.row.value(name);
    if (this.missing) return '1';
    if (this.row.life.outside) return '0';
    const spot = this.row.spot(prefixOf(name));
    if (kind === 'supervoxel') return supervoxelOfSpot(this.table.graph, spot);
    let root = this.roots?.get(name);
    if (root === undefined) {
      root = rootOfSpot(this.table.graph, spot, this.time);
      this.roots ??= new Map();
      this.roots.set(name, root);
    }
    return root;
  }
}

export function findColumn(table: AnnotationTable, form: Form, name: string): Column {
  const column = columnsIn(table, form).find((one) => one.name === name);
  if (column === undefined)
    throw new ServiceError(500, `${name} not in model or models for ${table.facts.name}`);
  return column;
}

const WHOLE = /^-?[0-9]+$/;

/** Compares two different texts of digits. Without sign and leading zeros, the longer one is greater. */
function compareWhole(x: string, y: string): number {
  if (x >= '1' && y >= '1' && x.length !== y.length) return x.length - y.length;
  if (x >= '0' && y >= '0' && x.length === y.length) return x < y ? -1 : 1;
  const [p, q] = [BigInt(x), BigInt(y)];
  return p < q ? -1 : p > q ? 1 : 0;
}

/** Compares two scalar values: ids and numbers by value, texts by bytes. */
export function compareValues(a: Cellular, b: unknown): number | null {
  if (a === null || b === null) return null;
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [String(a), String(b)];
  if (x === y) return 0;
  if (typeof a !== 'boolean' && WHOLE.test(x) && WHOLE.test(y)) return compareWhole(x, y);
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

const SIGNS = { equal: '=', greater: '>', less: '<', greater_equal: '>=', less_equal: '<=' } as const;

/** Applies a scalar filter to a value, with the semantics of the database and of pandas. */
export function holds(by: keyof typeof SIGNS, value: Cellular, bound: unknown): boolean {
  const order = compareValues(value, bound);
  if (order === null) return false;
  if (by === 'equal') return order === 0;
  if (by === 'greater') return order > 0;
  if (by === 'less') return order < 0;
  return by === 'greater_equal' ? order >= 0 : order <= 0;
}

const asBound = (column: Column, value: unknown): unknown =>
  column.kind === 'time' && typeof value === 'string'
    ? Date.parse(/Z|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`)
    : value;

function testOf(query: Query, filter: QueryFilter): (row: LiveRow) => boolean {
  const { comparison: by, value } = filter;
  const { facts } = query.table;
  const column = findColumn(query.table, query.form, filter.column);
  if (by === 'spatial') {
    checkBox(value);
    return (row) => inBox(row.value(column), value);
  }
  if (by === 'regex') {
    if (column.kind !== 'text') throw new ServiceError(500, `column ${column.name} is not a string column`);
    const regex = regexOf(facts.name, column.name, String(value));
    return (row) => {
      const text = row.value(column);
      return typeof text === 'string' && regex.test(text);
    };
  }
  if (by === 'in') {
    if (!Array.isArray(value)) throw sqlError(facts.name, 'syntax error at or near ")"');
    for (const one of value) checkLiteral(facts.name, column, one, '=');
    const acceptedTexts = new Set(value.map((one) => String(asBound(column, one))));
    return (row) => {
      const found = row.value(column);
      return found !== null && acceptedTexts.has(String(found));
    };
  }
  checkLiteral(facts.name, column, value, SIGNS[by]);
  const bound = asBound(column, value);
  return (row) => holds(by, row.value(column), bound);
}

/** Numbers of the rows to test: those of the filtered roots' families, else all rows. */
function* candidates(query: Query): Iterable<number> {
  const { table, filters, form, among } = query;
  if (among !== undefined) {
    yield* among;
    return;
  }
  const byRoot = filters.find((filter) => {
    if (filter.comparison !== 'in' && filter.comparison !== 'equal') return false;
    return findColumn(table, form, filter.column).kind === 'root';
  });
  const ids =
    byRoot === undefined ? [] : byRoot.comparison === 'in' ? (byRoot.value as unknown[]) : [byRoot.value];
  // 0 and 1 belong to no neuron: they mean rows outside the segmentation, and rows that were not looked up.
  if (byRoot === undefined || ids.some((id) => /^[01]$/.test(String(id)))) {
    for (let i = 0; i < table.length; i++) yield i;
    return;
  }
  const roots = [...new Set(ids.map(String))].flatMap((id) => table.graph.root(id) ?? []);
  yield* table.rowsOf(prefixOf(byRoot.column), familiesOf(table.graph, roots));
}

/** Rows that match, before offset and limit. */
export function* matchingRows(query: Query): Iterable<LiveRow> {
  const { table, filters, time, now, has } = query;
  // Cheap columns first, because roots and positions need the neuron to be created.
  const costly = (filter: QueryFilter): number =>
    filter.comparison === 'spatial' || /_(root|supervoxel)_id$/.test(filter.column) ? 1 : 0;
  const tests = filters
    .slice()
    .sort((a, b) => costly(a) - costly(b))
    .map((filter) => testOf(query, filter));
  for (const index of candidates(query)) {
    const row = table.row(index);
    if (!has(row)) continue;
    const live = new LiveRow(table, row, time, now);
    if (tests.every((test) => test(live))) yield live;
  }
}

export function countMatches(query: Query): number {
  let n = 0;
  for (const _ of matchingRows(query)) n += 1;
  return n;
}

export const selectRows = (query: Query): LiveRow[] => applyLimits(matchingRows(query), query);

export function applyLimits<T>(rows: Iterable<T>, { offset, limit }: { offset: number; limit: number }): T[] {
  const results: T[] = [];
  let skip = offset;
  if (limit <= 0) return results;
  for (const row of rows) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    results.push(row);
    if (results.length >= limit) break;
  }
  return results;
}

/** A column of an answer: its source and its name. */
export interface OutputColumn {
  name: string;
  column: Column;
  table: AnnotationTable;
}

/**
 * The columns of one table in the answer. A root column adds its supervoxel column. The service fails for a single
 * plain column.
 */
export function selectColumns(table: AnnotationTable, form: Form, target: string[] | null): Column[] {
  if (target === null) return columnsIn(table, form);
  const out: Column[] = [];
  const add = (column: Column): void => {
    if (!out.some((one) => one.name === column.name)) out.push(column);
  };
  for (const name of target) {
    const column = findColumn(table, form, name);
    if (column.kind === 'root') add(findColumn(table, form, `${prefixOf(name)}_supervoxel_id`));
    add(column);
  }
  return out;
}

export function refuseLoneColumn(outputs: readonly { column: Column }[]): void {
  const only = outputs.length === 1 ? outputs[0]!.column : null;
  if (only !== null && only.kind !== 'position') {
    throw new ServiceError(500, `'BigInteger' object has no attribute '${only.name}'`);
  }
}

/** Pairs of rows with equal values, in the order of the left table. */
export function* joinedRows(
  left: Query,
  leftColumn: string,
  right: Query,
  rightColumn: string,
): Iterable<[LiveRow, LiveRow]> {
  const [a, b] = [
    findColumn(left.table, left.form, leftColumn),
    findColumn(right.table, right.form, rightColumn),
  ];
  const byValue = new Map<string, LiveRow[]>();
  for (const row of matchingRows(right)) {
    const key = String(row.value(b));
    const list = byValue.get(key);
    if (list === undefined) byValue.set(key, [row]);
    else list.push(row);
  }
  for (const row of matchingRows(left)) {
    for (const other of byValue.get(String(row.value(a))) ?? []) yield [row, other];
  }
}
