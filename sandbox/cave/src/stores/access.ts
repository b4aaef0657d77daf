/** The caller of a store, from the request's bearer token. */
import type { WireRequest } from '@tracer-tools/apps-script/wire';

export type Caller =
  /** No token. */
  | 'anybody'
  /** A token that is invalid or expired. */
  | 'nobody'
  /** A valid token without any scope for storage. */
  | 'unscoped'
  | 'reader'
  | 'writer';

const SCOPES = 'https://www.googleapis.com/auth/';
const WRITES = ['devstorage.read_write', 'devstorage.full_control', 'cloud-platform'].map((s) => SCOPES + s);
const READS = [`${SCOPES}devstorage.read_only`];

/** Tokens of the script's users contain their scopes (see `ScriptApp.getOAuthToken` of the stand-in). */
function byScopes(token: string): Caller {
  const [prefix, user, mark, scopeText = ''] = token.split('.');
  if (prefix !== 'ya29' || user === undefined || mark?.length !== 24) return 'nobody';
  const scopes = Buffer.from(scopeText, 'base64url').toString('utf8').split(' ');
  if (scopes.some((scope) => WRITES.includes(scope))) return 'writer';
  return scopes.some((scope) => READS.includes(scope)) ? 'reader' : 'unscoped';
}

export function callerOf(request: WireRequest, storageToken: string): Caller {
  const header = request.headers.authorization ?? '';
  if (header === '') return 'anybody';
  const token = /^Bearer (\S+)$/i.exec(header)?.[1] ?? '';
  return token === storageToken ? 'writer' : byScopes(token);
}
