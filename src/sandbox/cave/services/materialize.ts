/** MaterializationEngine: versions, tables, and queries frozen or live. */
import { asObject } from '../../../core/json';
import type { WireReply } from '../../wire';
import { type Call, ServiceError } from '../http/call';
import { jsonReply, type Value } from '../http/reply';
import type { Route } from '../http/routes';
import { type Answer, type AnswerColumn, splitPosition, write } from '../materialize/answer';
import {
  checkArguments,
  FROZEN_KEYS,
  filtersOf,
  JOIN_KEYS,
  LIVE_KEYS,
  Refused,
  readBody,
  textList,
  wholeOf,
} from '../materialize/body';
import {
  countRows,
  type Filter,
  joinRows,
  type LiveRow,
  type Output,
  type Query,
  selectColumns,
  selectRows,
} from '../materialize/query';
import type { AnnotationTable } from '../materialize/table';
import { type Stack, type State, stackByName } from '../state';
import { wrappedError } from './errors';
import { metadataOf } from './table-metadata';

const ROW_CAP = 500_000;

type Handle = (call: Call, stack: Stack, state: State, parts: Record<string, string>) => WireReply;
const onError = (error: unknown): WireReply => (error instanceof Refused ? error.reply : wrappedError(error));

function route(method: string, versions: (2 | 3)[], path: string, handle: Handle): Route<State>[] {
  return versions.map((v) => ({
    method,
    pattern: `/materialize/api/v${v}/datastack/{ds}${path}`,
    access: { stack: 'ds' },
    gzip: true,
    onError,
    handle: (call, parts, state) => handle(call, stackByName(state, parts.ds!)!, state, parts),
  }));
}

const open = (pattern: string, value: Value): Route<State> => ({
  method: 'GET',
  pattern,
  access: 'open',
  gzip: false,
  onError,
  handle: () => jsonReply(value),
});

interface Version {
  version: number;
  time: number;
}

const iso = (time: number): string => `${new Date(time).toISOString().slice(0, -1)}456`;

function versionRecord({ version, time }: Version, stack: Stack): Value {
  return {
    id: version + 100,
    datastack: stack.facts.name,
    version,
    time_stamp: iso(time),
    valid: true,
    expires_on: '2121-11-10T07:10:00.123456',
    status: 'AVAILABLE',
    is_merged: true,
  };
}

const versionIn = (state: State, text: string | undefined): Version | undefined =>
  state.timeline.versions.find(({ version }) => String(version) === text);

function frozen(state: State, stack: Stack, text: string): Version {
  const found = versionIn(state, text);
  if (found === undefined)
    throw new ServiceError(500, `404 Not Found: version ${text} not found in ${stack.facts.name}`);
  return found;
}

function tableIn(stack: Stack, name: string, version: string | number): AnnotationTable {
  const table = stack.tables.get(name);
  if (table !== undefined) return table;
  const where = `for version ${version} in datastack ${stack.facts.name}`;
  throw new ServiceError(500, `404 Not Found: Analysis table '${name}' not found ${where}`);
}

function limits(state: State, body: ReturnType<typeof readBody>): { limit: number; offset: number } {
  const cap = state.faults.options.rowCap ?? ROW_CAP;
  const wanted = wholeOf(body.limit, cap);
  return { limit: Math.min(cap, wanted), offset: wholeOf(body.offset, 0) };
}

const shortened = (rows: number, limit: number): string[] =>
  rows === limit ? [`201 - "Limited query to ${limit} rows`] : [];

function scaleOf(body: ReturnType<typeof readBody>, stack: Stack): { scale: number[]; resolution: number[] } {
  const own = [...stack.facts.viewerResolution];
  const wanted = body.desired_resolution;
  if (!Array.isArray(wanted) || wanted.length !== 3) return { scale: [1, 1, 1], resolution: own };
  const to = wanted.map(Number);
  return { scale: own.map((n, k) => n / to[k]!), resolution: to };
}

