/**
 * Converts Google's own failures to our errors: they are transient and say nothing about the request. Wording from the
 * Quotas page and public reports.
 */
import { asTtError, TtError } from '../core/errors';

const SPENT = /too many times for one day: (\w+)|too much computer time for one day/i;
const PASSING =
  /Service error: Spreadsheets|Service Spreadsheets (?:timed out|failed)|server error occurred|too many times (?:in a short time|per second)|Lock timeout/i;

/** The quota comes back within 24 hours. */
export const spentError = (quota: string): TtError =>
  new TtError(
    'BUSY',
    `Google’s daily quota (${quota}) is used up for this account. What is written stays; go on when it is back, within 24 hours`,
    { retryAfter: 3600 },
  );

export function asAddonError(error: unknown): TtError {
  const message = error instanceof Error && !(error instanceof TtError) ? error.message : '';
  const quota = SPENT.exec(message);
  if (quota) {
    return spentError(quota[1] ?? 'computer time');
  }
  if (PASSING.test(message))
    return new TtError('BUSY', 'Google Sheets failed for a moment. What is written stays; try again');
  // The next look finds out which tab, or makes it again.
  if (/Sheet \d+ not found/i.test(message))
    return new TtError('BUSY', 'a tab was deleted at the moment in which it was used. Try again');
  return asTtError(error);
}
