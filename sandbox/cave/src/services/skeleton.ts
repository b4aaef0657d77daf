/** SkeletonService: its routes, its content, and the description of its formats. */
import { gzipSync } from 'node:zlib';
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { Root } from '../graph/nodes';
import { ServiceError } from '../http/call';
import { bytesReply, jsonReply, type ReplyValue } from '../http/reply';
import type { Route } from '../http/routes';
import { type State, stackByName } from '../state';
import { messageOf } from './errors';
import { bodyOf, bulkRoutes, onBulkError, requestedRootIds } from './skeleton-bulk';
import { type Handle, SERVICE_VERSION, singleRoute, VERSIONS, versionOf } from './skeleton-single';

const K = '/skeletoncache/api/v1/{ds}';

const onError = (error: unknown): WireReply =>
  jsonReply({ Error: messageOf(error) }, error instanceof ServiceError ? error.status : 500);

function route(method: string, path: string, handle: Handle, fails = onError): Route<State> {
  return {
    method,
    pattern: `${K}${path}`,
    access: { stack: 'ds' },
    gzip: true,
    onError: fails,
    handle: (call, parts, state) => handle(call, stackByName(state, parts.ds!)!, state, parts),
  };
}

const open = (pattern: string, value: (state: State) => ReplyValue): Route<State> => ({
  method: 'GET',
  pattern,
  access: 'open',
  gzip: true,
  onError,
  handle: (_call, _parts, state) => jsonReply(value(state)),
});

/** A bare boolean for one id; a map for several ids, even if one id is repeated. */
const exists: Handle = (call, stack, state) => {
  const existence = requestedRootIds(bodyOf(call)).map((id): [string, boolean] => {
    const found = state.skeletons.check(stack, id);
    return [id, found instanceof Root && state.skeletons.has(stack, found)];
  });
  return jsonReply(existence.length === 1 ? existence[0]![1] : Object.fromEntries(existence));
};

function info(version: number): ReplyValue {
  const radius = { id: 'radius', data_type: 'float32', num_components: 1 };
  const compartment = {
    id: 'compartment',
    data_type: version === 2 ? 'float32' : 'uint8',
    num_components: 1,
  };
  return {
    '@type': 'neuroglancer_skeletons',
    transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    vertex_attributes: version === 1 ? [] : [radius, compartment],
  };
}

export const skeletonRoutes: Route<State>[] = [
  open('/skeletoncache/api/version', ({ faults }) => faults.options.skeletonServer ?? SERVICE_VERSION),
  open('/skeletoncache/api/versions', () => VERSIONS),
  route('GET', '/precomputed/skeleton/info', () => jsonReply(info(2))),
  route('GET', '/precomputed/skeleton/get_refusal_list', (_, stack, state) => {
    const rows = state.skeletons.refused(stack).map((id) => `${stack.facts.name},${id}\n`);
    return bytesReply(gzipSync(`DATASTACK_NAME,ROOT_ID\n${rows.join('')}`), 'application/octet-stream');
  }),
  route('POST', '/precomputed/skeleton/exists', exists, onBulkError),
  route('GET', '/precomputed/skeleton/{skvn}/info', (_, __, ___, { skvn }) =>
    jsonReply(info(versionOf(skvn))),
  ),
  route('GET', '/precomputed/skeleton/query_cache/{skvn}/{prefixes}/{limit}', (_, stack, state, parts) => {
    const files = parts.prefixes!.split(',').flatMap((id) => {
      const found = state.skeletons.check(stack, id);
      return found instanceof Root && state.skeletons.has(stack, found) ? [`skeleton__v4__rid-${id}`] : [];
    });
    return jsonReply({ num_found: files.length, files });
  }),
  route('GET', '/async/get_skeleton/{skvn}/{root}/{fmt}', singleRoute()),
  route('GET', '/precomputed/skeleton/{skvn}/{root}/{fmt}', singleRoute()),
  route('GET', '/precomputed/skeleton/{skvn}/{root}', singleRoute('precomputed')),
  ...bulkRoutes.map(([method, path, handle]) => route(method, path, handle, onBulkError)),
];
