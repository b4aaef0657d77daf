/**
 * What one service remembers of the auth service's answers: who a token belongs to, for 300 s, a failed look-up of it
 * as "belongs to nobody" for as long; which dataset a table has, good answers alone. As middle_auth_client 3.19 does.
 */
import type { Account } from '../world/users';

const KEEP_MS = 300_000;
/** A denied request drops the remembered user and asks again, so often in a window. */
const REFETCHES = 20;
/** The library asks again itself after these. */
const RETRIED = [500, 502, 503, 504];
const RETRIES = 5;

/** The next answer of the auth service to a service's look-up: 200 is the truth, anything else a failure. */
export type AuthStatus = () => number;

export class AuthCache {
  private readonly users = new Map<string, { account: Account | null; until: number }>();
  private readonly datasets = new Map<string, number>();
  private readonly refetches = new Map<string, number>();
  private windowStart: number;

  constructor(now: number) {
    this.windowStart = now;
  }

  /** The account as it was when it was looked up; null for a token of nobody, or where the look-up failed. */
  user(token: string, now: number, accounts: readonly Account[], status: AuthStatus): Account | null {
    const known = this.users.get(token);
    if (known !== undefined && now < known.until) return known.account;
    const found = settled(status) === 200 ? accounts.find((each) => each.token === token) : undefined;
    const account = found === undefined ? null : copyOf(found);
    this.users.set(token, { account, until: now + KEEP_MS });
    return account;
  }

  /** Forgets a user that was denied, so that the next look-up asks; false where that was done too often. */
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

  /** Whether the dataset of a table could be looked up. */
  dataset(table: string, now: number, status: AuthStatus): boolean {
    if (now < (this.datasets.get(table) ?? 0)) return true;
    if (settled(status) !== 200) return false;
    this.datasets.set(table, now + KEEP_MS);
    return true;
  }
}

export const copyOf = (account: Account): Account => ({
  ...account,
  rights: { ...account.rights },
  missingTerms: [...account.missingTerms],
});

/** The status after the library's own retries. Throws where they run out. */
function settled(status: AuthStatus): number {
  for (let attempt = 0; attempt <= RETRIES; attempt++) {
    const answer = status();
    if (!RETRIED.includes(answer)) return answer;
  }
  throw new Error('Max retries exceeded with url: /auth/api/v1/user/cache (too many 503 error responses)');
}
