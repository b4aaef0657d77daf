/** Who may ask: tokens, permissions and terms, with the bodies and headers of the authorization layer. */
import type { WireReply } from '../../wire';
import { ACCOUNTS, type Account } from '../world/people';
import type { Call } from './call';
import { type Header, jsonReply, reply } from './reply';

export interface AccessRules {
  origin: string;
  /** Accounts with what has changed at run time (accepted terms, new tokens). */
  accounts: Account[];
}

export const copyAccounts = (): Account[] =>
  ACCOUNTS.map((account) => ({ ...account, missingTerms: [...account.missingTerms] }));

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
  const header: Header = ['WWW-Authenticate', `Bearer realm="${realm(rules.origin)}"${extra}`];
  return jsonReply({ error, message }, 401, [header]);
}

/** The account of a call, or the refusal. */
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
  const account = rules.accounts.find((known) => known.token === token);
  if (account !== undefined) return account;
  const extra = ', error="invalid_token", error_description="Invalid/Expired Token"';
  return challenge(call, rules, 'invalid_token', 'Unauthorized - Token is Invalid or Expired', extra);
}

/** Terms that guard a dataset, numbered in order of the groups. */
export function termsOf(dataset: string, origin: string) {
  const order = ['minnie65', 'fafb', 'brain_and_nerve_cord', 'mrgd', 'stroeh_mouse_retina', 'zheng_ca3'];
  const id = order.indexOf(dataset) + 1;
  return { tos_id: id, tos_name: dataset, tos_form_url: `${origin}/sticky_auth/api/v1/tos/${id}/accept` };
}

/** The refusal where an account lacks a right on a dataset; null where it may go on. */
export function refusal(
  call: Call,
  rules: AccessRules,
  account: Account,
  dataset: string,
  right: 'view' | 'edit',
  ignoreTerms = false,
): WireReply | null {
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
  if (ignoreTerms || !account.missingTerms.includes(dataset)) return null;
  const data = termsOf(dataset, rules.origin);
  if (!programmatic(call)) return reply(302, '', [['Location', data.tos_form_url]]);
  const message = 'Need to accept Terms of Service to access resource.';
  return jsonReply({ error: 'missing_tos', message, data }, 403);
}

export function invalidTable(table: string, namespace: 'pychunkedgraph' | 'datastack'): WireReply {
  return jsonReply(
    {
      error: 'invalid_table_id',
      message: 'Invalid table_id for service',
      data: { table_id: table, resource_namespace: namespace },
    },
    400,
  );
}
