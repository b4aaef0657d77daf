/** Queries of a version: a table, two joined tables, a count. */

import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject } from '../../../../src/core/json';
import { type Call, ServiceError } from '../http/call';
import type { SandboxStack } from '../stack';
import type { State } from '../state';
import type { MaterializedVersion } from '../world/timeline';
import { writeAnswer } from './answer';
import type { AnswerColumn } from './answer-column';
import { checkArguments, FROZEN_KEYS, filtersOf, JOIN_KEYS, readQueryBody, textList } from './body';
import { sqlError } from './postgres';
import {
  applyLimits,
  countMatches,
  joinedRows,
  type Query,
  refuseLoneColumn,
  selectColumns,
  selectRows,
} from './query';
import {
  answerColumns,
  formOf,
  frozenRows,
  frozenTable,
  type JoinPlan,
  joinOutputs,
  limits,
  limitWarnings,
  namesOf,
  positionScale,
  refuseOtherTables,
  selection,
  sideOf,
  stringMap,
} from './run';
import { type AnnotationTable, columnsIn } from './table';

export interface FrozenCall {
  call: Call;
  stack: SandboxStack;
  state: State;
  version: MaterializedVersion;
}

/** Throws for an expired version: its database no longer exists, but its record stays. */
export function refuseExpired(version: MaterializedVersion, name: string): void {
  if (!version.valid) throw sqlError(name, `relation "${name}" does not exist`);
}

export function countReply(
  n: number,
  resolution: number[],
  names: Record<string, Record<string, string>>,
  call: Call,
): WireReply {
  const column: AnswerColumn = { name: 'count', kind: 'id', values: [String(n)] };
  return writeAnswer({ columns: [column], rows: 1, warnings: [], resolution, names }, call);
}

export function queryTable({ call, stack, state, version }: FrozenCall, name: string): WireReply {
  checkArguments(call);
  const body = readQueryBody(call, FROZEN_KEYS);
  const table = frozenTable(stack, name, version, call);
  refuseExpired(version, name);
  const form = formOf(version);
  const filters = filtersOf(body);
  refuseOtherTables(filters, [table]);
  const query: Query = {
    table,
    form,
    filters,
    time: version.time,
    now: version.time,
    has: frozenRows(version),
    ...limits(state, body),
  };
  const { scale, resolution } = positionScale(body, table, stack);
  if (call.flag('count')) {
    const names = { [name]: Object.fromEntries(columnsIn(table, form).map((c) => [c.name, c.name])) };
    const all = filters.length === 0 && table.isStill(version.time);
    return countReply(all ? table.length : countMatches(query), resolution, names, call);
  }
  const outputs = selectColumns(table, form, textList(body.select_columns)).map((column) => ({
    name: column.name,
    column,
    table,
  }));
  refuseLoneColumn(outputs);
  const rows = selectRows(query);
  const { notice } = table.facts;
  const warnings = [
    ...limitWarnings(rows.length, query.limit),
    ...(notice === null ? [] : [`Table Owner Notice on ${name}: ${notice}`]),
  ];
  const columns = answerColumns(outputs, new Map([[table as AnnotationTable, rows]]), scale);
  return writeAnswer({ columns, rows: rows.length, warnings, resolution, names: namesOf(outputs) }, call);
}

export function join({ call, stack, state, version }: FrozenCall): WireReply {
  checkArguments(call);
  const body = readQueryBody(call, JOIN_KEYS, ['tables']);
  const [first, second] = (body.tables as string[][]).map((entry) => entry.map(String));
  if (first === undefined || second === undefined) throw new ServiceError(500, 'list index out of range');
  const plan: JoinPlan = {
    left: frozenTable(stack, first[0]!, version, call),
    leftColumn: first[1]!,
    right: frozenTable(stack, second[0]!, version, call),
    rightColumn: second[1]!,
    suffixes: stringMap(asObject(body.suffix_map)),
    select: selection(asObject(body.select_column_map)),
  };
  refuseExpired(version, first[0]!);
  const form = formOf(version);
  const filters = filtersOf(body);
  refuseOtherTables(filters, [plan.left, plan.right]);
  const commonParts = { form, filters, time: version.time, now: version.time, has: frozenRows(version) };
  const outputs = joinOutputs(plan, form, false);
  refuseLoneColumn(outputs);
  const { limit, offset } = limits(state, body);
  const pairs = applyLimits(
    joinedRows(
      sideOf({ ...commonParts, table: plan.left }),
      plan.leftColumn,
      sideOf({ ...commonParts, table: plan.right }),
      plan.rightColumn,
    ),
    { limit, offset },
  );
  const { scale, resolution } = positionScale(body, plan.left, stack);
  const rows = new Map<AnnotationTable, (typeof pairs)[number][0][]>([
    [plan.left, pairs.map(([row]) => row)],
    [plan.right, pairs.map(([, row]) => row)],
  ]);
  const columns = answerColumns(outputs, rows, scale);
  const warnings = limitWarnings(pairs.length, limit);
  return writeAnswer({ columns, rows: pairs.length, warnings, resolution, names: namesOf(outputs) }, call);
}