function columnsOf(
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

const namesOf = (outputs: Output[]): Answer['names'] => {
  const names: Answer['names'] = {};
  for (const { table, column, name } of outputs) {
    names[table.facts.name] ??= {};
    names[table.facts.name]![column.name] = name;
  }
  return names;
};

function sampleOf(call: Call, table: AnnotationTable): number | null {
  const wanted = call.number('random_sample');
  return wanted === null || wanted >= table.length ? null : wanted / table.length;
}

function count(n: number, stack: Stack, call: Call, table: AnnotationTable): WireReply {
  const column: AnswerColumn = { name: 'count', kind: 'id', values: [String(n)] };
  const names = { [table.facts.name]: Object.fromEntries(table.allColumns.map(({ name }) => [name, name])) };
  return write(
    { columns: [column], rows: 1, warnings: [], resolution: stack.facts.viewerResolution, names },
    call,
  );
}

function foreign(filters: Filter[], table: AnnotationTable): void {
  const other = filters.find((filter) => filter.table !== table.facts.name);
  if (other !== undefined)
    throw new ServiceError(500, `404 Not Found: table ${other.table} is not part of the query`);
}

const single: Handle = (call, stack, state, { v, table: name }) => {
  checkArguments(call);
  const body = readBody(call, FROZEN_KEYS);
  const version = frozen(state, stack, v!);
  const table = tableIn(stack, name!, version.version);
  const filters = filtersOf(body);
  foreign(filters, table);
  const query: Query = {
    table,
    filters,
    time: version.time,
    ...limits(state, body),
    sample: sampleOf(call, table),
  };
  if (call.flag('count')) return count(countRows(query), stack, call, table);
  const outputs = selectColumns(table, textList(body.select_columns)).map((column) => ({
    name: column.name,
    column,
    table,
  }));
  const rows = selectRows(query);
  const { scale, resolution } = scaleOf(body, stack);
  const notice = table.facts.notice;
  const warnings = [
    ...shortened(rows.length, query.limit),
    ...(notice === null ? [] : [`Table Owner Notice on ${name}: ${notice}`]),
  ];
  const columns = columnsOf(outputs, new Map([[table, rows]]), scale);
  return write({ columns, rows: rows.length, warnings, resolution, names: namesOf(outputs) }, call);
};

interface JoinPlan {
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

function runJoin(
  plan: JoinPlan,
  body: ReturnType<typeof readBody>,
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

const stringMap = (value: ReturnType<typeof asObject>): Record<string, string> =>
  Object.fromEntries(Object.entries(value ?? {}).map(([key, text]) => [key, String(text)]));

function selection(value: ReturnType<typeof asObject>): Record<string, string[]> | null {
  if (value === null) return null;
  return Object.fromEntries(
    Object.entries(value).map(([table, columns]) => [table, textList(columns) ?? []]),
  );
}

const join: Handle = (call, stack, state, { v }) => {
  checkArguments(call);
  const body = readBody(call, JOIN_KEYS, ['tables']);
  const version = frozen(state, stack, v!);
  const [first, second] = (body.tables as string[][]).map((entry) => entry.map(String));
  if (first === undefined || second === undefined) throw new ServiceError(500, 'list index out of range');
  const plan: JoinPlan = {
    left: tableIn(stack, first[0]!, version.version),
    leftColumn: first[1]!,
    right: tableIn(stack, second[0]!, version.version),
    rightColumn: second[1]!,
    suffixes: stringMap(asObject(body.suffix_map)),
    select: selection(asObject(body.select_column_map)),
  };
  return runJoin(plan, body, version.time, stack, state, call);
};

/** Ids that arrived as JSON strings: the live query's translation knows integers only. */
function quotedIds(text: string): Set<string> {
  return new Set([...text.matchAll(/"([0-9]{10,20})"/g)].map((match) => match[1]!));
}

const live: Handle = (call, stack, state) => {
  checkArguments(call);
  const body = readBody(call, LIVE_KEYS, ['table', 'timestamp']);
  const time = Date.parse(
    /[Zz]|[+-][0-9]{2}:?[0-9]{2}$/.test(String(body.timestamp))
      ? String(body.timestamp)
      : `${body.timestamp}Z`,
  );
  if (Number.isNaN(time))
    throw new ServiceError(500, `Invalid isoformat string: '${String(body.timestamp)}'`);
  const newest = state.timeline.versions.at(-1)!.version;
  const table = tableIn(stack, String(body.table), newest);
  const quoted = quotedIds(call.text);
  const warnings: string[] = [];
  const allowInvalid = call.flag('allow_invalid_root_ids');
  const filters = filtersOf(body);
  const known: string[] = [];
  const checked = filters.map((filter): Filter => {
    if (!filter.column.endsWith('root_id') || (filter.by !== 'in' && filter.by !== 'equal')) return filter;
    const ids = (filter.by === 'in' ? (filter.value as unknown[]) : [filter.value]).map(String);
    const invalid = ids.filter((id) => !(stack.graph.root(id)?.isLatestAt(time) ?? false));
    if (invalid.length > 0) {
      const shown = `[${invalid.join(', ')}]`;
      const message = `Some root_ids passed are not valid at the query timestamp: ${shown}`;
      if (!allowInvalid) throw new ServiceError(500, `400 Bad Request: ${message}`);
      if (invalid.length === ids.length) {
        throw new ServiceError(
          500,
          `400 Bad Request: ALL root id filters passed are not valid at the query timestamp: ${shown}`,
        );
      }
      warnings.push(message);
    }
    const valid = ids.filter((id) => !invalid.includes(id));
    known.push(...valid);
    return { ...filter, by: 'in', value: valid.filter((id) => !quoted.has(id)) };
  });
  // A defect kept: in this mode the other list filters are cut down to what is also among the root ids.
  const final =
    allowInvalid && known.length > 0
      ? checked.map((filter) => {
          if (filter.column.endsWith('root_id') || (filter.by !== 'in' && filter.by !== 'equal'))
            return filter;
          const values = (filter.by === 'in' ? (filter.value as unknown[]) : [filter.value]).map(String);
          return { ...filter, by: 'in' as const, value: values.filter((value) => known.includes(value)) };
        })
      : checked;
  const select = selection(asObject(body.select_columns));
  const joins = body.join_tables;
  if (Array.isArray(joins) && joins.length > 0) {
    const [leftName, leftColumn, rightName, rightColumn] = (joins[0] as unknown[]).map(String);
    const plan: JoinPlan = {
      left: tableIn(stack, leftName!, newest),
      leftColumn: leftColumn!,
      right: tableIn(stack, rightName!, newest),
      rightColumn: rightColumn!,
      suffixes: stringMap(asObject(body.suffixes)),
      select,
    };
    return runJoin(plan, body, time, stack, state, call, warnings);
  }
  foreign(final, table);
  const { limit, offset } = limits(state, body);
  const rows = selectRows({ table, filters: final, time, limit, offset, sample: sampleOf(call, table) });
  const outputs = selectColumns(table, select?.[table.facts.name] ?? null).map((column) => ({
    name: column.name,
    column,
    table,
  }));
  const { scale, resolution } = scaleOf(body, stack);
  const columns = columnsOf(outputs, new Map([[table, rows]]), scale);
  const said = [...warnings, ...shortened(rows.length, limit)];
  return write({ columns, rows: rows.length, warnings: said, resolution, names: namesOf(outputs) }, call);
};

/** Every distinct text in every text column. */
const uniqueStrings: Handle = (_, stack, __, { table: name }) => {
  const table = tableIn(stack, name!, 'live');
  const texts = table.columns.filter((column) => column.kind === 'text');
  const found = new Map(texts.map(({ name: column }) => [column, new Set<string>()]));
  if (texts.length > 0) {
    for (let i = 0; i < table.length; i++) {
      const row = table.row(i);
      for (const [column, seen] of found) {
        const value = row.value(column);
        if (typeof value === 'string') seen.add(value);
      }
    }
  }
  return jsonReply(Object.fromEntries([...found].map(([column, seen]) => [column, [...seen].sort()])));
};

const tableList: Handle = (_, stack, state, { v }) =>
  versionIn(state, v) === undefined ? jsonReply(null, 404) : jsonReply([...stack.tables.keys()]);

export const materializeRoutes: Route<State>[] = [
  open('/materialize/api/versions', [2, 3]),
  open('/materialize/version', '5.26.4'),
  open('/materialize/api/version', '5.26.4'),
  ...route('GET', [2, 3], '/versions', (_, __, state) =>
    jsonReply(state.timeline.versions.map((v) => v.version)),
  ),
  ...route('GET', [2, 3], '/metadata', (_, stack, state) =>
    jsonReply(state.timeline.versions.map((version) => versionRecord(version, stack))),
  ),
  ...route('GET', [2, 3], '/version/{v}', (_, stack, state, { v }) => {
    const found = versionIn(state, v);
    return found === undefined ? jsonReply('No version found', 404) : jsonReply(versionRecord(found, stack));
  }),
  ...route('GET', [2, 3], '/version/{v}/tables', tableList),
  ...route('GET', [3], '/version/{v}/tables/metadata', (_, stack, state, { v }) => {
    if (versionIn(state, v) === undefined) return jsonReply([], 404);
    return jsonReply([...stack.tables.values()].map((table) => metadataOf(table, stack, 'materialize')));
  }),
  ...route('GET', [2, 3], '/version/{v}/table/{table}/metadata', (_, stack, state, { v, table: name }) => {
    const table = stack.tables.get(name!);
    if (versionIn(state, v) === undefined) return jsonReply('No version found', 404);
    if (table === undefined) return jsonReply(`Table ${name} not found`, 404);
    return jsonReply(metadataOf(table, stack, 'materialize'));
  }),
  ...route('GET', [2, 3], '/version/{v}/table/{table}/count', (_, stack, state, { v, table: name }) => {
    const version = frozen(state, stack, v!);
    return jsonReply(tableIn(stack, name!, version.version).length);
  }),
  ...route('POST', [3], '/version/{v}/table/{table}/query', single),
  ...route('POST', [3], '/version/{v}/query', join),
  ...route('POST', [3], '/query', live),
  ...route('POST', [2], '/version/{v}/table/{table}/query', () => {
    throw new ServiceError(500, "'random_sample'");
  }),
  ...route('GET', [3], '/version/{v}/views', () => jsonReply({})),
  ...route('GET', [3], '/version/{v}/views/schemas', () => jsonReply({}, 404)),
  ...route('GET', [3], '/version/{v}/views/{view}/metadata', (_, __, ___, { view }) =>
    jsonReply(`View ${view} not found`, 404),
  ),
  ...route('GET', [3], '/version/{v}/views/{view}/schema', (_, __, ___, { view }) =>
    jsonReply(`View ${view} not found`, 404),
  ),
  ...route('POST', [3], '/version/{v}/views/{view}/query', (_, stack, ___, { v, view }) => {
    throw new ServiceError(
      500,
      `404 Not Found: view ${view} not found in version ${v} of ${stack.facts.name}`,
    );
  }),
  ...route('GET', [2, 3], '/table/{table}/unique_string_values', uniqueStrings),
];
