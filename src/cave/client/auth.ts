/** The auth service: who a token belongs to, and the names behind user ids. */
import type { HttpReply, HttpRequest } from '../../http/request';
import { type Access, getRequest } from './access';
import { userCacheUrl } from './refusals';
import { ReplyParts } from './reply-parts';

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
  const parts = new ReplyParts(label);
  const user = parts.object(parts.json(reply));
  const granted = user.permissions_v2 === undefined ? {} : parts.object(user.permissions_v2);
  return {
    id: parts.count(user.id),
    name: parts.text(user.name),
    email: user.email === undefined || user.email === null ? '' : parts.text(user.email),
    permissions: Object.fromEntries(
      Object.entries(granted).map(([dataset, rights]) => [
        dataset,
        parts.list(rights).map((one) => parts.text(one)),
      ]),
    ),
    missingTerms: (user.missing_tos === undefined ? [] : parts.list(user.missing_tos)).map((item) => {
      const terms = parts.object(item);
      return {
        dataset: parts.text(terms.dataset_name),
        id: parts.count(terms.tos_id),
        name: parts.text(terms.tos_name),
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
