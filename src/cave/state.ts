/**
 * The Neuroglancer state server with its two routes: states are posted as text and returned byte for byte. Also reads
 * states that a link names outside CAVE (a bucket, a short name); the token goes only to CAVE's own servers.
 */
import { TtError } from '../core/errors';
import { utf8 } from '../core/utf8';
import type { HttpReply, HttpRequest } from '../http/request';
import { type Access, getRequest } from './client/access';
import { damagedReply, errorFromReply } from './client/replies';
import { ReplyParts } from './client/reply-parts';
import { publishedConfig, publishedNames } from './datasets/config';

// Loaded on first use, as in src/core/gzip.ts.
declare const require: (name: 'fflate') => typeof import('fflate');

/**
 * `v1` returns addresses for modern viewers, `legacy` addresses for the old fork. Both routes share the store and the
 * ids.
 */
export type StateRoute = 'v1' | 'legacy';

const ROUTES: Record<StateRoute, string> = { v1: 'nglstate/api/v1', legacy: 'nglstate' };

export const PUBLIC_SERVER = 'https://global.daf-apis.com';

export const stateAddress = (server: string, route: StateRoute, id: string): string =>
  `${server}/${ROUTES[route]}/${id}`;

const originOf = (address: string): string => /^https?:\/\/[^/?#]+/.exec(address)?.[0] ?? '';

/**
 * True if the token may go to the server at `address`: the deployment's own origin, and, on public CAVE, the servers of
 * the published datastacks. A link can name any address.
 */
export function takesToken(access: Access, address: string): boolean {
  const origin = originOf(address);
  if (origin === '') return false;
  if (origin === originOf(access.server)) return true;
  return access.server === PUBLIC_SERVER && origin.startsWith('https://') && caveOrigins().has(origin);
}

let origins: Set<string> | null = null;

function caveOrigins(): Set<string> {
  if (origins) return origins;
  origins = new Set([PUBLIC_SERVER]);
  for (const name of publishedNames()) {
    const config = publishedConfig(name)!;
    for (const address of [config.local_server_url, config.shortlink_server_url]) {
      if (address) origins.add(originOf(address));
    }
    const graph = /^graphene:\/\/(?:middleauth\+)?(.*)$/.exec(config.seg_source_url ?? '')?.[1];
    if (graph) origins.add(originOf(graph));
  }
  return origins;
}

/** A GET request that carries the token only if the server may have it. */
export function getAnywhere(access: Access, address: string, what: string, expects = 20_000): HttpRequest {
  if (takesToken(access, address)) return getRequest(access, address, what, expects);
  return { method: 'GET', url: address, idempotent: true, route: what, expectedBytes: expects };
}

/** Estimated bytes of a state. */
const STATE_BYTES = 100_000;

export function getState(access: Access, address: string): HttpRequest {
  return getAnywhere(access, address, 'the view', STATE_BYTES);
}

/**
 * The text of a stored state. For some requests the server labels the compression wrongly, so the first byte decides:
 * 0x78 begins a zlib stream.
 */
export function readStoredState(reply: HttpReply): string {
  const label = { route: 'the view', datastack: 'the state server' };
  if (reply.status < 200 || reply.status >= 300) throw errorFromReply(reply, label);
  const text = reply.text();
  if (!text.startsWith('x')) {
    // JSON text contains no NUL character.
    if (text.includes('\0')) throw damagedReply(label);
    return text;
  }
  const { unzlibSync } = require('fflate');
  try {
    return utf8(unzlibSync(reply.bytes()));
  } catch {
    throw damagedReply(label);
  }
}

/** Idempotent: posting twice only uses up one more number. */
export function postState(access: Access, server: string, route: StateRoute, text: string): HttpRequest {
  const url = `${server}/${ROUTES[route]}/post`;
  if (!takesToken(access, url)) {
    throw new TtError(
      'PERMISSION',
      `${originOf(url)} is not a CAVE server of this datastack: the token is not sent`,
    );
  }
  return {
    ...getRequest(access, url, 'the state server', 200),
    method: 'POST',
    contentType: 'application/json',
    body: text,
  };
}

const POSTED = /^https?:\/\/[^/\s]+\/(?:[^\s]*\/)?nglstate\/(?:api\/v1\/)?([1-9][0-9]{0,19})\/?$/;

/**
 * The number of a posted state. Only the digits of the returned address are used: behind a proxy the address has the
 * wrong scheme.
 */
export function readStateNumber(reply: HttpReply): string {
  const parts = new ReplyParts({ route: 'the state server', datastack: 'the state server' });
  const id = POSTED.exec(parts.text(parts.json(reply)))?.[1];
  if (!id) throw parts.damageError();
  return id;
}
