/** What outlives executions, against simple models. */

import { realClock, virtualClock } from '../../src/platform/clock';
import { CacheStore } from '../../src/world/caches';
import { addCounters, newCounters } from '../../src/world/counters';
import { Grants } from '../../src/world/grants';
import { Locks } from '../../src/world/locks';
import { PropertyStore } from '../../src/world/properties';
import { Quotas } from '../../src/world/quotas';
import { seededRandom } from '../../src/world/random';

describe('clocks', () => {
  test('the virtual one moves by hand', () => {
    const clock = virtualClock(1000);
    clock.advance(500);
    expect(clock.now()).toBe(1500);
    clock.set(10);
    expect(clock.now()).toBe(10);
  });
  test('the real one runs, may be pushed, and never goes back', () => {
    const clock = realClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
    clock.advance(3600_000);
    const ahead = clock.now() - Date.now();
    expect(Math.abs(ahead - 3600_000)).toBeLessThan(50);
    clock.set(0);
    expect(clock.now() - Date.now()).toBeGreaterThan(3599_000);
    clock.set(Date.now() + 2 * 3600_000);
    expect(Math.abs(clock.now() - Date.now() - 2 * 3600_000)).toBeLessThan(50);
  });
});

test.each([11, 12])('the property store counts its bytes, seed %i', (seed) => {
  const random = seededRandom(seed);
  const store = new PropertyStore();
  const model = new Map<string, string>();
  const size = () =>
    [...model].reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  let refused = 0;
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
        refused += 1;
        if (before === undefined) model.delete(key);
        else model.set(key, before);
        expect(() => store.set(key, value)).toThrow('You have exceeded the property storage quota');
      } else store.set(key, value);
    }
  }
  expect(store.all()).toEqual(Object.fromEntries(model));
  expect(refused).toBeGreaterThan(0);
  store.clear();
  expect(store.all()).toEqual({});
});

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

test.each([31, 32])('no two executions ever hold one lock, seed %i', (seed) => {
  const random = seededRandom(seed);
  const locks = new Locks();
  const model = new Map<string, string>();
  for (let step = 0; step < 2000; step++) {
    const name = `lock${Math.floor(random() * 3)}`;
    const run = `run${Math.floor(random() * 4)}`;
    const what = random();
    if (what < 0.5) {
      const free = model.get(name) === undefined || model.get(name) === run;
      expect(locks.take(name, run)).toBe(free);
      if (free) model.set(name, run);
    } else if (what < 0.9) {
      locks.release(name, run);
      if (model.get(name) === run) model.delete(name);
    } else {
      locks.releaseAll(run);
      for (const [held, holder] of model) if (holder === run) model.delete(held);
    }
    expect(new Set(locks.held())).toEqual(new Set(model.keys()));
    expect(locks.holder(name)).toBe(model.get(name) ?? null);
  }
});

describe('quotas', () => {
  const limits = { urlFetch: 3, properties: 10, triggerMs: 100, mail: 1 };
  test('are kept by user and thing, for 24 hours from the first use', () => {
    const clock = virtualClock(0);
    const quotas = new Quotas(limits, clock);
    quotas.spend('a', 'urlFetch', 2);
    clock.advance(23 * 3600_000);
    quotas.spend('a', 'urlFetch');
    expect(() => quotas.spend('a', 'urlFetch')).toThrow('Service invoked too many times: urlfetch.');
    expect(() => quotas.spend('b', 'urlFetch')).not.toThrow();
    expect(() => quotas.spend('a', 'properties', 10)).not.toThrow();
    clock.advance(3600_000);
    expect(quotas.of('a', 'urlFetch')).toBe(0);
    expect(() => quotas.spend('a', 'urlFetch')).not.toThrow();
  });
  test('noting does not refuse', () => {
    const quotas = new Quotas(limits, virtualClock(0));
    quotas.record('a', 'triggerMs', 99);
    expect(quotas.isSpent('a', 'triggerMs')).toBe(false);
    quotas.record('a', 'triggerMs', 50);
    expect(quotas.isSpent('a', 'triggerMs')).toBe(true);
  });
});

test('grants', () => {
  const grants = new Grants(['x', 'y']);
  grants.deny('a', 'x');
  expect([grants.has('a', 'x'), grants.has('a', 'y'), grants.has('b', 'x'), grants.has('a', 'z')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(grants.of('a')).toEqual(['y']);
  grants.denyAll('a');
  expect(grants.of('a')).toEqual([]);
  grants.allow('a', 'x');
  expect(grants.of('a')).toEqual(['x']);
  expect(new Grants(null).has('a', 'anything')).toBe(true);
});

test('counters add up', () => {
  const [sum, one] = [newCounters(), newCounters()];
  Object.assign(one, { fetches: 2, calls: { 'A.b': 1 } });
  addCounters(sum, one);
  addCounters(sum, one);
  expect(sum).toMatchObject({ fetches: 4, calls: { 'A.b': 2 }, roundTrips: 0 });
});

test('the same seed gives the same numbers, spread over the unit interval', () => {
  const numbers = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 5000 }, random);
  };
  expect(numbers(5)).toEqual(numbers(5));
  expect(numbers(5)).not.toEqual(numbers(6));
  const mean = numbers(5).reduce((a, b) => a + b, 0) / 5000;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  expect(numbers(5).every((value) => value >= 0 && value < 1)).toBe(true);
});
