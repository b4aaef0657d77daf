/** Google's failures, in its words. */
import { failures } from '@tracer-tools/apps-script';
import { asAddonError } from '../../src/addon/platform-failure';
import { TtError } from '../../src/core/errors';

test.each([
  failures.burst('spreadsheets'),
  failures.perSecond(),
  failures.spreadsheetTimedOut('abc'),
  failures.spreadsheetFailed(),
  failures.server(),
  new Error('Service Spreadsheets failed while accessing document with id abc.'),
  new Error('Exception: Sheet 1234 not found'),
  new Error('Lock timeout: another process was holding the lock for too long.'),
])('%s passes', (error) => {
  expect(asAddonError(error)).toMatchObject({ code: 'BUSY', transient: true });
});

test.each([
  [failures.dailyQuota('properties'), 'properties'],
  [failures.computerTime(), 'computer time'],
])('%s is a quota: not asked again at once', (error, what) => {
  const read = asAddonError(error);
  expect(read).toMatchObject({ code: 'BUSY', retryAfter: 3600 });
  expect(read.message).toContain(`daily quota (${what})`);
});

test('nothing else is taken for one: our errors stay, unknown ones are faults', () => {
  const own = new TtError('INPUT', 'the server error occurred');
  expect(asAddonError(own)).toBe(own);
  expect(asAddonError(new Error('x is not a function')).code).toBe('FAULT');
  expect(asAddonError('text').code).toBe('FAULT');
});
