/** ScriptApp: access tokens and ID tokens. */

import { SCOPES } from '../../../src/platform/permissions';
import { ADA, BOB, bench, resultOf } from '../../bench-host';

describe('tokens', () => {
  test('the access token differs by user and hour', () => {
    const { host } = bench('function f() { return ScriptApp.getOAuthToken(); }');
    const token = (user: string) => {
      const outcome = host.run('f', [], { user });
      return outcome.ok ? String(outcome.value) : outcome.message;
    };
    const first = token(ADA);
    expect(first).toMatch(/^ya29\./);
    expect(token(ADA)).toBe(first);
    expect(token(BOB)).not.toBe(first);
    host.clock.advance(3600_000);
    expect(token(ADA)).not.toBe(first);
  });
  test('the identity token says who, when, and for whom', () => {
    const token = String(resultOf('return ScriptApp.getIdentityToken();'));
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    expect(claims).toMatchObject({ iss: 'https://accounts.google.com', email: ADA, email_verified: true });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  });
  test('null without the scope, nameless without the e-mail', () => {
    const only = (oauthScopes: string[]) =>
      resultOf('return ScriptApp.getIdentityToken();', { manifest: { oauthScopes } });
    expect(only([SCOPES.currentSheet])).toBeNull();
    const claims = String(only([SCOPES.openid])).split('.')[1] ?? '';
    expect(Buffer.from(claims, 'base64url').toString()).not.toContain('email');
  });
});

describe('tokens that servers know', () => {
  test('come from the host when it says how', () => {
    const more = {
      accessToken: (user: string, scopes: string[]) => `token of ${user} for ${scopes.length}`,
      signIdentity: (claims: Record<string, unknown>) => `signed ${claims.aud} ${claims.email}`,
      clientId: 'our-client',
    };
    expect(resultOf('return [ScriptApp.getOAuthToken(), ScriptApp.getIdentityToken()];', more)).toEqual([
      `token of ${ADA} for 6`,
      `signed our-client ${ADA}`,
    ]);
  });
});
