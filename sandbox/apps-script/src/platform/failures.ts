/** Errors of the platform with its messages, for hooks to throw. Sources: Quotas page, public reports. */

import { ScriptError } from './errors';

/** The text in public reports; the quotas page omits `for one day`. `%s` is the service. */
export const DAILY_QUOTA_TEXT = 'Service invoked too many times for one day: %s.';

export const failures = {
  dailyQuota: (service: string) => new ScriptError(DAILY_QUOTA_TEXT.replace('%s', service)),
  burst: (service: string) =>
    new ScriptError(
      `Service invoked too many times in a short time: ${service}. Try Utilities.sleep(1000) between calls.`,
    ),
  computerTime: () => new ScriptError('Service using too much computer time for one day'),
  perSecond: () => new ScriptError('Script invoked too many times per second for this Google user account.'),
  bandwidth: (url: string) =>
    new ScriptError(`Bandwidth quota exceeded: ${url}. Try reducing the rate of data transfer.`),
  dns: (url: string) => new ScriptError(`DNS error: ${url}`),
  unavailable: (url: string) => new ScriptError(`Address unavailable: ${url}`),
  timeout: (url: string) => new ScriptError(`Timeout: ${url}`),
  spreadsheetTimedOut: (id: string) =>
    new ScriptError(`Service Spreadsheets timed out while accessing document with id ${id}.`),
  spreadsheetFailed: () => new ScriptError('Service error: Spreadsheets'),
  server: () => new ScriptError("We're sorry, a server error occurred. Please wait a bit and try again."),
};
