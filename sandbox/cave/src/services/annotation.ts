/** AnnotationEngine: the tables of an aligned volume, read-only. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { type Call, ServiceError } from '../http/call';
import { jsonReply, Raw, type ReplyHeader, type ReplyValue } from '../http/reply';
import type { Route } from '../http/routes';
import type { TableWithHistory } from '../materialize/history';
import type { Cellular, TableRow } from '../materialize/table';
import type { SandboxStack } from '../stack';
import { type State, stackByVolume } from '../state';
import { wrappedError } from './errors';
import { metadataOf } from './table-metadata';

const A = '/annotation/api/v2/aligned_volume/{av}';

type Handle = (call: Call, stack: SandboxStack, parts: Record<string, string>) => WireReply;

const route = (
  method: string,
  path: string,
  handle: Handle,
  right: 'view' | 'edit' = 'view',
): Route<State> => ({
  method,
  pattern: `${A}${path}`,
  access: { stack: 'av', right },
  gzip: false,
  onError: wrappedError,
  handle: (call, parts, state) => handle(call, stackByVolume(state, parts.av!)!, parts),
});

function tableIn(stack: SandboxStack, name: string): TableWithHistory {
  const table = stack.tables.get(name);
  if (table === undefined) throw new ServiceError(500, "'NoneType' object has no attribute 'get'");
  return table;
}

const readOnly: Handle = () => {
  throw new ServiceError(500, '403 Forbidden: the tables of this sandbox are read only');
};

function annotation(table: TableWithHistory, row: TableRow): ReplyValue {
  const replyValue = (value: Cellular | undefined): ReplyValue =>
    (Array.isArray(value) ? [...value] : (value as ReplyValue)) ?? null;
  const fields = table.columns
    .filter(({ kind }) => kind !== 'root' && kind !== 'supervoxel')
    .map(({ name }): [string, ReplyValue] => [name, replyValue(row.value(name))]);
  return { id: new Raw(row.id), ...Object.fromEntries(fields) };
}

export const annotationRoutes: Route<State>[] = [
  {
    method: 'GET',
    pattern: '/annotation/api/versions',
    access: 'open',
    gzip: false,
    onError: wrappedError,
    handle: () => jsonReply([2]),
  },
  route('GET', '/table', (_, stack) => jsonReply([...stack.tables.keys()])),
  // The service answers a read with status 201.
  route('GET', '/table/{table}', (_, stack, { table: name }) => {
    const table = tableIn(stack, name!);
    const notice = table.facts.notice;
    if (notice?.includes('\n'))
      throw new ServiceError(500, 'Header values must not contain newline characters.');
    const headers: ReplyHeader[] = notice === null ? [] : [['Warning', `Table Owner Notice: ${notice}`]];
    return jsonReply(metadataOf(table, stack, 'annotation'), 201, headers);
  }),
  route('GET', '/table/{table}/count', (_, stack, { table: name }) =>
    jsonReply(tableIn(stack, name!).length),
  ),
  route('GET', '/table/{table}/annotations', (call, stack, { table: name }) => {
    const table = tableIn(stack, name!);
    const annotationIds = new Set((call.query.get('annotation_ids') ?? '').split(','));
    const rows = Array.from({ length: table.length }, (_, i) => table.row(i));
    const found = rows.filter((row) => annotationIds.has(row.id) && row.existsAt(call.now));
    return jsonReply(found.map((row) => annotation(table, row)));
  }),
  route('POST', '/table', readOnly, 'edit'),
  route('PUT', '/table/{table}', readOnly, 'edit'),
  route('DELETE', '/table/{table}', readOnly, 'edit'),
  route('POST', '/table/{table}/annotations', readOnly, 'edit'),
  route('PUT', '/table/{table}/annotations', readOnly, 'edit'),
  route('DELETE', '/table/{table}/annotations', readOnly, 'edit'),
];
