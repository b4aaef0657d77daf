/** What becomes of an answer that is not there yet, failed, or does not fit a cell. */
import {
  failuresOf,
  fittingRow,
  isPending,
  MAX_PASSES,
  pendingPlan,
  willAskAgain,
} from '../../../src/addon/jobs/answer-row';
import { TtError } from '../../../src/core/errors';

const PENDING = { cable_um: new TtError('PENDING', 'the skeleton is being made') };
const DOWN = { cable_um: new TtError('DOWN', 'CAVE is not answering') };
const GONE = { cable_um: new TtError('INPUT', 'no such id'), share: 1 };
const GOOD = { cable_um: 12.5, share: 1 };
const many = (count: number) => [GOOD, DOWN, ...Array.from({ length: count }, () => PENDING)];

test('a few rows that wait are asked about sooner and more often than many', () => {
  const [few, lots] = [pendingPlan(many(50)), pendingPlan(many(51))];
  expect(few.waitMs).toBeLessThan(lots.waitMs);
  expect(lots).toEqual({ passes: MAX_PASSES, waitMs: 60_000 });
  // Together as long as the many wait, so that a skeleton of a minute is not given up.
  expect(few.passes * few.waitMs).toBeGreaterThanOrEqual(lots.passes * lots.waitMs);
});

test('only what may pass is asked again, and what is being made as often as its plan says', () => {
  const { passes } = pendingPlan(many(1));
  const again = (row: typeof GOOD | typeof DOWN | typeof GONE) =>
    Array.from({ length: 12 }, (_, attempts) => willAskAgain(row, attempts, passes)).filter(Boolean).length;
  expect([PENDING, DOWN, GONE, GOOD].map(again)).toEqual([passes, MAX_PASSES, 0, 0]);
});

test('a row has one failure, its first; PENDING is one too', () => {
  expect(failuresOf(GONE)).toEqual([{ code: 'INPUT', message: 'no such id' }]);
  expect(failuresOf({ ...DOWN, share: new TtError('BIG', 'too much') })).toHaveLength(1);
  expect(failuresOf(GOOD)).toEqual([]);
  expect([PENDING, DOWN, GONE, GOOD].map(isPending)).toEqual([true, false, false, false]);
});

test('a text that no cell holds is an error in its place; dates and the rest stay', () => {
  const at = new Date(0);
  const row = fittingRow({ link: 'x'.repeat(50_001), at, name: 'x'.repeat(50_000), share: 0.5 });
  expect(row.link).toBeInstanceOf(TtError);
  expect(row).toMatchObject({ at, name: 'x'.repeat(50_000), share: 0.5 });
});
