/** Shared by frozen and live queries: tables and rows, limits, selection, columns. */
import type { asObject } from '../../../../src/core/json';
import { type Call, ServiceError } from '../http/call';
import type { SandboxStack } from '../stack';
import type { State } from '../state';
import type { MaterializedVersion } from '../world/timeline';
import { type QueryAnswer, splitPosition } from './answer';
import type { AnswerColumn } from './answer-column';
import { type readQueryBody, textList, wholeOf } from './body';
import type { TableWithHistory } from './history';
import { type LiveRow, type OutputColumn, type Query, type QueryFilter, selectColumns } from './query';
import { type AnnotationTable, type Form, msOf, type TableRow } from './table';

export type Body = ReturnType<typeof readQueryBody>;

const ROW_CAP = 200_000;

export const formOf = (version: MaterializedVersion): Form => (version.merged ? 'merged' : 'split');

/** The rows of a version. Only unmerged versions have rows without supervoxel. */
export const frozenRows =
  (version: MaterializedVersion) =>
  (row: TableRow): boolean =>
    row.existsAt(version.time) && (!version.merged || row.lookedUpAt(version.time));

export const inVersion = (table: AnnotationTable, version: MaterializedVersion): boolean =>
  msOf(table.facts.created) <= version.time;

export function tableIn(stack: SandboxStack, name: string, call: Call): TableWithHistory {
  const table = stack.tables.get(name);
  if (table === undefined) throw new ServiceError(500, `404 Not Found: Table ${name} not found`);
  if (table.facts.secret && String(call.user?.id) !== table.facts.userId) {
    throw new ServiceError(500, `401 Unauthorized: User does not have permission to read table ${name}`);
  }
  return table;
}

export function frozenTable(
  stack: SandboxStack,
  name: string,
  version: MaterializedVersion,
  call: Call,
): TableWithHistory {
  const table = stack.tables.get(name);
  if (table !== undefined && inVersion(table, version)) return tableIn(stack, name, call);
  const where = `for version ${version.version} in datastack ${stack.facts.name}`;
  throw new ServiceError(500, `404 Not Found: Analysis table '${name}' not found ${where}`);
}

export function limits(state: State, body: Body): { limit: number; offset: number } {
  const cap = state.faults.options.rowCap ?? ROW_CAP;
  const limit = wholeOf(body.limit, cap);
  return { limit: Math.min(cap, limit), offset: wholeOf(body.offset, 0) };
}

export const limitWarnings = (rows: number, limit: number): string[] =>
  rows === limit ? [`201 - "Limited query to ${limit} rows`] : [];

const NOT_THREE = 'desired_resolution must be a list of 3 values';

/** Positions are in voxels of the requested resolution, else of the main table's. */
export function positionScale(body: Body, table: AnnotationTable, stack: SandboxStack) {
  const own = positionResolution(table, stack);
  const target = body.desired_resolution;
  if (Array.isArray(target) && target.length !== 3)
    throw new ServiceError(500, `400 Bad Request: ${NOT_THREE}`);
  const to = Array.isArray(target) ? target.map(Number) : [...own];
  return {
    resolution: to,
    scale: (from: AnnotationTable) => positionResolution(from, stack).map((n, k) => n / to[k]!),
  };
}

export const positionResolution = (table: AnnotationTable, stack: SandboxStack): readonly number[] =>
  table.facts.resolution ?? stack.facts.viewerResolution;

export function answerColumns(
  outputs: OutputColumn[],
  rowsByTable: Map<AnnotationTable, LiveRow[]>,
  scale: (table: AnnotationTable) => number[],
): AnswerColumn[] {
  return outputs.flatMap(({ name, column, table }): AnswerColumn[] => {
    const values = rowsByTable.get(table)!.map((row) => row.value(column));
    if (column.kind === 'position') return splitPosition(name, values, scale(table));
    return [{ name, kind: column.kind, values: values as AnswerColumn['values'] }];
  });
}

export const namesOf = (outputs: OutputColumn[]): QueryAnswer['names'] => {
  const names: QueryAnswer['names'] = {};
  for (const { table, column, name } of outputs) {
    names[table.facts.name] ??= {};
    names[table.facts.name]![column.name] = name;
  }
  return names;
};

export function refuseOtherTables(filters: QueryFilter[], tables: readonly AnnotationTable[]): void {
  const other = filters.find((filter) => !tables.some((table) => table.facts.name === filter.table));
  if (other !== undefined)
    throw new ServiceError(500, `404 Not Found: table ${other.table} is not part of the query`);
}

export interface JoinPlan {
  left: TableWithHistory;
  right: TableWithHistory;
  leftColumn: string;
  rightColumn: string;
  suffixes: Record<string, string>;
  select: Record<string, string[]> | null;
}

/**
 * The columns of a join: names that both tables have get a suffix, and `superceded_id` is left out. The real order of
 * the tables is that of a Python set; here the reference table comes first.
 */
export function joinOutputs(
  { left, right, suffixes, select }: JoinPlan,
  form: Form,
  live: boolean,
): OutputColumn[] {
  const groups = [left, right].map((table, side) => ({
    table,
    suffix: suffixes[table.facts.name] ?? ['x', 'y'][side]!,
    columns:
      select === null
        ? selectColumns(table, form, null).filter(({ name }) => name !== 'superceded_id')
        : pickFor(table, form, select[table.facts.name] ?? [], live),
  }));
  const columnNames = groups.flatMap(({ columns }) => columns.map((column) => column.name));
  return groups.reverse().flatMap(({ table, columns, suffix }) =>
    columns.map((column): OutputColumn => {
      const twice = columnNames.filter((name) => name === column.name).length > 1;
      return { table, column, name: twice ? `${column.name}${suffix}` : column.name };
    }),
  );
}

/** In a live query, a root column adds its supervoxel column. */
function pickFor(table: AnnotationTable, form: Form, requestedNames: string[], live: boolean) {
  const tableColumns = selectColumns(table, form, null);
  const missing = requestedNames.find((name) => !tableColumns.some((column) => column.name === name));
  if (missing !== undefined) {
    throw new ServiceError(500, `400 Bad Request: column ${missing} not found in ${table.facts.name}`);
  }
  return live
    ? selectColumns(table, form, requestedNames)
    : tableColumns.filter(({ name }) => requestedNames.includes(name));
}

/** One side of a join: its own filters, without a limit. */
export const sideOf = (whole: Omit<Query, 'limit' | 'offset'>): Query => ({
  ...whole,
  filters: whole.filters.filter((filter) => filter.table === whole.table.facts.name),
  offset: 0,
  limit: Number.POSITIVE_INFINITY,
});

export const stringMap = (value: ReturnType<typeof asObject>): Record<string, string> =>
  Object.fromEntries(Object.entries(value ?? {}).map(([key, text]) => [key, String(text)]));

export function selection(value: ReturnType<typeof asObject>): Record<string, string[]> | null {
  if (value === null) return null;
  return Object.fromEntries(
    Object.entries(value).map(([table, columns]) => [table, textList(columns) ?? []]),
  );
}
