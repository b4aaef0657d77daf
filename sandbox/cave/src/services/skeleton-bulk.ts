/**
 * SkeletonService's bulk routes: retrieval, generation, and the token for its bucket. Their errors do not name the
 * cause.
 */

import type { WireReply } from '@tracer-tools/apps-script/wire';
import { asObject, type Json } from '../../../../src/core/json';
import { Root } from '../graph/nodes';
import { type Call, idOf, ServiceError } from '../http/call';
import { htmlReply, jsonReply } from '../http/reply';
import { skeletonBucket } from '../skeletons/bucket';
import { renderHex } from '../skeletons/formats';
import { skeletonOf } from '../skeletons/skeleton';
import type { SandboxStack } from '../stack';
import type { State } from '../state';
import { formatOptions, type Handle, versionNumber, versionOf } from './skeleton-single';

const CACHED_BULK = 500;
const BULK = 10;
/** The first versions with the route of cached skeletons, and with the token's route. */
const HAS_CACHED = '0.22.51';
const HAS_TOKEN = '0.23.9';

/** The reply for every failure in a bulk route: a wrong format, a damaged file, a transient failure. */
const internal = (): WireReply => jsonReply({ message: 'Internal Server Error' }, 500);
const notFound = (): WireReply =>
  jsonReply({ message: 'The requested URL was not found on the server.' }, 404);

export const onBulkError = (error: unknown): WireReply =>
  error instanceof ServiceError && error.status !== 500
    ? jsonReply({ message: error.message }, error.status)
    : internal();

/** The body of a POST; the framework reads it only with the right content type. */
export function bodyOf(call: Call): { [key: string]: Json } {
  if (!call.header('content-type').startsWith('application/json')) {
    throw new ServiceError(
      415,
      "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
    );
  }
  try {
    return asObject(call.json()) ?? {};
  } catch {
    throw new ServiceError(
      400,
      'The browser (or proxy) sent a request that this server could not understand.',
    );
  }
}

/** An id that occurs twice counts twice. */
export function requestedRootIds(body: { [key: string]: Json }): string[] {
  if (!Array.isArray(body.root_ids)) throw new ServiceError(500, 'root_ids is not a list');
  return body.root_ids.map(idOf);
}

/** A route that exists since a server version. */
const since =
  (first: string, handle: Handle): Handle =>
  (call, stack, state, parts) =>
    versionNumber(state.faults.options.skeletonServer) < versionNumber(first)
      ? notFound()
      : handle(call, stack, state, parts);

/** The number of calls is limited, and their ids take time one after another. */
function costly(ids: readonly string[], state: State, answer: () => WireReply): WireReply {
  const { cost } = state.skeletons;
  const { options } = state.faults;
  if (cost.overRate(options)) return jsonReply({ message: `${options.skeletonRate} per 1 minute` }, 429);
  const { delayMs, late } = cost.take(ids.length, options);
  const broken = options.brokenSkeletons;
  const breaks = broken === true || ids.some((id) => broken?.includes(id));
  const found = late ? htmlReply(504, '504 Gateway Time-out') : breaks ? internal() : answer();
  return delayMs > 0 ? { ...found, delayMs } : found;
}

const bulkFromCache: Handle = (call, stack, state, { skvn, fmt }) => {
  const body = bodyOf(call);
  const list = requestedRootIds(body);
  if (list.length > CACHED_BULK) {
    const message = `Too many root IDs requested: ${list.length}. Maximum allowed is ${CACHED_BULK}.`;
    return jsonReply({ Error: message }, 400);
  }
  const version = versionOf(skvn, 500);
  return costly(list, state, () => {
    const entries = list.flatMap((id): [string, string][] => {
      const found = state.skeletons.check(stack, id);
      if (!(found instanceof Root)) return [];
      if (!state.skeletons.has(stack, found)) {
        if (body.generate_missing === true) state.skeletons.queue(stack, found);
        return [];
      }
      return [[id, hexOf(stack, state, found, version, fmt!)]];
    });
    return nothing(state) ?? jsonReply(Object.fromEntries(entries));
  });
};

function hexOf(stack: SandboxStack, state: State, root: Root, version: number, format: string): string {
  const skeleton = skeletonOf(stack.graph, root);
  const hex = renderHex(skeleton, format, formatOptions(stack, state, skeleton, version));
  if (hex === null) throw new ServiceError(500, `no bulk form of ${format}`);
  return hex;
}

const nothing = (state: State): WireReply | null =>
  state.faults.options.nullSkeleton === true ? jsonReply(null) : null;

/** The old route: at most ten ids, and markers for ids without a skeleton. */
const markers: Handle = (_, stack, state, { skvn, fmt, ids }) => {
  const version = versionOf(skvn, 500);
  const list = ids!.split(',').slice(0, BULK);
  return costly(list, state, () => {
    const entries = list.flatMap((id): [string, string][] => {
      const found = state.skeletons.check(stack, id);
      if (found === 'refused') return [];
      if (found === 'layer') return [[id, 'invalid_layer_rid']];
      if (found === 'unknown') return [[id, 'invalid_rid']];
      if (!state.skeletons.has(stack, found)) {
        state.skeletons.queue(stack, found);
        return [[id, 'async']];
      }
      return [[id, hexOf(stack, state, found, version, fmt!)]];
    });
    return nothing(state) ?? jsonReply(Object.fromEntries(entries));
  });
};

/** Returns an upper estimate of the time for all queued ids, including those without a possible skeleton. */
const generate: Handle = (call, stack, state) => {
  const queuedIds = [...new Set(requestedRootIds(bodyOf(call)))].filter((id) => {
    const found = state.skeletons.check(stack, id);
    if (found === 'refused' || found === 'layer') return false;
    if (found === 'unknown') return true;
    if (state.skeletons.has(stack, found)) return false;
    state.skeletons.queue(stack, found);
    return true;
  });
  return jsonReply(Math.ceil(queuedIds.length / 15) * 60);
};

const token: Handle = (_, stack, state, { skvn }) => {
  const version = versionOf(skvn, 500);
  return jsonReply(skeletonBucket(stack.facts.name, version, state.now()));
};

export const bulkRoutes: [method: string, path: string, handle: Handle][] = [
  ['GET', '/bulk/get_skeletons/{skvn}/{fmt}/{gms}/{ids}', markers],
  ['POST', '/bulk/get_cached_skeletons/{skvn}/{fmt}', since(HAS_CACHED, bulkFromCache)],
  ['POST', '/bulk/gen_skeletons', generate],
  ['POST', '/bulk/get_skeleton_token/{skvn}', since(HAS_TOKEN, token)],
];
