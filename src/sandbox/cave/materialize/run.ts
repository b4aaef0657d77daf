/** Parts that frozen and live queries share: limits, selection, joins, and the columns of the answer. */
import type { asObject } from '../../../core/json';
import type { WireReply } from '../../wire';
import { type Call, ServiceError } from '../http/call';
import type { Stack, State } from '../state';
import { type Answer, type AnswerColumn, splitPosition, write } from './answer';
import { filtersOf, type readBody, textList, wholeOf } from './body';
import { type Filter, joinRows, type LiveRow, type Output, type Query } from './query';
import type { AnnotationTable } from './table';

export type Body = ReturnType<typeof readBody>;

const ROW_CAP = 500_000;

export function tableIn(stack: Stack, name: string, version: string | number): AnnotationTable {
  const table = stack.tables.get(name);
  if (table !== undefined) return table;
  const where = `for version ${version} in datastack ${stack.facts.name}`;
  throw new ServiceError(500, `404 Not Found: Analysis table '${name}' not found ${where}`);
}

export function limits(state: State, body: Body): { limit: number; offset: number } {
  const cap = state.faults.options.rowCap ?? ROW_CAP;
  const wanted = wholeOf(body.limit, cap);
  return { limit: Math.min(cap, wanted), offset: wholeOf(body.offset, 0) };
}

export const shortened = (rows: number, limit: number): string[] =>
  rows === limit ? [`201 - "Limited query to ${limit} rows`] : [];

export function scaleOf(body: Body, stack: Stack): { scale: number[]; resolution: number[] } {
  const own = [...stack.facts.viewerResolution];
  const wanted = body.desired_resolution;
  if (!Array.isArray(wanted) || wanted.length !== 3) return { scale: [1, 1, 1], resolution: own };
  const to = wanted.map(Number);
  return { scale: own.map((n, k) => n / to[k]!), resolution: to };
}

export function columnsOf(
  outputs: Output[],
  rowsByTable: Map<AnnotationTable, LiveRow[]>,
  scale: number[],
): AnswerColumn[] {
  return outputs.flatMap(({ name, column, table }): AnswerColumn[] => {
    const values = rowsByTable.get(table)!.map((row) => row.value(column));
    if (column.kind === 'position') return splitPosition(name, values, scale);
    return [{ name, kind: column.kind, values: values as AnswerColumn['values'] }];
  });
}

export const namesOf = (outputs: Output[]): Answer['names'] => {
  const names: Answer['names'] = {};
  for (const { table, column, name } of outputs) {
    names[table.facts.name] ??= {};
    names[table.facts.name]![column.name] = name;
  }
  return names;
};

export function sampleOf(call: Call, table: AnnotationTable): number | null {
  const wanted = call.number('random_sample');
  return wanted === null || wanted >= table.length ? null : wanted / table.length;
}

export function foreign(filters: Filter[], table: AnnotationTable): void {
  const other = filters.find((filter) => filter.table !== table.facts.name);
  if (other !== undefined)
    throw new ServiceError(500, `404 Not Found: table ${other.table} is not part of the query`);
}

export interface JoinPlan {
  left: AnnotationTable;
  right: AnnotationTable;
  leftColumn: string;
  rightColumn: string;
  suffixes: Record<string, string>;
  select: Record<string, string[]> | null;
}

/** Names of the columns of a join: those that both tables have take a suffix. */
function joinOutputs({ left, right, suffixes, select }: JoinPlan): Output[] {
  const groups = [left, right].map((table) => ({
    table,
    columns:
      select === null
        ? table.allColumns
        : select[table.facts.name] === undefined
          ? []
          : pickFor(table, select),
  }));
  const seen = groups.flatMap(({ columns }) => columns.map((column) => column.name));
  return groups.flatMap(({ table, columns }, side) =>
    columns.map((column): Output => {
      const twice = seen.filter((name) => name === column.name).length > 1;
      const suffix = suffixes[table.facts.name] ?? ['x', 'y'][side]!;
      return { table, column, name: twice ? `${column.name}${suffix}` : column.name };
    }),
  );
}

function pickFor(table: AnnotationTable, select: Record<string, string[]>) {
  const wanted = select[table.facts.name]!;
  const missing = wanted.find((name) => !table.allColumns.some((column) => column.name === name));
  if (missing !== undefined) {
    throw new ServiceError(500, `400 Bad Request: column ${missing} not found in ${table.facts.name}`);
  }
  return table.allColumns.filter(({ name }) => wanted.includes(name));
}

export function runJoin(
  plan: JoinPlan,
  body: Body,
  time: number,
  stack: Stack,
  state: State,
  call: Call,
  warnings: string[] = [],
): WireReply {
  const filters = filtersOf(body);
  const { limit, offset } = limits(state, body);
  const part = (table: AnnotationTable): Query => ({
    table,
    filters: filters.filter((filter) => filter.table === table.facts.name),
    time,
    offset: 0,
    limit: Number.POSITIVE_INFINITY,
    sample: null,
  });
  const pairs = joinRows(part(plan.left), plan.leftColumn, part(plan.right), plan.rightColumn, limit, offset);
  const outputs = joinOutputs(plan);
  const { scale, resolution } = scaleOf(body, stack);
  const rows = new Map([
    [plan.left, pairs.map(([row]) => row)],
    [plan.right, pairs.map(([, row]) => row)],
  ]);
  const columns = columnsOf(outputs, rows, scale);
  const said = [...warnings, ...shortened(pairs.length, limit)];
  return write({ columns, rows: pairs.length, warnings: said, resolution, names: namesOf(outputs) }, call);
}

export const stringMap = (value: ReturnType<typeof asObject>): Record<string, string> =>
  Object.fromEntries(Object.entries(value ?? {}).map(([key, text]) => [key, String(text)]));

export function selection(value: ReturnType<typeof asObject>): Record<string, string[]> | null {
  if (value === null) return null;
  return Object.fromEntries(
    Object.entries(value).map(([table, columns]) => [table, textList(columns) ?? []]),
  );
}
