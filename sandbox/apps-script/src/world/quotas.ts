/** A user's quotas within 24 hours, counted from the first use, as the quotas page says. */

import type { Clock } from '../platform/clock';
import { ScriptError } from '../platform/errors';
import { DAILY_QUOTA_TEXT } from '../platform/failures';

export type Metered = 'urlFetch' | 'properties' | 'triggerMs' | 'mail';
const QUOTA_NAMES: Record<Metered, string> = {
  urlFetch: 'urlfetch',
  properties: 'properties',
  triggerMs: 'trigger',
  mail: 'email',
};
const DAY_MS = 24 * 3600_000;

export class Quotas {
  private readonly used = new Map<string, { since: number; amount: number }>();

  constructor(
    private readonly limits: Record<Metered, number>,
    private readonly clock: Clock,
    /** `%s` is the name of the service. */
    private readonly refusal = DAILY_QUOTA_TEXT,
  ) {}

  of(user: string, what: Metered): number {
    return this.account(user, what).amount;
  }

  /** Counts a use, and throws beyond the daily limit. */
  spend(user: string, what: Metered, amount = 1): void {
    const account = this.account(user, what);
    account.amount += amount;
    if (account.amount > this.limits[what]) {
      throw new ScriptError(this.refusal.replace('%s', QUOTA_NAMES[what]));
    }
  }

  /** Uses up the quota until 24 hours after the first use. */
  exhaust(user: string, what: Metered): void {
    const account = this.account(user, what);
    account.amount = Math.max(account.amount, this.limits[what]);
  }

  /** Counts without a limit. */
  record(user: string, what: Metered, amount: number): void {
    this.account(user, what).amount += amount;
  }

  isSpent(user: string, what: Metered): boolean {
    return this.account(user, what).amount >= this.limits[what];
  }

  private account(user: string, what: Metered): { since: number; amount: number } {
    const key = `${what} ${user}`;
    const now = this.clock.now();
    let account = this.used.get(key);
    if (!account || now - account.since >= DAY_MS) {
      account = { since: now, amount: 0 };
      this.used.set(key, account);
    }
    return account;
  }
}
