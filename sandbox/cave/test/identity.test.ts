/** ID tokens: signed by a key that everybody can check, another one in every sandbox. */
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { createHost } from '@tracer-tools/apps-script';
import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import type { CaveSandbox } from '../src';
import { ask, fresh, good } from './ask';

const SCOPES = ['openid', 'https://www.googleapis.com/auth/userinfo.email'];

function tokenOf(sandbox: CaveSandbox, email: string, oauthScopes = SCOPES): string {
  const host = createHost({
    code: 'function main() { return ScriptApp.getIdentityToken(); }',
    html: {},
    manifest: { oauthScopes },
    workbook: createWorkbook(),
    network: (url) => sandbox.network(url),
    users: [{ email, name: 'A' }],
    owner: email,
    signIdentity: (claims) => sandbox.identity.sign(claims),
    clientId: sandbox.identity.audience,
  });
  const outcome = host.run('main', [], { user: email, entry: 'menu', mode: 'FULL' });
  if (!outcome.ok) throw new Error(outcome.message);
  return String(outcome.value);
}

const part = (token: string, n: number) =>
  JSON.parse(Buffer.from(token.split('.')[n]!, 'base64url').toString()) as Record<string, unknown>;

function checks(sandbox: CaveSandbox, token: string): boolean {
  const { keys } = good(sandbox, '/oauth2/v3/certs', { token: null }) as unknown as {
    keys: (JsonWebKey & { kid: string })[];
  };
  const key = keys.find(({ kid }) => kid === part(token, 0).kid)!;
  const [head, claims, signature] = token.split('.') as [string, string, string];
  const result = Buffer.from(`${head}.${claims}`);
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify('RSA-SHA256', result, publicKey, Buffer.from(signature, 'base64url'));
}

test('a token of Google’s form, which the published keys confirm', () => {
  const sandbox = fresh();
  const token = tokenOf(sandbox, 'ada@example.org');
  expect(part(token, 0)).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  const claims = part(token, 1);
  expect(claims).toMatchObject({
    iss: 'https://accounts.google.com',
    aud: sandbox.identity.audience,
    email: 'ada@example.org',
    email_verified: true,
    hd: 'example.org',
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  expect(checks(sandbox, token)).toBe(true);
  const [head, , signature] = token.split('.');
  const forgery = Buffer.from(JSON.stringify({ ...claims, email: 'eve@example.org' })).toString('base64url');
  expect(checks(sandbox, `${head}.${forgery}.${signature}`)).toBe(false);
});

test('private accounts have no domain; without openid there is no token', () => {
  const sandbox = fresh();
  expect(part(tokenOf(sandbox, 'someone@gmail.com'), 1)).not.toHaveProperty('hd');
  expect(part(tokenOf(sandbox, 'ada@example.org', ['openid']), 1)).not.toHaveProperty('email');
  expect(tokenOf(sandbox, 'ada@example.org', [SCOPES[1]!])).toBe('null');
});

test('each sandbox has its own key', () => {
  const [one, two] = [fresh(), fresh()];
  expect(checks(two, tokenOf(one, 'ada@example.org'))).toBe(false);
  expect(ask(one, '/oauth2/v3/certs', { token: null }).headers).toContainEqual([
    'Cache-Control',
    'public, max-age=21600, must-revalidate, no-transform',
  ]);
});
