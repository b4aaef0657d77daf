/** The auth service: who a token belongs to, and the names behind user ids. */
import { asObject } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { type Access, getRequest } from './access';
import { userCacheUrl } from './refusals';
import { damagedReply, readJson } from './replies';

export interface CaveUser {
  id: number;
  name: string;
  email: string;
  /** Permissions by dataset of the auth service. */
  permissions: Record<string, string[]>;
  /** Terms not accepted yet. */
  missingTerms: { dataset: string; id: number; name: string }[];
}

const label = { route: 'auth', datastack: 'CAVE' };

/** The best way to validate a token: 200 = valid, 401 = not. */
export function userRequest(access: Access): HttpRequest {
  return getRequest(access, userCacheUrl(access.server), 'auth');
}

export function readUser(reply: HttpReply): CaveUser {
  const user = asObject(readJson(reply, label));
  if (!user || typeof user.name !== 'string') throw damagedReply(label);
  const missing = Array.isArray(user.missing_tos) ? user.missing_tos : [];
  return {
    id: Number(user.id),
    name: user.name,
    email: String(user.email ?? ''),
    permissions: (asObject(user.permissions_v2) ?? {}) as Record<string, string[]>,
    missingTerms: missing.map((item) => {
      const terms = asObject(item) ?? {};
      return {
        dataset: String(terms.dataset_name),
        id: Number(terms.tos_id),
        name: String(terms.tos_name),
      };
    }),
  };
}

/**
 * The page where a user sees and creates tokens, after a login; `create_token` would create another one at each visit.
 */
export function tokenPage(server: string): string {
  return `${server}/sticky_auth/settings/tokens`;
}
