/** The CAVE deployment, the user's token, and requests that carry the token in a header and nowhere else. */
import { TtError } from '../../core/errors';
import { type Writable, writeJson } from '../../core/json';
import type { HttpRequest } from '../../http/request';
import { confirmationOf } from './refusals';
import { mayCarryToken } from './server-address';

export interface Access {
  /** The global server's origin, without a trailing slash, such as https://global.daf-apis.com. */
  server: string;
  token: string;
}

/**
 * The headers of a request with the token. Without Authorization, CAVE redirects to a login page; with it, CAVE answers
 * 401.
 */
function headers(access: Access): Record<string, string> {
  return { authorization: `Bearer ${access.token || 'x'}` };
}

/**
 * The parts that all requests with a token share. Refusals are confirmed, except those of the auth service itself.
 * Throws if the address may not receive the token.
 */
export function signRequest(access: Access, url: string): Pick<HttpRequest, 'url' | 'headers' | 'confirm'> {
  if (!mayCarryToken(url, access.server)) {
    throw new TtError(
      'PERMISSION',
      'a CAVE token is sent to https addresses alone, without a user or password',
    );
  }
  const own = headers(access);
  if (access.token === '' || url.startsWith(`${access.server}/auth/`)) return { url, headers: own };
  return { url, headers: own, confirm: (reply) => confirmationOf(access.server, own, url, reply) };
}

export function getRequest(access: Access, url: string, what: string, expects = 20_000): HttpRequest {
  return {
    method: 'GET',
    ...signRequest(access, url),
    idempotent: true,
    route: what,
    expectedBytes: expects,
  };
}

/** An idempotent POST, for routes that only read. */
export function postJson(
  access: Access,
  url: string,
  body: Writable,
  what: string,
  expects = 100_000,
): HttpRequest {
  return {
    method: 'POST',
    ...signRequest(access, url),
    contentType: 'application/json',
    body: writeJson(body),
    idempotent: true,
    route: what,
    expectedBytes: expects,
  };
}

/**
 * As `postJson`, with packed ids as the body. Apps Script turns bytes into arrays of numbers, which take 8 bytes of
 * heap per byte.
 */
export function postBytes(access: Access, url: string, body: Uint8Array, what: string): HttpRequest {
  return {
    method: 'POST',
    ...signRequest(access, url),
    contentType: 'application/octet-stream',
    body,
    idempotent: true,
    route: what,
    expectedBytes: body.length * 7,
  };
}

/** `?a=1&b=x`; parameters with the value undefined are left out. */
export function queryString(parameters: Record<string, string | number | boolean | undefined>): string {
  const parts = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(`${value}`)}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}
