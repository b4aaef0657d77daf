/** The login service's pages for users: choose a user, see your tokens. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import { type ReplyHeader, reply } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { plainError } from './errors';

const plain = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function page(title: string, body: string): WireReply {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body style="font:16px/1.5 sans-serif;margin:3em;max-width:40em"><h1>${title}</h1>${body}</body></html>`;
  return reply(200, html, [['Content-Type', 'text/html; charset=utf-8']]);
}

/** The address after the login: only a page of this origin. */
function backTo(state: State, request: string | null): string {
  return request?.startsWith(`${state.origin}/`) ? request : `${state.origin}/sticky_auth/settings/tokens`;
}

type Handler = Route<State>['handle'];
const route = (pattern: string, access: Route<State>['access'], handle: Handler): Route<State> => ({
  method: 'GET',
  pattern: `/sticky_auth${pattern}`,
  access,
  gzip: false,
  onError: plainError,
  handle,
});

export const signInRoutes: Route<State>[] = [
  route('/api/v1/authorize', 'open', (call, _, state) => {
    const redirect = encodeURIComponent(backTo(state, call.query.get('redirect')));
    const people = [...new Map(state.accounts.map((account) => [account.id, account])).values()];
    const rows = people.map(
      ({ id, name, rights, missingTerms }) =>
        `<li><a href="/sticky_auth/api/v1/login?user=${id}&amp;redirect=${redirect}">${plain(name)}</a>${
          Object.keys(rights).length === 0
            ? ' (may see nothing)'
            : missingTerms.length > 0
              ? ' (terms not accepted)'
              : ''
        }</li>`,
    );
    return page('Sandbox login', `<p>This is a local sandbox. Who are you?</p><ul>${rows.join('')}</ul>`);
  }),
  route('/api/v1/login', 'open', (call, _, state) => {
    const account = state.accounts.find(({ id }) => String(id) === call.query.get('user'));
    if (account === undefined) return page('Sandbox login', '<p>There is no such user.</p>');
    const headers: ReplyHeader[] = [
      ['Location', backTo(state, call.query.get('redirect'))],
      ['Set-Cookie', `middle_auth_token=${account.token}; HttpOnly; Path=/`],
    ];
    return reply(302, '', headers);
  }),
  route('/settings/tokens', 'token', (call, _, state) => {
    const own = state.accounts.filter(({ id }) => id === call.user!.id);
    const rows = own.map(({ token }) => `<li><code>${token}</code></li>`);
    return page('Your tokens', `<p>${plain(call.user!.name)}</p><ul>${rows.join('')}</ul>`);
  }),
];
