/**
 * The shape of a table or view: its columns with their types, its reference table, and its voxel size. It is read from
 * the table's record and from the Arrow schema of a one-row query, and cached for an hour.
 */
import { TtError } from '../../core/errors';
import { type Json, parseJson, type Writable, writeJson } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { allOf, allSettled, replyTo, type Work } from '../../http/work';
import { getRequest, postJson, queryString } from '../client/access';
import type { Datastack, KeyValueCache } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { type ArrowColumn, type ArrowKind, isUnreadArrow, readArrowReply } from './arrow';
import { JSON_OPTIONS, readJsonColumns } from './json-table';
import { readTableRecord, readViewRecord, type TableRecord, tableLabel } from './table-record';

/** `id` is a 64-bit id, `int` any other integer. */
export type ColumnKind = 'id' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'position';

export interface TableColumn {
  /** Name in the answer; a position has no `_x` at its end. */
  name: string;
  kind: ColumnKind;
  /** True if the column was empty when its type was read. */
  untyped?: boolean;
  /** The table that the column belongs to (the table itself or its reference table), and its name there. */
  table: string;
  column: string;
}

export interface TableShape {
  table: string;
  view: boolean;
  /** The table to which the rows refer with target_id; its columns are joined to them. */
  reference: string | null;
  /** Voxel size of the table's positions in nm, or null if the record does not state it. */
  resolution: number[] | null;
  /** The same for the reference table. */
  referenceResolution: number[] | null;
  columns: TableColumn[];
  /** Rows are requested as JSON, because the server's Arrow form is not supported here. */
  json?: true;
}

/** The voxel size, in nm, of the table that a column belongs to. */
export const voxelsOf = (shape: TableShape, column: TableColumn): number[] | null =>
  column.table === shape.table ? shape.resolution : shape.referenceResolution;

const SHAPE_SECONDS = 3600;

export const REFERENCE_SUFFIX = '_ref';
export const materializeUrl = (stack: Datastack): string =>
  `${stack.localServer}/materialize/api/v3/datastack/${stack.name}`;

/**
 * One round trip; two if the table is a view or has a reference table. Merged and unmerged versions have different
 * columns, so each is cached by itself.
 */
export function* tableShape(
  stack: Datastack,
  table: string,
  version: number,
  cache: KeyValueCache,
): Work<TableShape> {
  if (!/^[A-Za-z0-9_]{1,200}$/.test(table))
    throw new TtError('INPUT', `"${table.slice(0, 40)}" is not a table’s name`);
  const key = `shape4:${stack.access.server}:${stack.name}:${version}:${table}`;
  const cachedTableShape = cachedShape(cache.get(key));
  if (cachedTableShape) return cachedTableShape;
  const shape = yield* readShape(stack, table, version);
  cache.put(key, writeJson(shape as unknown as Writable), SHAPE_SECONDS);
  return shape;
}

function cachedShape(text: string | null): TableShape | null {
  if (text === null) return null;
  try {
    const shape = parseJson(text) as unknown as TableShape;
    return Array.isArray(shape.columns) ? shape : null;
  } catch {
    return null;
  }
}

interface Probe {
  columns: ArrowColumn[];
  json: boolean;
}

function* readShape(stack: Datastack, table: string, version: number): Work<TableShape> {
  const path = `${materializeUrl(stack)}/version/${version}/table/${table}`;
  const [record, probe] = yield* allSettled<TableRecord | Probe>([
    recordAt(stack, table, `${path}/metadata`),
    probeAt(stack, table, `${path}/query`, {}),
  ]);
  if (!record!.ok) {
    const view = yield* viewShape(stack, table, version);
    if (view) return view;
    throw record!.error;
  }
  if (!probe!.ok) throw probe!.error;
  const info = record!.value as TableRecord;
  const { columns: found, json } = probe!.value as Probe;
  const own = shapeColumns(found).map((column) => ({
    ...column,
    table,
    column: column.name,
  }));
  const alone = { reference: null, referenceResolution: null };
  const asJson = json ? { json: true as const } : {};
  const resolution = recordedVoxelSize(info);
  const shape = { table, view: false, resolution, ...alone, columns: own, ...asJson };
  const reference = typeof info.reference_table === 'string' ? info.reference_table : '';
  if (reference === '') return shape;
  const base = `${materializeUrl(stack)}/version/${version}`;
  const [theirRecord, join] = yield* allOf<[TableRecord, Probe]>([
    recordAt(stack, reference, `${base}/table/${reference}/metadata`),
    probeAt(stack, table, `${base}/query`, joinKeys(table, reference)),
  ]);
  const joinedColumns = shapeColumns(join.columns);
  const mine = new Set(own.map((column) => column.name));
  const theirs = joinedColumns
    .filter((column) => !mine.has(column.name))
    .map((column) => ({ ...column, table: reference, column: bare(column.name, mine) }));
  // A join does not return superceded_id.
  const sharedColumns = own.filter((column) => joinedColumns.some(({ name }) => name === column.name));
  const referenceResolution = recordedVoxelSize(theirRecord);
  const whole = { ...shape, reference, referenceResolution, columns: [...sharedColumns, ...theirs] };
  return join.json ? { ...whole, json: true } : whole;
}

/** The column's name in its own table: only names that both tables have carry a suffix. */
function bare(name: string, mine: Set<string>): string {
  const stem = name.endsWith(REFERENCE_SUFFIX) ? name.slice(0, -REFERENCE_SUFFIX.length) : name;
  return mine.has(stem) ? stem : name;
}

