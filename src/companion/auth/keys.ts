/** Keys of the service, one per purpose, derived from the deployment's secret. */
import { createHmac, hkdfSync } from 'node:crypto';

export interface Keys {
  grants: Uint8Array;
  seal: Uint8Array;
  hash: Uint8Array;
}

/** `secret` has at least 32 characters. */
export function deriveKeys(secret: string): Keys {
  const key = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, 'tracer-tools-companion', purpose, 32));
  return { grants: key('grants'), seal: key('seal'), hash: key('hash') };
}

/** 32 hexadecimal digits of an HMAC over the parts. */
export function keyedHash(keys: Keys, ...parts: readonly string[]): string {
  const hmac = createHmac('sha256', keys.hash);
  // The lengths make sure that no two lists of parts give the same bytes.
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest('hex').slice(0, 32);
}
