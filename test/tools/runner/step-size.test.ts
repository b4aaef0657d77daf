/** The next step's size: by time, by bytes, and between its bounds. */
import { nextStepSize, type StepTarget } from '../../../src/tools/runner/step-size';

const TARGET: StepTarget = { ms: 6_000, shortestMs: 100, bytes: 30e6, growth: 20, least: 2, most: 500 };

test.each<[ids: number, ms: number, bytes: number, next: number]>([
  // As long, as large.
  [100, 6_000, 1e6, 100],
  // Twice too long; three times too large.
  [100, 12_000, 1e6, 50],
  [100, 3_000, 90e6, 33],
  // Grows by 20 at most, and not beyond 500.
  [10, 1, 1, 200],
  [100, 100, 1, 500],
  // Never below 2.
  [10, 600_000, 1, 2],
])('%i ids in %i ms and %i bytes: %i', (ids, ms, bytes, next) => {
  expect(nextStepSize(ids, { ms, bytes }, TARGET)).toBe(next);
});
