/**
 * Remembers bearer tokens whose signature was verified, so that a person's next requests cost no public-key operation.
 * Keeps a digest of each token, never the token.
 */
import { createHash } from 'node:crypto';

/** A key that Google withdraws is refused after this time at the latest. */
export const MAX_REMEMBERED_MS = 300_000;
const MAX_TOKENS = 1000;

export interface Verified<T> {
  value: T;
  /** Milliseconds since the epoch when the token expires. */
  expires: number;
}

export interface TokenMemory<T> {
  /** The result of `verify` for this token, remembered until it expires. A `verify` that throws is not remembered. */
  verified(token: string, verify: () => Promise<Verified<T>>): Promise<T>;
}

export function tokenMemory<T>(now: () => number, maxTokens = MAX_TOKENS): TokenMemory<T> {
  /** By digest, the oldest first. */
  const entries = new Map<string, { value: T; from: number; until: number }>();
  return {
    async verified(token, verify) {
      const digest = createHash('sha256').update(token).digest('base64');
      const time = now();
      const entry = entries.get(digest);
      // `from`: a clock that was set back must not prolong a token's life.
      if (entry && time >= entry.from && time < entry.until) return entry.value;
      entries.delete(digest);
      const { value, expires } = await verify();
      const until = Math.min(expires, time + MAX_REMEMBERED_MS);
      if (entries.size >= maxTokens) entries.delete(entries.keys().next().value!);
      entries.set(digest, { value, from: time, until });
      return value;
    },
  };
}
