/** The pace of a host: pauses, widths, and what two instances know of it. */
import { isSlow, slowed, slowest, WIDEST, widthAt } from '../../../src/companion/egress/host-pace';

test('a refusal pauses for as long as it says, and halves the width; a wave of refusals is one', () => {
  const first = slowed(undefined, 7, 1000);
  expect(first).toEqual({ until: 8000, width: 8, at: 1000 });
  expect(slowed(first, 7, 1500)).toEqual({ until: 8500, width: 8, at: 1000 });
  expect(slowed(first, null, 9000)).toEqual({ until: 11_000, width: 4, at: 9000 });
  expect(slowed(undefined, 86_400, 0).until).toBe(3_600_000);
});

test('the width comes back over minutes, never below one request', () => {
  let pace = slowed(undefined, 0, 0);
  for (let at = 3000; at < 40_000; at += 3000) pace = slowed(pace, 0, at);
  expect(pace.width).toBe(1);
  const widths = [0, 30, 60, 90, 120, 600].map((seconds) => widthAt(pace, pace.at + seconds * 1000));
  expect(widths).toEqual([1, 2, 4, 8, 16, WIDEST]);
  expect(isSlow(pace, pace.at + 100_000)).toBe(true);
  expect(isSlow(pace, pace.at + 130_000)).toBe(false);
});

test('of two instances the slower holds, whichever is told first', () => {
  const one = { a: { until: 50, width: 8, at: 10 }, b: { until: 1, width: 2, at: 1 } };
  const other = { a: { until: 40, width: 4, at: 20 } };
  const both = { a: { until: 50, width: 4, at: 20 }, b: one.b };
  expect(slowest(one, other)).toEqual(both);
  expect(slowest(other, one)).toEqual(both);
});
