/** How long a column takes in Google's trigger time, said before it is kept fresh. */
import { estimatedMs, HOURLY_MS, roundWords } from '../../../src/addon/jobs/round-time';

test('what one hourly run does is not worth a word', () => {
  expect(roundWords(HOURLY_MS)).toBe('');
  expect(roundWords(estimatedMs(1000, ['current_id', 'share']))).toBe('');
});

test('runs, and nights of 24 runs', () => {
  expect(roundWords(HOURLY_MS + 1)).toBe('about 2 hourly runs of 3.5 min: about 1 night');
  expect(roundWords(24 * HOURLY_MS)).toMatch(/24 hourly runs .* 1 night$/);
  expect(roundWords(25 * HOURLY_MS)).toMatch(/25 hourly runs .* 2 nights$/);
});

test('100,000 rows fit the daily trigger time of a consumer account, 90 minutes, or take several nights and say so', () => {
  const current = estimatedMs(100_000, ['current_id', 'share']);
  expect(roundWords(current)).toMatch(/about 1 night$/);
  const details = estimatedMs(100_000, ['current_id', 'volume_um3', 'cable_length', 'inc_syn', 'out_syn']);
  expect(details).toBeGreaterThan(current);
  expect(24 * HOURLY_MS).toBeLessThan(90 * 60_000);
});

test('more ids, and more details, take longer', () => {
  const ms = [1000, 10_000, 100_000].map((ids) => estimatedMs(ids, ['current_id']));
  expect(ms).toEqual([...ms].sort((a, b) => a - b));
  expect(estimatedMs(1000, ['cable_length'])).toBeGreaterThan(estimatedMs(1000, ['share']));
});
