/** MaterializationEngine: versions, tables, and queries frozen or live. */
import { asObject } from '../../../core/json';
import type { WireReply } from '../../wire';
import { type Call, ServiceError } from '../http/call';
import { jsonReply, type Value } from '../http/reply';
import type { Route } from '../http/routes';
import { type AnswerColumn, write } from '../materialize/answer';
import {
  checkArguments,
  FROZEN_KEYS,
  filtersOf,
  JOIN_KEYS,
  Refused,
  readBody,
  textList,
} from '../materialize/body';
import { live } from '../materialize/live';
import { countRows, type Query, selectColumns, selectRows } from '../materialize/query';
import {
  columnsOf,
  foreign,
  type JoinPlan,
  limits,
  namesOf,
  runJoin,
  sampleOf,
  scaleOf,
  selection,
  shortened,
  stringMap,
  tableIn,
} from '../materialize/run';
import type { AnnotationTable } from '../materialize/table';
import { type Stack, type State, stackByName } from '../state';
import { wrappedError } from './errors';
import { metadataOf } from './table-metadata';

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

function count(n: number, stack: Stack, call: Call, table: AnnotationTable): WireReply {
  const column: AnswerColumn = { name: 'count', kind: 'id', values: [String(n)] };
  const names = { [table.facts.name]: Object.fromEntries(table.allColumns.map(({ name }) => [name, name])) };
  return write(
    { columns: [column], rows: 1, warnings: [], resolution: stack.facts.viewerResolution, names },
    call,
  );
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
