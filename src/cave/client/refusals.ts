/**
 * Refusals by the token check in front of every service, and their true cause. A service caches the auth service's
 * answers for 300 s. After one failed look-up it refuses a good token; it does not notice terms that the user has
 * accepted since; and it reports a failed look-up of a dataset as an unknown dataset. Therefore the runner asks the
 * auth service itself, once per run, before an error says that the token, the permission or the name is wrong.
 */
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { type ErrorBody, type RequestLabel, readErrorBody } from './error-body';

/** Lifetime of the auth service's answers in a service's cache. */
const HEALS_SECONDS = 300;
const HEALS = 'That ends by itself within 5 minutes: try again then';

/** The auth service's record of a user: whether the token is valid, its permissions and terms. */
export const userCacheUrl = (server: string): string => `${server}/auth/api/v1/user/cache`;

type Kind = 'token' | 'terms' | 'permission' | 'table' | null;

const toLogin = (reply: HttpReply): boolean =>
  reply.status >= 300 &&
  reply.status < 400 &&
  /\/(authorize|login|sticky_auth)\b/.test(reply.headers.location ?? '');

function kindOf(reply: HttpReply, body: ErrorBody): Kind {
  const { status } = reply;
  if (toLogin(reply)) return 'token';
  // A 401 without `error` comes from the graph of a frozen copy of a dataset.
  if (status === 401) return body.error === '' && body.message.startsWith('[401]') ? null : 'token';
  if (status === 403) return body.error === 'missing_tos' ? 'terms' : 'permission';
  return body.error === 'invalid_table_id' ? 'table' : null;
}

/**
 * The request whose reply tells whether the refusal at `refusedUrl` is true, or null if there is nothing to confirm.
 */
export function confirmationOf(
  server: string,
  headers: Record<string, string>,
  refusedUrl: string,
  reply: HttpReply,
): HttpRequest | null {
  if (reply.failure || reply.status < 300 || reply.status >= 404) return null;
  const body = readErrorBody(reply);
  const kind = kindOf(reply, body);
  if (kind === null || body.error === 'no_token') return null;
  const auth = authServer(server, refusedUrl, reply);
  const url = auth === null ? null : kind === 'table' ? datasetUrl(auth, body) : userCacheUrl(auth);
  return url === null
    ? null
    : { method: 'GET', url, headers, idempotent: true, route: 'auth', expectedBytes: 20_000 };
}

const originOf = (address: string): string => /^https?:\/\/[^/?#"]+/.exec(address)?.[0] ?? '';
const hostOf = (address: string): string => originOf(address).replace(/^https?:\/\//, '');

/**
 * The auth service that the refusing service uses: the deployment's, unless the reply names one on the refusing
 * service's own host, which has just received the token. Returns null for any other host: the token must not go there.
 */
function authServer(server: string, url: string, { headers }: HttpReply): string | null {
  const realm = /realm="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1];
  const authHost = hostOf(realm ?? headers.location ?? '');
  if (authHost === '' || authHost === hostOf(server)) return server;
  return authHost === hostOf(url) ? originOf(url) : null;
}

/** The route of the auth service that tells which dataset a table or datastack belongs to. */
function datasetUrl(server: string, { data }: ErrorBody): string | null {
  const names = [data.resource_namespace, data.table_id].map(String);
  if (!names.every((name) => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(name))) return null;
  return `${server}/auth/api/v1/service/${names[0]}/table/${names[1]}/dataset`;
}

/** The error for a refusal, or null if the reply is not a refusal. */
export function refusalOf(reply: HttpReply, body: ErrorBody, url: RequestLabel): TtError | null {
  switch (kindOf(reply, body)) {
    case 'token':
      return tokenRefused(reply, body, url);
    case 'terms':
      return termsRefused(reply, body, url);
    case 'permission':
      return permissionRefused(reply, body, url);
    case 'table':
      return tableRefused(reply, url);
    default:
      return null;
  }
}

const healing = (words: string): TtError =>
  new TtError('BUSY', `${words}. ${HEALS}`, { retryAfter: HEALS_SECONDS });

function tokenRefused({ confirmation }: HttpReply, body: ErrorBody, url: RequestLabel): TtError {
  if (body.error === 'no_token') {
    return new TtError('TOKEN', 'CAVE needs a token. Paste one in Tracer Tools › Settings');
  }
  if (confirmation?.status === 200) {
    return healing(`CAVE knows your token, but ${url.route} refuses it for now`);
  }
  if (confirmation && confirmation.status !== 401) {
    return new TtError(
      'DOWN',
      `${url.route} refuses your token, and CAVE cannot say now whether it is good. Try again in 5 minutes`,
      { retryAfter: HEALS_SECONDS },
    );
  }
  return new TtError('TOKEN', 'CAVE does not know this token. Paste a new one in Tracer Tools › Settings');
}

/** The auth service's record of the user, or null if there is no successful reply. */
function recordOf(confirmation: HttpReply | undefined) {
  if (confirmation?.status !== 200) return null;
  try {
    return asObject(parseJson(confirmation.text()));
  } catch {
    return null;
  }
}

function termsRefused({ confirmation }: HttpReply, { data }: ErrorBody, url: RequestLabel): TtError {
  const name = String(data.tos_name ?? url.datastack);
  const missing = recordOf(confirmation)?.missing_tos;
  const open = (item: unknown) =>
    String((item as { tos_id?: unknown } | null)?.tos_id) === String(data.tos_id);
  if (Array.isArray(missing) && !missing.some(open)) {
    return healing(`the ${name} terms are accepted, but ${url.route} has not noticed yet`);
  }
  const link = String(data.tos_form_url ?? '');
  return new TtError('TERMS', `accept the ${name} terms at ${link}; your token is fine`, {
    link: /^https?:\/\//.test(link) ? link : '',
  });
}

function permissionRefused({ confirmation }: HttpReply, { data }: ErrorBody, url: RequestLabel): TtError {
  const right = data.required_permission ?? data.required_role;
  const group = data.auth_dataset;
  const rights = asObject(recordOf(confirmation)?.permissions_v2)?.[String(group)];
  if (data.required_permission && Array.isArray(rights) && rights.includes(data.required_permission)) {
    return healing(
      `your CAVE account has the permission "${String(right)}" on ${String(group)}, but ${url.route} has not noticed yet`,
    );
  }
  const lacks =
    right && group
      ? `lacks the permission "${String(right)}" on ${String(group)}`
      : `has no access to this part of ${url.datastack}`;
  return new TtError('PERMISSION', `your CAVE account ${lacks}. Ask its owners for access`);
}

/**
 * Only the info service receives names that are unchecked. If another service calls a datastack unknown, its look-up
 * failed.
 */
function tableRefused({ confirmation }: HttpReply, url: RequestLabel): TtError {
  const status = confirmation?.status ?? 404;
  if (status === 200) {
    return new TtError(
      'BUSY',
      `CAVE knows ${url.datastack}, but ${url.route} could not look it up for a moment. Try again in a minute`,
      { retryAfter: 60 },
    );
  }
  const isOpenStack = url.route !== 'info';
  const isRefused = status === 401 || status === 403;
  if (status === 404 || (isRefused && !isOpenStack)) {
    return new TtError('NONE', `CAVE has no datastack ${url.datastack}`);
  }
  return new TtError('DOWN', `${url.route} cannot look ${url.datastack} up now. Try again in a minute`, {
    retryAfter: 60,
  });
}
