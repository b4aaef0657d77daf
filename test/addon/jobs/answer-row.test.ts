/** How often and how soon rows are asked about again. */
import { isPending, pendingPlan, willAskAgain } from '../../../src/addon/jobs/answer-row';
import { TtError } from '../../../src/core/errors';

const row = (code: 'PENDING' | 'DOWN' | 'ID') => ({ current_id: new TtError(code, 'x') });
const READY = { current_id: '720575941473274509' };

test('few rows that wait are asked about sooner and more often, and never a minute apart', () => {
  const few = pendingPlan([...Array.from({ length: 50 }, () => row('PENDING')), READY, row('DOWN')]);
  const many = pendingPlan(Array.from({ length: 51 }, () => row('PENDING')));
  expect(few.waitMs).toBeLessThan(60_000);
  // A skeleton takes about a minute: both wait for two at least.
  for (const { passes, waitMs } of [few, many]) expect(passes * waitMs).toBeGreaterThanOrEqual(120_000);
});

test('other passing failures are asked about twice, permanent ones never', () => {
  expect([0, 1, 7, 8].map((attempts) => willAskAgain(row('PENDING'), attempts, 8))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([0, 1, 2].map((attempts) => willAskAgain(row('DOWN'), attempts, 8))).toEqual([true, true, false]);
  expect(willAskAgain(row('ID'), 0, 8)).toBe(false);
  expect(willAskAgain(READY, 0, 8)).toBe(false);
  expect([isPending(row('PENDING')), isPending(row('DOWN'))]).toEqual([true, false]);
});