/** The same join as CAVE's own client makes for a table with a reference table. */
export const joinKeys = (table: string, reference: string): Record<string, Writable> => ({
  tables: [
    [table, 'target_id'],
    [reference, 'id'],
  ],
  suffix_map: { [table]: '', [reference]: REFERENCE_SUFFIX },
});

export const ARROW_OPTIONS = {
  return_pyarrow: true,
  arrow_format: true,
  ipc_compress: false,
  direct_sql_pandas: true,
};

type Options = typeof ARROW_OPTIONS | typeof JSON_OPTIONS;
type Body = Record<string, Writable>;

function oneRow(stack: Datastack, table: string, url: string, body: Body, options: Options): HttpRequest {
  const what = tableLabel(stack, table).route;
  return postJson(stack.access, `${url}${queryString(options)}`, { ...body, limit: 1 }, what, 10_000);
}

function* recordAt(stack: Datastack, table: string, url: string, read = readTableRecord): Work<TableRecord> {
  const label = tableLabel(stack, table);
  return read(yield* replyTo(getRequest(stack.access, url, label.route)), label);
}

/** Requests one row to read its columns; if the server's Arrow is not supported here, requests it again as JSON. */
function* probeAt(stack: Datastack, table: string, url: string, body: Body): Work<Probe> {
  const label = tableLabel(stack, table);
  const reply = yield* replyTo(oneRow(stack, table, url, body, ARROW_OPTIONS));
  if (!isUnreadArrow(reply)) return { columns: readArrowReply(reply, label).columns, json: false };
  const again = yield* replyTo(oneRow(stack, table, url, body, JSON_OPTIONS));
  return { columns: readJsonColumns(again, label), json: true };
}

/** Reads the columns from the view's schema: a query may return no row, and then its columns have no types. */
function* viewShape(stack: Datastack, view: string, version: number): Work<TableShape | null> {
  const path = `${materializeUrl(stack)}/version/${version}/views/${view}`;
  const parts = new ReplyParts(tableLabel(stack, view));
  const readSchema = (reply: HttpReply) => parts.object(parts.json(reply));
  const [record, schema] = yield* allSettled<TableRecord>([
    recordAt(stack, view, `${path}/metadata`, readViewRecord),
    recordAt(stack, view, `${path}/schema`, readSchema),
  ]);
  if (!record!.ok) return null;
  if (!schema!.ok) throw schema!.error;
  const columns = Object.entries(schema!.value).map(([name, value]): TableColumn => {
    const type = parts.object(value);
    const format = type.format === undefined ? '' : parts.text(type.format);
    return { name, kind: viewKind(name, parts.text(type.type), format, parts), table: view, column: name };
  });
  const resolution = recordedVoxelSize(record!.value);
  return { table: view, view: true, reference: null, referenceResolution: null, resolution, columns };
}

function viewKind(name: string, type: string, format: string, parts: ReplyParts): ColumnKind {
  switch (type) {
    case 'SpatialPoint':
      return 'position';
    case 'integer':
      return kindOf(name, 'int64');
    case 'float':
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'string':
      return format === 'date-time' ? 'time' : 'text';
    default:
      throw parts.damageError();
  }
}

export function recordedVoxelSize(info: { [key: string]: Json }): number[] | null {
  const axes = ['x', 'y', 'z'].map((axis) => info[`voxel_resolution_${axis}`]);
  return axes.every((nm) => typeof nm === 'number' && nm > 0) ? (axes as number[]) : null;
}

/** The columns of the answer; three columns of a position become one. */
export function shapeColumns(
  arrow: readonly ArrowColumn[],
): Pick<TableColumn, 'name' | 'kind' | 'untyped'>[] {
  const columns: ReturnType<typeof shapeColumns> = [];
  for (let i = 0; i < arrow.length; i++) {
    const { name, kind } = arrow[i]!;
    if (name === '__index_level_0__') continue;
    const stem = positionAt(arrow, i);
    if (stem !== null) i += 2;
    if (stem !== null) columns.push({ name: stem, kind: 'position' });
    else columns.push({ name, kind: kindOf(name, kind), ...(kind === 'null' ? { untyped: true } : {}) });
  }
  return columns;
}

/** The name of the position whose three columns begin at index `i`, or null. */
export function positionAt(arrow: readonly { name: string }[], i: number): string | null {
  const stem = /^(.+)_x$/.exec(arrow[i]!.name)?.[1];
  const three = stem && arrow[i + 1]?.name === `${stem}_y` && arrow[i + 2]?.name === `${stem}_z`;
  return three ? stem : null;
}

/** Views send every integer with 64 bits, counts too. */
function kindOf(name: string, kind: ArrowKind): ColumnKind {
  switch (kind) {
    case 'int64':
      return /(^|_)id(_|$)/.test(name) ? 'id' : 'int';
    case 'null':
      return 'text';
    default:
      return kind;
  }
}

/** The distinct texts of each text column, from the live database: choices for a form. */
export function* knownValues(stack: Datastack, table: string): Work<Map<string, string[]>> {
  const parts = new ReplyParts(tableLabel(stack, table));
  const url = `${materializeUrl(stack)}/table/${encodeURIComponent(table)}/unique_string_values`;
  const reply = yield* replyTo(getRequest(stack.access, url, parts.label.route, 200_000));
  const values = new Map<string, string[]>();
  for (const [column, list] of Object.entries(parts.object(parts.json(reply)))) {
    values.set(
      column,
      parts.list(list).flatMap((value) => parts.orNull(value, (text) => parts.text(text)) ?? []),
    );
  }
  return values;
}
