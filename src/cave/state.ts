/**
 * The Neuroglancer state server, in both of its routes: states are posted as text and come back byte for byte. Also
 * reads what a link names outside CAVE (a bucket, a short name): the token goes to CAVE's own servers only.
 */
import { TtError } from '../core/errors';
import { utf8 } from '../core/utf8';
import type { HttpReply, HttpRequest } from '../http/request';
import { type Access, getRequest } from './client/access';
import { damagedReply, errorFromReply } from './client/replies';
import { ReplyParts } from './client/reply-parts';
import { publishedConfig, publishedNames } from './datasets/config';

// Built on first use, as in src/core/gzip.ts.
declare const require: (name: 'fflate') => typeof import('fflate');

/** `v1` returns addresses for modern viewers, `legacy` with those of the old fork. Same store, same ids. */
export type StateRoute = 'v1' | 'legacy';

const ROUTES: Record<StateRoute, string> = { v1: 'nglstate/api/v1', legacy: 'nglstate' };

export const PUBLIC_SERVER = 'https://global.daf-apis.com';

export const stateAddress = (server: string, route: StateRoute, id: string): string =>
  `${server}/${ROUTES[route]}/${id}`;

const originOf = (address: string): string => /^https?:\/\/[^/?#]+/.exec(address)?.[0] ?? '';

/**
 * Whether the token may go to the server at `address`: the deployment's own origin; and, on public CAVE, the servers of
 * the published datastacks. A link can name any address.
 */
export function takesToken(access: Access, address: string): boolean {
  const origin = originOf(address);
  if (origin === '') return false;
  if (origin === originOf(access.server)) return true;
  return access.server === PUBLIC_SERVER && origin.startsWith('https://') && caveOrigins().has(origin);
}

let known: Set<string> | null = null;

function caveOrigins(): Set<string> {
  if (known) return known;
  known = new Set([PUBLIC_SERVER]);
  for (const name of publishedNames()) {
    const config = publishedConfig(name)!;
    for (const address of [config.local_server_url, config.shortlink_server_url]) {
      if (address) known.add(originOf(address));
    }
    const graph = /^graphene:\/\/(?:middleauth\+)?(.*)$/.exec(config.seg_source_url ?? '')?.[1];
    if (graph) known.add(originOf(graph));
  }
  return known;
}

/** A GET that carries the token only to servers that may have it. */
export function getAnywhere(access: Access, address: string, what: string, expects = 20_000): HttpRequest {
  if (takesToken(access, address)) return getRequest(access, address, what, expects);
  return { method: 'GET', url: address, idempotent: true, route: what, expectedBytes: expects };
}

/** Expected bytes of a state. */
const STATE_BYTES = 100_000;

export function getState(access: Access, address: string): HttpRequest {
  return getAnywhere(access, address, 'the view', STATE_BYTES);
}

/**
 * The text of a stored state. The server labels its compression wrongly for some requests: the first byte tells, 0x78
 * begins a zlib stream.
 */
export function readStoredState(reply: HttpReply): string {
  const label = { route: 'the view', datastack: 'the state server' };
  if (reply.status < 200 || reply.status >= 300) throw errorFromReply(reply, label);
  const text = reply.text();
  if (!text.startsWith('x')) {
    // JSON holds none.
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

/** Idempotent: posting twice uses up a number and does no harm. */
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
 * The number of a posted state. Only the digits of the returned address are used: behind a proxy its scheme is wrong.
 */
export function readStateNumber(reply: HttpReply): string {
  const parts = new ReplyParts({ route: 'the state server', datastack: 'the state server' });
  const id = POSTED.exec(parts.text(parts.json(reply)))?.[1];
  if (!id) throw parts.damaged();
  return id;
}
