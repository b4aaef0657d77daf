/** The auth service: whose token it is, and the names of user ids. */
import type { HttpReply, HttpRequest } from '../../http/request';
import { type Access, getRequest } from './access';
import { userCacheUrl } from './refusals';
import { ReplyParts } from './reply-parts';

export interface CaveUser {
  id: number;
  name: string;
  email: string;
  /** Permissions by dataset name in the auth service. */
  permissions: Record<string, string[]>;
  /** Terms of service that the user has not accepted. */
  missingTerms: { dataset: string; id: number; name: string }[];
}

const label = { route: 'auth', datastack: 'CAVE' };

/** The request that validates a token: status 200 means valid, 401 means invalid. */
export function userRequest(access: Access): HttpRequest {
  return getRequest(access, userCacheUrl(access.server), 'auth');
}

export function readUser(reply: HttpReply): CaveUser {
  const parts = new ReplyParts(label);
  const user = parts.object(parts.json(reply));
  const permissions = user.permissions_v2 === undefined ? {} : parts.object(user.permissions_v2);
  return {
    id: parts.count(user.id),
    name: parts.text(user.name),
    email: user.email === undefined || user.email === null ? '' : parts.text(user.email),
    permissions: Object.fromEntries(
      Object.entries(permissions).map(([dataset, rights]) => [
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
 * The page where a logged-in user sees and creates tokens. The route `create_token` would create another token at each
 * visit.
 */
export function tokenPage(server: string): string {
  return `${server}/sticky_auth/settings/tokens`;
}
