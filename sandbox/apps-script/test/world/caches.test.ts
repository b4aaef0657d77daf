/** The cache store against a model. */

import { virtualClock } from '../../src/platform/clock';
import { CacheStore } from '../../src/world/caches';
import { seededRandom } from '../../src/world/random';

test.each([21, 22])('the cache against a model, seed %i', (seed) => {
  const random = seededRandom(seed);
  const clock = virtualClock(0);
  const cache = new CacheStore(clock, () => false);
  const model = new Map<string, { value: string; until: number }>();
  for (let step = 0; step < 3000; step++) {
    const key = `k${Math.floor(random() * 200)}`;
    const what = random();
    if (what < 0.4) {
      const seconds = 1 + Math.floor(random() * 100);
      cache.put(key, `${step}`, seconds);
      model.set(key, { value: `${step}`, until: clock.now() + seconds * 1000 });
    } else if (what < 0.5) {
      cache.remove(key);
      model.delete(key);
    } else if (what < 0.7) clock.advance(Math.floor(random() * 5000));
    else {
      const item = model.get(key);
      expect(cache.get(key)).toBe(item && item.until > clock.now() ? item.value : null);
    }
  }
  cache.clear();
  expect(cache.keys()).toEqual([]);
});
