/** New jobs of one person in a minute. */
import { perMinute } from '../../../src/companion/limits/per-minute';

test('so many a minute, filling again evenly', () => {
  let clock = 0;
  const take = perMinute(3, () => clock);
  for (let i = 0; i < 3; i++) take('a');
  take('b');
  expect(() => take('a')).toThrow(expect.objectContaining({ code: 'BUSY', retryAfter: 20 }));
  clock += 20_001;
  take('a');
  expect(() => take('a')).toThrow('many jobs at once');
});
