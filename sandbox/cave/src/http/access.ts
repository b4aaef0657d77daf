/** Access control: tokens, permissions and terms, with the response bodies and headers of the authorization layer. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Faults } from '../faults';
import { ACCOUNTS, type Account } from '../world/users';
import { AuthCache, copyOf } from './auth-cache';
import type { Call } from './call';
import { jsonReply, type ReplyHeader, reply } from './reply';

export interface AccessRules {
  origin: string;
  /** Accounts, with their changes at run time (accepted terms, new tokens). */
  accounts: Account[];
  /** Cached answers of the auth service for each service (the first part of its paths). */
  authCaches: Map<string, AuthCache>;
  faults: Faults;
}

export const copyAccounts = (): Account[] => ACCOUNTS.map(copyOf);

/** The cache of the called service; null for the auth service itself. */
function cacheOf(call: Call, rules: AccessRules): AuthCache | null {
  const service = call.path.split('/')[1]!;
  if (/^(sticky_)?auth$/.test(service)) return null;
  const cache = rules.authCaches.get(service) ?? new AuthCache(call.now);
  rules.authCaches.set(service, cache);
  return cache;
}

function accountOf(token: string, call: Call, rules: AccessRules): Account | null {
  const cache = cacheOf(call, rules);
  if (cache === null) return rules.accounts.find((account) => account.token === token) ?? null;
  return cache.user(token, call.now, rules.accounts, () => rules.faults.authStatus('user'));
}

/** True if the service can look up a table's dataset. */
export function canLookUpDataset(call: Call, rules: AccessRules, table: string): boolean {
  const cache = cacheOf(call, rules);
  return cache === null || cache.dataset(table, call.now, () => rules.faults.authStatus('dataset'));
}

const realm = (origin: string): string => `${origin}/sticky_auth/api/v1/authorize`;

function programmatic(call: Call): boolean {
  return ['authorization', 'x-requested-with', 'origin'].some((name) => call.header(name) !== '');
}

function cookieToken(call: Call): string | null {
  return /(?:^|;\s*)middle_auth_token=([^;]+)/.exec(call.header('cookie'))?.[1] ?? null;
}

function challenge(call: Call, rules: AccessRules, error: string, message: string, extra: string): WireReply {
  if (!programmatic(call)) {
    const here = encodeURIComponent(`${rules.origin}${call.request.path}`);
    return reply(302, '', [['Location', `${realm(rules.origin)}?redirect=${here}`]]);
  }
  const header: ReplyHeader = ['WWW-Authenticate', `Bearer realm="${realm(rules.origin)}"${extra}`];
  return jsonReply({ error, message }, 401, [header]);
}

/** The account of a call, or the reply that refuses the call. */
export function authenticate(call: Call, rules: AccessRules): Account | WireReply {
  const header = call.header('authorization');
  if (header !== '' && !header.startsWith('Bearer ')) {
    const message = "Authorization header must begin with 'Bearer'";
    const extra = ', error="invalid_request", error_description="Header must begin with \'Bearer\'"';
    return jsonReply({ error: 'bad_auth_header', message }, 400, [
      ['WWW-Authenticate', `Bearer realm="${realm(rules.origin)}"${extra}`],
    ]);
  }
  const inQuery = call.query.get('middle_auth_token');
  if (header === '' && inQuery !== null && !programmatic(call)) {
    const query = new URLSearchParams(call.query);
    query.delete('middle_auth_token');
    query.delete('token');
    const rest = query.toString();
    return reply(302, '', [
      ['Location', `${rules.origin}${call.path}${rest === '' ? '' : `?${rest}`}`],
      ['Set-Cookie', `middle_auth_token=${inQuery}; Secure; HttpOnly; Path=/`],
    ]);
  }
  const token = header !== '' ? header.slice('Bearer '.length).trim() : (inQuery ?? cookieToken(call));
  if (token === null) return challenge(call, rules, 'no_token', 'Unauthorized - No Token Provided', '');
  const account = accountOf(token, call, rules);
  if (account !== null) return account;
  const extra = ', error="invalid_token", error_description="Invalid/Expired Token"';
  return challenge(call, rules, 'invalid_token', 'Unauthorized - Token is Invalid or Expired', extra);
}

/** The terms of a dataset, numbered in the order of the groups. */
export function termsOf(dataset: string, origin: string) {
  const order = ['minnie65', 'fafb', 'brain_and_nerve_cord', 'mrgd', 'stroeh_mouse_retina', 'zheng_ca3'];
  const id = order.indexOf(dataset) + 1;
  return { tos_id: id, tos_name: dataset, tos_form_url: `${origin}/sticky_auth/api/v1/tos/${id}/accept` };
}

type Right = 'view' | 'edit';

/** True if an account, in the service's cached state, has a right on a dataset. */
export function hasRight(account: Account, dataset: string, right: Right, ignoreTerms = false): boolean {
  const isGranted = (account.rights[dataset] ?? []).includes(right);
  return isGranted && (ignoreTerms || !account.missingTerms.includes(dataset));
}

/**
 * The reply that refuses an account without a right on a dataset, after a second look-up; null if the account has the
 * right.
 */
export function refusalReply(
  call: Call,
  rules: AccessRules,
  caller: Account,
  dataset: string,
  right: Right,
  ignoreTerms = false,
): WireReply | null {
  if (hasRight(caller, dataset, right, ignoreTerms)) return null;
  const again = cacheOf(call, rules)?.forget(caller.token, call.now) ?? false;
  const account = again ? (accountOf(caller.token, call, rules) ?? caller) : caller;
  if (hasRight(account, dataset, right, ignoreTerms)) return null;
  if (!(account.rights[dataset] ?? []).includes(right)) {
    return jsonReply(
      {
        error: 'missing_permission',
        message: `Missing permission: ${right} for dataset ${dataset}`,
        data: { required_permission: right, auth_dataset: dataset },
      },
      403,
    );
  }
  const data = termsOf(dataset, rules.origin);
  if (!programmatic(call)) {
    const here = encodeURIComponent(`${rules.origin}${call.request.path}`);
    return reply(302, '', [['Location', `${data.tos_form_url}?redirect=${here}`]]);
  }
  const message = 'Need to accept Terms of Service to access resource.';
  return jsonReply({ error: 'missing_tos', message, data }, 403);
}

export function invalidTable(
  table: string,
  namespace: 'pychunkedgraph' | 'datastack' | 'aligned_volume',
): WireReply {
  return jsonReply(
    {
      error: 'invalid_table_id',
      message: 'Invalid table_id for service',
      data: { table_id: table, resource_namespace: namespace },
    },
    400,
  );
}
