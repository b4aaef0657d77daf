/**
 * Queries for a table's rows: filters in the server's form, selected columns, rows read from Arrow. Measured on 200,000
 * synapses of 17 columns: 19 MB against 97 MB of JSON, read in 1.3 s against 8 s. Arrow also has exact types.
 */
import { BareNumber, type Writable } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { postJson, queryString } from '../client/access';
import type { Datastack } from '../client/datastack';
import { damagedReply, readBytes } from '../client/replies';
import { type ArrowColumn, type ArrowTable, readArrow } from './arrow';
import {
  ARROW_OPTIONS,
  joinKeys,
  materializeUrl,
  positionAt,
  REFERENCE_SUFFIX,
  type TableColumn,
  type TableShape,
  tableLabel,
} from './table-shape';
import { ALL_INVALID, NO_ROWS, tableWarnings } from './table-warnings';

export type Comparison = 'in' | 'not in' | '>' | '<' | '>=' | '<=' | '~' | 'box';

export interface RowFilter {
  column: TableColumn;
  comparison: Comparison;
  /** Ids as text, times as milliseconds; of a box six numbers in voxels of the table. */
  values: readonly (string | number | boolean)[];
}

/** A cell of a row as the table holds it: ids as text, times as milliseconds, positions in voxels of the table. */
export type RowValue = string | number | boolean | null | [number, number, number];

export interface RowQuery {
  shape: TableShape;
  /** A version, or the live tables at a time in seconds. */
  instant: { version: number } | { live: number };
  filters: readonly RowFilter[];
  columns: readonly TableColumn[];
  limit?: number;
  /** Live: the root ids are known to be current, so that comparisons may be combined with them. */
  current?: boolean;
  /** Only the number of rows; works on versions, and not across a reference. */
  count?: boolean;
}

const KEYS: Record<Exclude<Comparison, 'not in'>, string> = {
  in: 'filter_in_dict',
  '>': 'filter_greater_dict',
  '<': 'filter_less_dict',
  '>=': 'filter_greater_equal_dict',
  '<=': 'filter_less_equal_dict',
  '~': 'filter_regex_dict',
  box: 'filter_spatial_dict',
};

export function rowRequest(stack: Datastack, query: RowQuery): HttpRequest {
  const { shape, instant: at, filters, columns, limit } = query;
  const live = 'live' in at;
  const options = {
    ...ARROW_OPTIONS,
    ...(query.count ? { count: true } : {}),
    ...(live ? { allow_missing_lookups: true, allow_invalid_root_ids: query.current !== true } : {}),
  };
  const body: Record<string, Writable> = {
    ...filterKeys(filters),
    ...(live ? liveKeys(shape, at.live) : shape.reference ? joinKeys(shape.table, shape.reference) : {}),
    ...(query.count ? {} : selectKeys(shape, columns, live)),
    ...(limit === undefined ? {} : { limit }),
    ...resolutionKey(shape),
  };
  const place = live
    ? '/query'
    : shape.reference
      ? `/version/${at.version}/query`
      : `/version/${at.version}/${shape.view ? 'views' : 'table'}/${shape.table}/query`;
  const expects = query.count ? 1_000 : Math.min(limit ?? 100_000, 100_000) * bytesPerRow(columns) * 2;
  return postJson(
    stack.access,
    `${materializeUrl(stack)}${place}${queryString(options)}`,
    body,
    `table ${shape.table}`,
    expects,
  );
}

/** Each key takes one value for each column: filters of the same kind on the same column must not be combined here. */
function filterKeys(filters: readonly RowFilter[]): Record<string, Writable> {
  const keys: Record<string, Record<string, Record<string, Writable>>> = {};
  for (const filter of filters) {
    if (filter.comparison === 'not in' || filter.column.kind === 'time')
      throw new Error('not a filter for the server');
    const key = KEYS[filter.comparison];
    const { table, column } = filter.column;
    keys[key] = { ...keys[key], [table]: { ...keys[key]?.[table], [column]: filterValue(filter) } };
  }
  return keys;
}

function filterValue({ comparison: by, values, column }: RowFilter): Writable {
  if (by === 'box') return [values.slice(0, 3) as number[], values.slice(3) as number[]];
  const list = values.map((value): Writable => {
    // Live filters match numbers only: ids sent as text would match nothing, silently.
    if (column.kind === 'id') return new BareNumber(String(value));
    return value;
  });
  return by === 'in' ? list : list[0]!;
}

function liveKeys(shape: TableShape, at: number): Record<string, Writable> {
  const { table, reference } = shape;
  return {
    table,
    timestamp: new Date(at * 1000).toISOString().replace('Z', '+00:00'),
    ...(reference
      ? {
          join_tables: [[table, 'target_id', reference, 'id']],
          suffixes: { [table]: '', [reference]: REFERENCE_SUFFIX },
        }
      : {}),
  };
}

