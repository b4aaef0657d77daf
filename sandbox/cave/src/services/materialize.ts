/** MaterializationEngine: versions, tables, views, and frozen or live queries. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { type Call, ServiceError } from '../http/call';
import { jsonReply, type ReplyValue } from '../http/reply';
import type { Route } from '../http/routes';
import { QueryRefusal } from '../materialize/body';
import { type FrozenCall, join, queryTable, refuseExpired } from '../materialize/frozen';
import type { TableWithHistory } from '../materialize/history';
import { queryLive } from '../materialize/live';
import { frozenRows, frozenTable, inVersion, tableIn } from '../materialize/run';
import type { StoredView } from '../materialize/view';
import { queryView, viewIn, viewRecord, viewSchema } from '../materialize/views';
import type { SandboxStack } from '../stack';
import { type State, stackByName } from '../state';
import { iso, type MaterializedVersion } from '../world/timeline';
import { wrappedError } from './errors';
import { metadataOf } from './table-metadata';

type Handle = (call: Call, stack: SandboxStack, state: State, parts: Record<string, string>) => WireReply;
const onError = (error: unknown): WireReply =>
  error instanceof QueryRefusal ? error.reply : wrappedError(error);

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

const open = (pattern: string, value: ReplyValue): Route<State> => ({
  method: 'GET',
  pattern,
  access: 'open',
  gzip: false,
  onError,
  handle: () => jsonReply(value),
});

function versionRecord(
  { version, time, valid, merged }: MaterializedVersion,
  stack: SandboxStack,
): ReplyValue {
  return {
    id: version + 100,
    datastack: stack.facts.name,
    version,
    time_stamp: iso(time),
    valid,
    expires_on: valid ? '2121-11-10T07:10:00.123456' : iso(time + 90 * 86_400_000),
    status: valid ? 'AVAILABLE' : 'EXPIRED',
    is_merged: merged,
  };
}

const versionIn = (state: State, text: string | undefined): MaterializedVersion | undefined =>
  state.timeline.versions.find(({ version }) => String(version) === text);

/** Versions in a list; expired ones only on request. */
const listVersions = (call: Call, state: State): MaterializedVersion[] =>
  state.timeline.versions.filter(({ valid }) => valid || call.flag('expired'));

function frozen(state: State, stack: SandboxStack, text: string): MaterializedVersion {
  const found = versionIn(state, text);
  if (found === undefined)
    throw new ServiceError(500, `404 Not Found: version ${text} not found in ${stack.facts.name}`);
  return found;
}

/** Handles a query of one version. */
const ofVersion =
  (answer: (call: FrozenCall, parts: Record<string, string>) => WireReply): Handle =>
  (call, stack, state, parts) =>
    answer({ call, stack, state, version: frozen(state, stack, parts.v!) }, parts);

const tablesOf = (stack: SandboxStack, version: MaterializedVersion): TableWithHistory[] =>
  [...stack.tables.values()].filter((table) => inVersion(table, version));

/** The distinct texts of each text column. */
const uniqueStrings: Handle = (call, stack, _, { table: name }) => {
  const table = tableIn(stack, name!, call);
  const texts = table.columns.filter((column) => column.kind === 'text');
  const found = new Map(texts.map(({ name: column }) => [column, new Set<string>()]));
  if (texts.length > 0) {
    for (let i = 0; i < table.length; i++) {
      const row = table.row(i);
      for (const [column, values] of found) {
        const value = row.value(column);
        if (typeof value === 'string') values.add(value);
      }
    }
  }
  return jsonReply(Object.fromEntries([...found].map(([column, values]) => [column, [...values].sort()])));
};

const tableList: Handle = (_, stack, state, { v }) => {
  const version = versionIn(state, v);
  return version === undefined
    ? jsonReply(null, 404)
    : jsonReply(tablesOf(stack, version).map((table) => table.facts.name));
};

/** Several routes look up a version and read its record without a check. */
const NO_RECORD = "'NoneType' object has no attribute 'id'";

function knownVersion(state: State, text: string | undefined): MaterializedVersion {
  const found = versionIn(state, text);
  if (found === undefined) throw new ServiceError(500, NO_RECORD);
  return found;
}

