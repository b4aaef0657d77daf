/** middle_auth: the owner of a token, and the owner's permissions. */
import { termsOf } from '../http/access';
import { float, jsonReply, type ReplyValue, reply } from '../http/reply';
import type { Route } from '../http/routes';
import { hashText } from '../rng';
import { type State, stackByName, stackByTable } from '../state';
import { type Account, nameOf } from '../world/users';
import { plainError } from './errors';

function record(account: Account, state: State): ReplyValue {
  const groups = Object.keys(account.rights);
  const level = (rights: string[]): number => (rights.includes('edit') ? 2 : 1);
  const withTerms = groups.filter((group) => !account.missingTerms.includes(group));
  const pickRights = (names: string[]): Record<string, ReplyValue> =>
    Object.fromEntries(names.map((name) => [name, account.rights[name]!]));
  return {
    id: account.id,
    parent_id: null,
    service_account: false,
    name: account.name,
    email: account.email,
    admin: false,
    pi: account.affiliation,
    // A list with one empty list if there are none.
    affiliations: [[]],
    groups: ['default', ...groups],
    permissions: Object.fromEntries(withTerms.map((name) => [name, level(account.rights[name]!)])),
    permissions_v2: pickRights(withTerms),
    permissions_v2_ignore_tos: pickRights(groups),
    missing_tos: account.missingTerms.map((name) => {
      const { tos_id, tos_name } = termsOf(name, state.origin);
      return { dataset_id: tos_id + 3, dataset_name: name, tos_id, tos_name };
    }),
    datasets_admin: [],
    groups_admin: [],
  };
}

type Handler = Route<State>['handle'];
const route = (
  method: string,
  pattern: string,
  access: Route<State>['access'],
  handle: Handler,
): Route<State> => ({
  method,
  pattern,
  access,
  gzip: false,
  onError: plainError,
  handle,
});

const createToken: Handler = (call, _, state) => {
  const newToken = hashText(`${call.user!.token}${state.accounts.length}`)
    .toString(16)
    .padStart(8, '0')
    .repeat(4);
  state.accounts.push({ ...call.user!, token: newToken });
  return jsonReply(newToken);
};

const isPublic: Handler = () => jsonReply(false);

export const authRoutes: Route<State>[] = [
  route('GET', '/auth/version', 'open', () => reply(200, '2.30.3', [['Content-Type', 'text/html']])),
  route('GET', '/auth_info', 'open', (_, __, state) =>
    jsonReply(
      {
        login_url: `${state.origin}/sticky_auth`,
        supported_datastacks: state.stacks.map((s) => s.facts.name),
      },
      200,
      [['Access-Control-Allow-Origin', '*']],
    ),
  ),
  route('GET', '/auth/api/v1/user/cache', 'token', (call, _, state) => jsonReply(record(call.user!, state))),
  route('GET', '/auth/api/v1/my_permissions', 'token', (call, _, state) =>
    jsonReply(record(call.user!, state)),
  ),
  route('GET', '/auth/api/v1/user/me', 'token', (call) => {
    const { id, name, email, affiliation } = call.user!;
    return jsonReply({
      id,
      parent_id: null,
      service_account: false,
      name,
      email,
      admin: false,
      pi: affiliation,
    });
  }),
  route('GET', '/auth/api/v1/user/token', 'token', (call, _, state) =>
    jsonReply(
      state.accounts
        .filter((account) => account.id === call.user!.id)
        .map(({ id, token }, i) => ({
          id: id * 10 + i,
          user_id: id,
          token,
          description: '',
          created: '2026-01-05T09:00:00',
          updated: '2026-01-05T09:00:00',
          last_used: null,
        })),
    ),
  ),
  route('GET', '/auth/api/v1/user/token/{key}/ttl', 'token', () => jsonReply(float(-1))),
  // Each visit creates a token that never expires; POST gives 405.
  route('GET', '/auth/api/v1/create_token', 'token', createToken),
  route('GET', '/auth/api/v1/username', 'token', (call, _, state) => {
    const idTexts = (call.query.get('id') ?? '').split(',');
    const strange = idTexts.find((text) => !/^[0-9]+$/.test(text));
    if (strange !== undefined) throw new Error(`invalid literal for int() with base 10: '${strange}'`);
    // In the database's order, each user once.
    const userIds = [...new Set(idTexts.map(Number))].sort((a, b) => a - b);
    const people = userIds.flatMap((id) => {
      const person = state.accounts.find((a) => a.id === id) ?? nameOf(id);
      return person === undefined ? [] : [{ id: person.id, name: person.name }];
    });
    return jsonReply(people);
  }),
  route('GET', '/auth/api/v1/user', 'token', () =>
    reply(403, 'Requires superadmin privilege.', [['Content-Type', 'text/html']]),
  ),
  route('GET', '/auth/api/v1/service/{namespace}/table/{t}/dataset', 'token', (_, { t }, state) => {
    const stack = stackByTable(state, t!) ?? stackByName(state, t!);
    return stack === undefined ? jsonReply(null, 404) : jsonReply(stack.facts.dataset);
  }),
  route('GET', '/auth/api/v1/table/{t}/has_public', 'token', isPublic),
  route('GET', '/auth/api/v1/table/{t}/root/{id}/is_public', 'token', isPublic),
  route('POST', '/auth/api/v1/table/{t}/root_all_public', 'token', isPublic),
  // The page of a terms-of-service link: opening it with a token accepts the terms.
  route('GET', '/sticky_auth/api/v1/tos/{n}/accept', 'token', (call, { n }, state) => {
    const account = call.user!;
    account.missingTerms = account.missingTerms.filter((d) => String(termsOf(d, state.origin).tos_id) !== n);
    return reply(200, '<html><body>Terms accepted.</body></html>', [['Content-Type', 'text/html']]);
  }),
];
