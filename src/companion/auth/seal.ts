/**
 * Encrypts a CAVE token for one job. A job outlives its request, so the task's body carries the token; nothing else
 * stores it. Only this deployment can decrypt it, only for that job, and only until it expires.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { Keys } from './keys';

const NONCE = 12;
const TAG = 16;

/** `expires` is in seconds since the epoch. */
export function seal(keys: Keys, job: string, token: string, expires: number): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce).setAAD(Buffer.from(`${job} ${expires}`));
  const ciphertext = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return `${expires}.${Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString('base64url')}`;
}

/** Throws if the token was altered, belongs to another job or has expired. `now` is in milliseconds. */
export function unseal(keys: Keys, job: string, sealedToken: string, now: number): string {
  const found = /^([0-9]{1,15})\.([A-Za-z0-9_-]{38,4000})$/.exec(sealedToken);
  if (!found) throw damageError();
  const expires = digitsValue(found[1]);
  const bytes = Buffer.from(found[2]!, 'base64url');
  try {
    const open = createDecipheriv('aes-256-gcm', keys.seal, bytes.subarray(0, NONCE))
      .setAAD(Buffer.from(`${job} ${expires}`))
      .setAuthTag(bytes.subarray(bytes.length - TAG));
    const token = open.update(bytes.subarray(NONCE, bytes.length - TAG));
    const whole = Buffer.concat([token, open.final()]).toString('utf8');
    if (now / 1000 > expires) throw new TtError('TIMEOUT', 'the job waited too long to begin. Run it again');
    return whole;
  } catch (error) {
    throw error instanceof TtError ? error : damageError();
  }
}

const damageError = (): TtError => new TtError('COMPANION', 'the task is not this companion’s');
