/** Google's part of signing in: ID tokens signed by a key of this sandbox, and the public keys for checking them. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { WireReply } from '@tracer-tools/apps-script/wire';

/** Where the keys are on the sandbox's origin, as under www.googleapis.com. */
export const CERTS = '/oauth2/v3/certs';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export class Identity {
  /** The OAuth client of the add-on: the audience of its ID tokens. */
  readonly audience = '1032025-sandbox.apps.googleusercontent.com';
  private readonly kid = 'sandbox-1';
  private keyPair: { key: KeyObject; jwk: Record<string, unknown> } | null = null;

  /** Made on first use: it takes a tenth of a second. */
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
