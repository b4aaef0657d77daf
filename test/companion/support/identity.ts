/** An issuer of ID tokens for tests, with Google's claims and its own keys. */
import './jose';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';

export const AUDIENCE = 'addon-client.apps.googleusercontent.com';
export const ADA = { sub: '1001', email: 'ada@lab.example', hd: 'lab.example' };
export const EVE = { sub: '1002', email: 'eve@lab.example', hd: 'lab.example' };

export interface Issuer {
  keys: JWTVerifyGetKey;
  /** The public key as PEM bytes, with which an algorithm confusion attack signs. */
  publicKey: Parameters<typeof exportJWK>[0];
  jwks: { keys: object[] };
  token(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export async function makeIssuer(now: () => number = Date.now): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test-1', alg: 'RS256', use: 'sig' };
  const jwks = { keys: [jwk] };
  return {
    keys: createLocalJWKSet(jwks),
    publicKey,
    jwks,
    token(claims = {}, header = {}) {
      const iat = Math.floor(now() / 1000);
      const whole: JWTPayload = {
        iss: 'https://accounts.google.com',
        aud: AUDIENCE,
        ...ADA,
        email_verified: true,
        iat,
        exp: iat + 3600,
        ...claims,
      };
      return new SignJWT(whole)
        .setProtectedHeader({ alg: 'RS256', kid: 'test-1', ...header })
        .sign(privateKey);
    },
  };
}
