/**
 * A service's cache of the auth service's answers, as in middle_auth_client 3.19. It keeps the owner of a token for 300
 * s, and a failed look-up counts as "no owner" for the same time. For the dataset of a table, it keeps only successful
 * answers.
 */
import type { Account } from '../world/users';

const KEEP_MS = 300_000;
/** A refused request removes the user from the cache and looks it up again, at most this often per window. */
const REFETCHES = 20;
/** The statuses after which the library retries. */
const RETRIED = [500, 502, 503, 504];
const RETRIES = 5;

/** Returns the auth service's status for a service's next look-up: 200 means a true answer, others mean failures. */
export type AuthStatus = () => number;

export class AuthCache {
  private readonly users = new Map<string, { account: Account | null; until: number }>();
  private readonly datasets = new Map<string, number>();
  private readonly refetches = new Map<string, number>();
  private windowStart: number;

  constructor(now: number) {
    this.windowStart = now;
  }

  /** The account as it was at the look-up; null for an unknown token or a failed look-up. */
  user(token: string, now: number, accounts: readonly Account[], status: AuthStatus): Account | null {
    const entry = this.users.get(token);
    if (entry !== undefined && now < entry.until) return entry.account;
    const found = statusCode(status) === 200 ? accounts.find((each) => each.token === token) : undefined;
    const account = found === undefined ? null : copyOf(found);
    this.users.set(token, { account, until: now + KEEP_MS });
    return account;
  }

  /**
   * Removes a refused user from the cache, so that the next look-up asks again. Returns false if this happened too
   * often.
   */
  forget(token: string, now: number): boolean {
    if (now - this.windowStart > KEEP_MS) {
      this.refetches.clear();
      this.windowStart = now;
    }
    const count = (this.refetches.get(token) ?? 0) + 1;
    this.refetches.set(token, count);
    if (count > REFETCHES) return false;
    this.users.delete(token);
    return true;
  }

  /** True if the look-up of a table's dataset succeeds. */
  dataset(table: string, now: number, status: AuthStatus): boolean {
    if (now < (this.datasets.get(table) ?? 0)) return true;
    if (statusCode(status) !== 200) return false;
    this.datasets.set(table, now + KEEP_MS);
    return true;
  }
}

export const copyOf = (account: Account): Account => ({
  ...account,
  rights: { ...account.rights },
  missingTerms: [...account.missingTerms],
});

/** The status after the library's retries. Throws if all attempts fail. */
function statusCode(status: AuthStatus): number {
  for (let attempt = 0; attempt <= RETRIES; attempt++) {
    const answer = status();
    if (!RETRIED.includes(answer)) return answer;
  }
  throw new Error('Max retries exceeded with url: /auth/api/v1/user/cache (too many 503 error responses)');
}
