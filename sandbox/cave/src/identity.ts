/** Google's part of signing in: ID tokens signed with a key of this sandbox, and the public keys to check them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { WireReply } from '@tracer-tools/apps-script/wire';

/** The path of the keys on the sandbox's origin, as under www.googleapis.com. */
export const CERTS = '/oauth2/v3/certs';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Identity {
  /** The add-on's OAuth client: the audience of its ID tokens. */
  readonly audience = '1032025-sandbox.apps.googleusercontent.com';
  private readonly kid = 'sandbox-1';
  private keyPair: { key: KeyObject; jwk: Record<string, unknown> } | null = null;

  /** Created on first use, because it takes a tenth of a second. */
  private get pair(): { key: KeyObject; jwk: Record<string, unknown> } {
    if (this.keyPair !== null) return this.keyPair;
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e, kty } = publicKey.export({ format: 'jwk' });
    this.keyPair = { key: privateKey, jwk: { kid: this.kid, use: 'sig', alg: 'RS256', kty, n, e } };
    return this.keyPair;
  }

  /** A compact JWS, RS256. */
  sign(claims: Record<string, unknown>): string {
    const text = `${part({ alg: 'RS256', kid: this.kid, typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), this.pair.key).toString('base64url')}`;
  }

  certs(): WireReply {
    return {
      status: 200,
      headers: [
        ['Content-Type', 'application/json; charset=UTF-8'],
        ['Cache-Control', 'public, max-age=21600, must-revalidate, no-transform'],
      ],
      body: Buffer.from(JSON.stringify({ keys: [this.pair.jwk] })),
    };
  }
}
