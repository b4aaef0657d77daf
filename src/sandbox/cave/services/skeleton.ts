/** SkeletonService: what is cached, bulk and single retrieval, generation. */
import { gzipSync } from 'node:zlib';
import { asObject, type Json } from '../../../core/json';
import type { WireReply } from '../../wire';
import { Root } from '../graph/nodes';
import { type Call, idOf, ServiceError } from '../http/call';
import { bytesReply, htmlReply, jsonReply, type Value } from '../http/reply';
import type { Route } from '../http/routes';
import { type FormatOptions, render, renderHex } from '../skeletons/formats';
import { skeletonOf } from '../skeletons/skeleton';
import { type Stack, type State, stackByName } from '../state';
import { messageOf } from './errors';

const K = '/skeletoncache/api/v1/{ds}';
const VERSIONS = [-1, 0, 1, 2, 3, 4];
const CACHED_BULK = 500;
const BULK = 10;

const failed = (message: string, status = 400): WireReply => jsonReply({ Error: message }, status);
const onError = (error: unknown): WireReply =>
  failed(messageOf(error), error instanceof ServiceError ? error.status : 500);

type Handle = (call: Call, stack: Stack, state: State, parts: Record<string, string>) => WireReply;

function route(method: string, path: string, handle: Handle): Route<State> {
  return {
    method,
    pattern: `${K}${path}`,
    access: { stack: 'ds' },
    gzip: true,
    onError,
    handle: (call, parts, state) => handle(call, stackByName(state, parts.ds!)!, state, parts),
  };
}

const open = (pattern: string, value: Value): Route<State> => ({
  method: 'GET',
  pattern,
  access: 'open',
  gzip: true,
  onError,
  handle: () => jsonReply(value),
});

/** The body of a POST; the framework takes it only with its content type. */
function bodyOf(call: Call): { [key: string]: Json } {
  if (!call.header('content-type').startsWith('application/json')) {
    throw new ServiceError(
      415,
      "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
    );
  }
  return asObject(call.json()) ?? {};
}

function rootIds(body: { [key: string]: Json }): string[] {
  const list = body.root_ids;
  return Array.isArray(list) ? [...new Set(list.map(idOf))] : [idOf(list ?? null)];
}

function versionOf(text: string | undefined): number {
  const version = Number(text);
  if (!VERSIONS.includes(version)) throw new ServiceError(400, `Invalid skeleton version: ${text}`);
  return version === -1 ? 4 : version === 0 ? 2 : version;
}

const options = (stack: Stack, state: State, version: number): FormatOptions => ({
  datastack: stack.facts.name,
  version,
  nan: state.faults.options.nanSkeleton === true,
});

const nothing = (state: State): WireReply | null =>
  state.faults.options.nullSkeleton === true ? jsonReply(null) : null;

function invalid(id: string, why: 'layer' | 'unknown' | 'refused'): WireReply {
  if (why === 'refused') return failed(`Problematic root id: ${id} is in the refusal list`);
  const reason =
    why === 'layer'
      ? 'perhaps this is an id corresponding to a different level of the PCG, e.g., a supervoxel id'
      : "perhaps it doesn't exist; the error is unclear";
  return failed(`Invalid root id: ${id} (${reason})`);
}

/** The single route waits until the skeleton is there. */
const single =
  (fixedFormat?: string): Handle =>
  (_, stack, state, { skvn, root, fmt }) => {
    const found = state.skeletons.check(stack, root!);
    if (!(found instanceof Root)) return invalid(root!, found);
    const version = versionOf(skvn);
    const ready = state.skeletons.has(stack, found) ? 0 : state.skeletons.queue(stack, found);
    const format = fixedFormat ?? fmt!;
    const rendered = render(skeletonOf(stack.graph, found), format, options(stack, state, version));
    if (rendered === null) return failed(`'NoneType' object has no attribute 'encode'`, 500);
    const answer =
      nothing(state) ??
      bytesReply(
        rendered.body,
        rendered.type,
        rendered.attachment ? [['Content-Disposition', `attachment; filename=skeleton_${found.id}`]] : [],
      );
    return ready > state.now() ? { ...answer, delayMs: ready - state.now() } : answer;
  };