/** For two tables of different voxels, the finer one: no position loses digits. */
function resolutionKey({ resolution, referenceResolution }: TableShape): Record<string, Writable> {
  if (!resolution || !referenceResolution) return {};
  const finer = resolution.map((nm, i) => Math.min(nm, referenceResolution[i]!));
  return finer.join() === resolution.join() && finer.join() === referenceResolution.join()
    ? {}
    : { desired_resolution: finer };
}

/** The service fails if only one plain column is selected: a second one is selected too. */
function selectKeys(
  shape: TableShape,
  columns: readonly TableColumn[],
  live: boolean,
): Record<string, Writable> {
  const more =
    columns.length > 1 ? [] : shape.columns.filter((column) => !columns.includes(column)).slice(0, 1);
  const byTable: Record<string, string[]> = {};
  for (const { table, column } of [...columns, ...more]) {
    byTable[table] = [...(byTable[table] ?? []), column];
  }
  if (live) return { select_columns: byTable };
  return shape.reference ? { select_column_map: byTable } : { select_columns: byTable[shape.table] ?? [] };
}

/** Bytes of a row in Arrow form; for texts an estimate. */
export function bytesPerRow(columns: readonly TableColumn[]): number {
  const each = { id: 8, int: 6, float: 6, bool: 1, text: 24, time: 8, position: 12 };
  return columns.reduce((sum, column) => sum + each[column.kind], 24);
}

export interface RowReply {
  rows: RowValue[][];
  /** Number of rows after which the server stopped, or null where no row is missing. */
  truncatedAt: number | null;
  /** Rows left out because CAVE has not looked them up. */
  missing: number;
  /** The server's text about ids that are not current, or null. */
  invalid: string | null;
  /** nm of a voxel of the positions, where the reply has it. */
  resolution: number[] | null;
}

/** The rows in the order of `ask.columns`. */
export function readRowReply(reply: HttpReply, stack: Datastack, query: RowQuery): RowReply {
  const none: RowReply = { rows: [], truncatedAt: null, missing: 0, invalid: null, resolution: null };
  const live = 'live' in query.instant;
  if (live && reply.status === 500) {
    const text = reply.text();
    if (NO_ROWS.test(text)) return none;
    const invalid = ALL_INVALID.exec(text);
    if (invalid) return { ...none, invalid: invalid[0] };
  }
  const table = arrowOf(reply, stack, query.shape.table);
  const { cut, missing, invalid } = tableWarnings(reply);
  // Without rows the server's columns depend on which part of the live answer was empty.
  const cells = table.rows === 0 ? [] : query.columns.map((column) => cellsOf(table, column, stack, live));
  const rows = Array.from({ length: table.rows }, (_, row) => cells.map((cell) => cell(row)));
  const resolution = (reply.headers.dataframe_resolution ?? '').split(',').map(Number);
  const reached = !live && query.limit !== undefined && rows.length >= query.limit;
  return {
    rows,
    truncatedAt: cut ?? (reached ? rows.length : null),
    missing,
    invalid,
    resolution: resolution.length === 3 && resolution.every((nm) => nm > 0) ? resolution : null,
  };
}

export function readRowCount(reply: HttpReply, stack: Datastack, table: string): number {
  const count = arrowOf(reply, stack, table).columns.find((column) => column.name === 'count');
  const value = Number(count?.at(0) ?? Number.NaN);
  if (!Number.isInteger(value)) throw damagedReply(tableLabel(stack, table));
  return value;
}

function arrowOf(reply: HttpReply, stack: Datastack, table: string): ArrowTable {
  const bytes = readBytes(reply, tableLabel(stack, table));
  try {
    return readArrow(bytes);
  } catch {
    throw damagedReply(tableLabel(stack, table));
  }
}

function cellsOf(
  table: ArrowTable,
  column: TableColumn,
  stack: Datastack,
  live: boolean,
): (row: number) => RowValue {
  const { columns } = table;
  // A name that only one of two joined tables has in this answer carries no suffix.
  const has = (name: string) =>
    columns.some((found, i) => found.name === name || positionAt(columns, i) === name);
  const name = has(column.name) ? column.name : column.column;
  // In a live row this is null, and where all rows are new the server leaves it out.
  if (live && column.column === 'superceded_id' && !has(name)) return () => null;
  if (!has(name)) throw damagedReply(tableLabel(stack, column.table));
  if (column.kind === 'position') {
    const at = columns.findIndex((_, i) => positionAt(columns, i) === name);
    const axes = columns.slice(at, at + 3);
    return (row) => {
      const point = axes.map((axis) => axis.at(row));
      return point.some((value) => value === null) ? null : (point.map(Number) as [number, number, number]);
    };
  }
  const found = columns.find((candidate) => candidate.name === name)!;
  return column.kind === 'int' && found.kind === 'int64' ? wholeNumbers(found) : (row) => found.at(row);
}

/** A number where it is exact, else its digits. */
function wholeNumbers(column: ArrowColumn): (row: number) => RowValue {
  return (row) => {
    const value = column.at(row);
    const number = Number(value);
    return value === null || !Number.isSafeInteger(number) ? value : number;
  };
}
