/** The property store against a model. */

import { PropertyStore } from '../../src/world/properties';
import { seededRandom } from '../../src/world/random';

test.each([11, 12])('the property store counts its bytes, seed %i', (seed) => {
  const random = seededRandom(seed);
  const store = new PropertyStore();
  const model = new Map<string, string>();
  const size = () =>
    [...model].reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  let refusalCount = 0;
  for (let step = 0; step < 400; step++) {
    const key = `k${Math.floor(random() * 200)}é`;
    if (random() < 0.2) {
      store.delete(key);
      model.delete(key);
    } else {
      const value = 'é'.repeat(2304 + Math.floor(random() * 2304));
      const before = model.get(key);
      model.set(key, value);
      if (size() > 500 * 1024) {
        refusalCount += 1;
        if (before === undefined) model.delete(key);
        else model.set(key, before);
        expect(() => store.set(key, value)).toThrow('You have exceeded the property storage quota');
      } else store.set(key, value);
    }
  }
  expect(store.all()).toEqual(Object.fromEntries(model));
  expect(refusalCount).toBeGreaterThan(0);
  store.clear();
  expect(store.all()).toEqual({});
});
