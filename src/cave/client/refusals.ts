/**
 * Refusals of the layer that checks tokens in front of every service, and what is true behind them. A service
 * remembers the auth service's answers for 300 s: after one failed look-up it refuses a good token, after many refusals
 * it does not notice accepted terms, and a failed look-up of a dataset reads as an unknown one. So a refusal is
 * confirmed by the auth service itself, once a run, before the token, the person or the name is blamed.
 */
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { type ErrorBody, type RequestLabel, readBody } from './error-body';

/** How long a service remembers what the auth service told it. */
const HEALS_SECONDS = 300;
const HEALS = 'That ends by itself within 5 minutes: try again then';

/** Whose record the auth service shows: the truth about a token, its permissions and terms. */
export const userCacheUrl = (server: string): string => `${server}/auth/api/v1/user/cache`;

type Kind = 'token' | 'terms' | 'permission' | 'table' | null;

const toLogin = (reply: HttpReply): boolean =>
  reply.status >= 300 &&
  reply.status < 400 &&
  /\/(authorize|login|sticky_auth)\b/.test(reply.headers.location ?? '');

function kindOf(reply: HttpReply, body: ErrorBody): Kind {
  const { status } = reply;
  if (toLogin(reply)) return 'token';
  // A 401 without `error` is the graph's own word for a frozen copy.
  if (status === 401) return body.error === '' && body.message.startsWith('[401]') ? null : 'token';
  if (status === 403) return body.error === 'missing_tos' ? 'terms' : 'permission';
  return body.error === 'invalid_table_id' ? 'table' : null;
}

/** The request that tells whether a refusal at `asked` stands; null where there is nothing to confirm. */
export function confirmationOf(
  server: string,
  headers: Record<string, string>,
  label: string,
  reply: HttpReply,
): HttpRequest | null {
  if (reply.failure || reply.status < 300 || reply.status >= 404) return null;
  const body = readBody(reply);
  const kind = kindOf(reply, body);
  if (kind === null || body.error === 'no_token') return null;
  const auth = authServer(server, label, reply);
  const url = auth === null ? null : kind === 'table' ? datasetUrl(auth, body) : userCacheUrl(auth);
  return url === null
    ? null
    : { method: 'GET', url, headers, idempotent: true, route: 'auth', expectedBytes: 20_000 };
}

const originOf = (address: string): string => /^https?:\/\/[^/?#"]+/.exec(address)?.[0] ?? '';
const hostOf = (address: string): string => originOf(address).replace(/^https?:\/\//, '');

/**
 * The auth service that the refusing service asks: the one of the deployment unless it names its own host's, which has
 * just had the token. Another one's word is nothing that this token could be good for: null.
 */
function authServer(server: string, label: string, { headers }: HttpReply): string | null {
  const realm = /realm="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1];
  const named = hostOf(realm ?? headers.location ?? '');
  if (named === '' || named === hostOf(server)) return server;
  return named === hostOf(label) ? originOf(label) : null;
}

/** Where the auth service says which dataset a table or datastack belongs to. */
function datasetUrl(server: string, { data }: ErrorBody): string | null {
  const names = [data.resource_namespace, data.table_id].map(String);
  if (!names.every((name) => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(name))) return null;
  return `${server}/auth/api/v1/service/${names[0]}/table/${names[1]}/dataset`;
}

/** The error of a refusal, or null where the reply is no refusal. */
export function refusalOf(reply: HttpReply, body: ErrorBody, label: RequestLabel): TtError | null {
  switch (kindOf(reply, body)) {
    case 'token':
      return tokenRefused(reply, body, label);
    case 'terms':
      return termsRefused(reply, body, label);
    case 'permission':
      return permissionRefused(reply, body, label);
    case 'table':
      return tableRefused(reply, label);
    default:
      return null;
  }
}

const healing = (words: string): TtError =>
  new TtError('BUSY', `${words}. ${HEALS}`, { retryAfter: HEALS_SECONDS });

function tokenRefused({ confirmation }: HttpReply, body: ErrorBody, label: RequestLabel): TtError {
  if (body.error === 'no_token') {
    return new TtError('TOKEN', 'CAVE needs a token. Paste one in Tracer Tools › Settings');
  }
  if (confirmation?.status === 200) {
    return healing(`CAVE knows your token, but ${label.route} refuses it for now`);
  }
  if (confirmation && confirmation.status !== 401) {
    return new TtError(
      'DOWN',
      `${label.route} refuses your token, and CAVE cannot say now whether it is good. Try again in 5 minutes`,
      { retryAfter: HEALS_SECONDS },
    );
  }
  return new TtError('TOKEN', 'CAVE does not know this token. Paste a new one in Tracer Tools › Settings');
}

/** The auth service's record of the person, where it was asked and answered. */
function recordOf(confirmation: HttpReply | undefined) {
  if (confirmation?.status !== 200) return null;
  try {
    return asObject(parseJson(confirmation.text()));
  } catch {
    return null;
  }
}

function termsRefused({ confirmation }: HttpReply, { data }: ErrorBody, label: RequestLabel): TtError {
  const name = String(data.tos_name ?? label.datastack);
  const missing = recordOf(confirmation)?.missing_tos;
  const open = (item: unknown) =>
    String((item as { tos_id?: unknown } | null)?.tos_id) === String(data.tos_id);
  if (Array.isArray(missing) && !missing.some(open)) {
    return healing(`the ${name} terms are accepted, but ${label.route} has not noticed yet`);
  }
  const link = String(data.tos_form_url ?? '');
  return new TtError('TERMS', `accept the ${name} terms at ${link}; your token is fine`, {
    link: /^https?:\/\//.test(link) ? link : '',
  });
}

function permissionRefused({ confirmation }: HttpReply, { data }: ErrorBody, label: RequestLabel): TtError {
  const right = data.required_permission ?? data.required_role;
  const group = data.auth_dataset;
  const granted = asObject(recordOf(confirmation)?.permissions_v2)?.[String(group)];
  if (data.required_permission && Array.isArray(granted) && granted.includes(data.required_permission)) {
    return healing(
      `your CAVE account has the permission "${String(right)}" on ${String(group)}, but ${label.route} has not noticed yet`,
    );
  }
  const lacks =
    right && group
      ? `lacks the permission "${String(right)}" on ${String(group)}`
      : `has no access to this part of ${label.datastack}`;
  return new TtError('PERMISSION', `your CAVE account ${lacks}. Ask its owners for access`);
}

/** All but the info service are asked about datastacks that it has named: there a look-up failed. */
function tableRefused({ confirmation }: HttpReply, label: RequestLabel): TtError {
  const status = confirmation?.status ?? 404;
  if (status === 200) {
    return new TtError(
      'BUSY',
      `CAVE knows ${label.datastack}, but ${label.route} could not look it up for a moment. Try again in a minute`,
      { retryAfter: 60 },
    );
  }
  const opened = label.route !== 'info';
  const untold = status === 401 || status === 403;
  if (status === 404 || (untold && !opened)) {
    return new TtError('NONE', `CAVE has no datastack ${label.datastack}`);
  }
  return new TtError('DOWN', `${label.route} cannot look ${label.datastack} up now. Try again in a minute`, {
    retryAfter: 60,
  });
}