const tableRecord: Handle = (call, stack, state, { v, table: name }) => {
  const version = knownVersion(state, v);
  const table = stack.tables.get(name!);
  if (table === undefined || !inVersion(table, version)) {
    return jsonReply(`Table ${name} not found`, 404);
  }
  return jsonReply(metadataOf(tableIn(stack, name!, call), stack, 'materialize'));
};

const tableCount: Handle = (call, stack, state, { v, table: name }) => {
  const version = frozen(state, stack, v!);
  const table = frozenTable(stack, name!, version, call);
  refuseExpired(version, name!);
  if (table.isStill(version.time)) return jsonReply(table.length);
  const has = frozenRows(version);
  let rows = 0;
  for (let i = 0; i < table.length; i++) if (has(table.row(i))) rows += 1;
  return jsonReply(rows);
};

/** Routes of views first check that the datastack exists. */
const viewsOf = (stack: SandboxStack, value: (view: StoredView) => ReplyValue): Record<string, ReplyValue> =>
  Object.fromEntries([...stack.views].map(([name, view]) => [name, value(view)]));

export const materializeRoutes: Route<State>[] = [
  open('/materialize/api/versions', [2, 3]),
  open('/materialize/version', '5.26.4'),
  open('/materialize/api/version', '5.26.4'),
  ...route('GET', [2, 3], '/versions', (call, _, state) =>
    jsonReply(listVersions(call, state).map((v) => v.version)),
  ),
  ...route('GET', [2, 3], '/metadata', (call, stack, state) => {
    const versions = listVersions(call, state);
    if (versions.length === 0) return jsonReply('No valid versions found', 404);
    return jsonReply(versions.map((version) => versionRecord(version, stack)));
  }),
  ...route('GET', [2, 3], '/version/{v}', (_, stack, state, { v }) => {
    const found = versionIn(state, v);
    return found === undefined ? jsonReply('No version found', 404) : jsonReply(versionRecord(found, stack));
  }),
  ...route('GET', [2, 3], '/version/{v}/tables', tableList),
  ...route('GET', [3], '/version/{v}/tables/metadata', (_, stack, state, { v }) => {
    const version = versionIn(state, v);
    if (version === undefined) return jsonReply([], 404);
    return jsonReply(tablesOf(stack, version).map((table) => metadataOf(table, stack, 'materialize')));
  }),
  ...route('GET', [2, 3], '/version/{v}/table/{table}/metadata', tableRecord),
  ...route('GET', [2, 3], '/version/{v}/table/{table}/count', tableCount),
  ...route(
    'POST',
    [3],
    '/version/{v}/table/{table}/query',
    ofVersion((frozenCall, { table }) => queryTable(frozenCall, table!)),
  ),
  ...route('POST', [3], '/version/{v}/query', ofVersion(join)),
  ...route('POST', [3], '/query', queryLive),
  ...route('POST', [2], '/version/{v}/table/{table}/query', () => {
    throw new ServiceError(500, "'random_sample'");
  }),
  ...route('GET', [3], '/version/{v}/views', (_, stack) =>
    jsonReply(viewsOf(stack, (view) => viewRecord(view, stack))),
  ),
  ...route('GET', [3], '/version/{v}/views/schemas', (_, stack) =>
    jsonReply(viewsOf(stack, viewSchema), stack.views.size === 0 ? 404 : 200),
  ),
  ...route('GET', [3], '/version/{v}/views/{view}/metadata', (_, stack, state, { v, view: name }) => {
    knownVersion(state, v);
    const view = stack.views.get(name!);
    if (view === undefined) throw new ServiceError(500, NO_RECORD);
    return jsonReply({ ...viewRecord(view, stack), table_name: name });
  }),
  ...route('GET', [3], '/version/{v}/views/{view}/schema', (_, stack, __, { v, view }) =>
    jsonReply(viewSchema(viewIn(stack, view!, v!))),
  ),
  ...route(
    'POST',
    [3],
    '/version/{v}/views/{view}/query',
    ofVersion((frozenCall, { view }) => queryView(frozenCall, view!)),
  ),
  ...route('GET', [2, 3], '/table/{table}/unique_string_values', uniqueStrings),
];
