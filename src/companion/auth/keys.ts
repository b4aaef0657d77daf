/** Keys of the service, each for one purpose, all from the one secret of the deployment. */
import { createHmac, hkdfSync } from 'node:crypto';

export interface Keys {
  grants: Uint8Array;
  seal: Uint8Array;
  hash: Uint8Array;
}

/** `secret` holds at least 32 characters. */
export function deriveKeys(secret: string): Keys {
  const key = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, 'tracer-tools-companion', purpose, 32));
  return { grants: key('grants'), seal: key('seal'), hash: key('hash') };
}

/** 32 hexadecimal digits that stand for the parts, and tell nothing of them to who lacks the key. */
export function keyedHash(keys: Keys, ...parts: readonly string[]): string {
  const hmac = createHmac('sha256', keys.hash);
  // Lengths first: no two lists of parts are the same bytes.
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
  return hmac.digest('hex').slice(0, 32);
}