const exists: Handle = (call, stack, state) => {
  const body = bodyOf(call);
  const list = rootIds(body);
  const held = list.map((id): [string, boolean] => {
    const found = state.skeletons.check(stack, id);
    return [id, found instanceof Root && state.skeletons.has(stack, found)];
  });
  return jsonReply(held.length === 1 ? held[0]![1] : Object.fromEntries(held));
};

const cachedBulk: Handle = (call, stack, state, { skvn, fmt }) => {
  const body = bodyOf(call);
  const list = rootIds(body);
  if (list.length > CACHED_BULK) {
    return failed(`Too many root IDs requested: ${list.length}. Maximum allowed is ${CACHED_BULK}.`);
  }
  const version = versionOf(skvn);
  const entries = list.flatMap((id): [string, string][] => {
    const found = state.skeletons.check(stack, id);
    if (!(found instanceof Root)) return [];
    if (!state.skeletons.has(stack, found)) {
      if (body.generate_missing === true) state.skeletons.queue(stack, found);
      return [];
    }
    const hex = renderHex(skeletonOf(stack.graph, found), fmt!, options(stack, state, version));
    if (hex === null) throw new ServiceError(500, `Unknown output format: ${fmt}`);
    return [[id, hex]];
  });
  return nothing(state) ?? jsonReply(Object.fromEntries(entries));
};

const bulk: Handle = (_, stack, state, { skvn, fmt, ids }) => {
  const version = versionOf(skvn);
  const entries = ids!
    .split(',')
    .slice(0, BULK)
    .flatMap((id): [string, string][] => {
      const found = state.skeletons.check(stack, id);
      if (found === 'refused') return [];
      if (found === 'layer') return [[id, 'invalid_layer_rid']];
      if (found === 'unknown') return [[id, 'invalid_rid']];
      if (!state.skeletons.has(stack, found)) {
        state.skeletons.queue(stack, found);
        return [[id, 'async']];
      }
      return [
        [id, renderHex(skeletonOf(stack.graph, found), fmt!, options(stack, state, version)) ?? 'async'],
      ];
    });
  return nothing(state) ?? jsonReply(Object.fromEntries(entries));
};

const generate: Handle = (call, stack, state) => {
  const queued = rootIds(bodyOf(call)).filter((id) => {
    const found = state.skeletons.check(stack, id);
    if (found === 'refused' || found === 'layer') return false;
    if (found === 'unknown') return true;
    if (state.skeletons.has(stack, found)) return false;
    state.skeletons.queue(stack, found);
    return true;
  });
  return jsonReply(Math.ceil(queued.length / 15) * 60);
};

function info(version: number): Value {
  const radius = { id: 'radius', data_type: 'float32', num_components: 1 };
  const compartment = {
    id: 'compartment',
    data_type: version === 2 ? 'float32' : 'uint8',
    num_components: 1,
  };
  return {
    '@type': 'neuroglancer_skeletons',
    transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    vertex_attributes: version === 1 ? [radius] : [radius, compartment],
  };
}

export const skeletonRoutes: Route<State>[] = [
  open('/skeletoncache/api/version', '0.23.11'),
  open('/skeletoncache/api/versions', VERSIONS),
  route('GET', '/precomputed/skeleton/info', () => jsonReply(info(2))),
  route('GET', '/precomputed/skeleton/get_refusal_list', (_, stack, state) => {
    const rows = state.skeletons.refused(stack).map((id) => `${stack.facts.name},${id}\n`);
    return bytesReply(gzipSync(`DATASTACK_NAME,ROOT_ID\n${rows.join('')}`), 'application/octet-stream');
  }),
  route('POST', '/precomputed/skeleton/exists', exists),
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
  route('GET', '/async/get_skeleton/{skvn}/{root}/{fmt}', single()),
  route('GET', '/precomputed/skeleton/{skvn}/{root}/{fmt}', single()),
  route('GET', '/precomputed/skeleton/{skvn}/{root}', single('precomputed')),
  route('GET', '/bulk/get_skeletons/{skvn}/{fmt}/{gms}/{ids}', bulk),
  route('POST', '/bulk/get_cached_skeletons/{skvn}/{fmt}', cachedBulk),
  route('POST', '/bulk/gen_skeletons', generate),
  route('POST', '/bulk/get_skeleton_token/{skvn}', () =>
    htmlReply(501, 'No bucket of skeletons in this sandbox'),
  ),
];
