/** PropertiesService, CacheService, LockService. */

import { ADA, BOB, bench, messageOf, resultOf } from '../../bench-host';

describe('properties', () => {
  test('three stores, kept apart and kept between executions', () => {
    const { host } = bench(`function main(value) {
      const stores = [PropertiesService.getScriptProperties(), PropertiesService.getUserProperties(),
        PropertiesService.getDocumentProperties()];
      if (value) stores.forEach(function (store, k) { store.setProperty('k', value + k); });
      return stores.map(function (store) { return store.getProperty('k'); });
    }`);
    host.run('main', ['a'], { user: ADA });
    expect(host.run('main', [], { user: ADA })).toEqual({ ok: true, value: ['a0', 'a1', 'a2'] });
    expect(host.run('main', [], { user: BOB })).toEqual({ ok: true, value: ['a0', null, 'a2'] });
  });

  test('values become text', () => {
    const body = `const p = PropertiesService.getUserProperties();
      p.setProperty('n', 5).setProperties({ b: true, s: 'x' });
      return [p.getProperties(), p.getKeys(), p.deleteProperty('n').getProperty('n')];`;
    expect(resultOf(body)).toEqual([{ n: '5', b: 'true', s: 'x' }, ['n', 'b', 's'], null]);
  });

  test('getProperties is a copy, setProperties may delete the others', () => {
    const body = `const p = PropertiesService.getUserProperties(); p.setProperty('a', '1');
      p.getProperties().a = '2'; const kept = p.getProperty('a');
      p.setProperties({ b: '3' }, true); const after = p.getProperties();
      p.deleteAllProperties(); return [kept, after, p.getProperties()];`;
    expect(resultOf(body)).toEqual(['1', { b: '3' }, {}]);
  });

  test.each([
    [`p.setProperty('k', 'x'.repeat(9217))`, 'Argument too large: value'],
    [`p.setProperty('k', 'é'.repeat(4609))`, 'Argument too large: value'],
    [`p.setProperty('k'.repeat(9217), 'x')`, 'Argument too large: key'],
    [
      `for (let k = 0; k < 60; k++) p.setProperty('k' + k, 'x'.repeat(9000))`,
      'You have exceeded the property storage quota. Please remove some properties and try again.',
    ],
    [
      `p.setProperty('k')`,
      "The parameters (String) don't match the method signature for PropertiesService.Properties.setProperty.",
    ],
    [
      `p.setProperty('k', null)`,
      "The parameters (String,null) don't match the method signature for PropertiesService.Properties.setProperty.",
    ],
  ])('%s', (code, message) => {
    expect(messageOf(`const p = PropertiesService.getUserProperties(); ${code}`)).toBe(message);
  });

  test('9 KB fits, and a replaced value frees its room', () => {
    const body = `const p = PropertiesService.getUserProperties();
      for (let k = 0; k < 500; k++) p.setProperty('k', 'x'.repeat(9216)); return p.getProperty('k').length;`;
    expect(resultOf(body)).toBe(9216);
  });

  test('the day ends at its quota, and the next begins', () => {
    const { host, main } = bench(
      `function main() { const p = PropertiesService.getUserProperties(); for (let k = 0; k < 3; k++) p.getProperty('a'); }`,
      { switches: { daily: { properties: 5 } } },
    );
    expect(main().ok).toBe(true);
    expect(main()).toMatchObject({ message: 'Service invoked too many times: properties.' });
    host.clock.advance(24 * 3600_000);
    expect(main().ok).toBe(true);
  });
});

describe('cache', () => {
  test('put, get, getAll, remove', () => {
    const body = `const c = CacheService.getScriptCache(); c.put('a', 'x'); c.putAll({ b: 'y', n: 5 }, 60);
      const all = c.getAll(['a', 'b', 'n', 'gone']); c.remove('a'); c.removeAll(['b', 'gone']);
      return [all, c.get('a'), c.get('b'), c.get('n')];`;
    expect(resultOf(body)).toEqual([{ a: 'x', b: 'y', n: '5' }, null, null, '5']);
  });

  test('items end after their time: ten minutes unless said', () => {
    const body = `const c = CacheService.getDocumentCache(); c.put('short', 'x', 1); c.put('usual', 'x'); c.put('long', 'x', 21600);
      const seen = [];
      [990, 598000, 2000, 20000000, 2000000].forEach(function (ms) {
        for (let left = ms; left > 0; left -= 300000) Utilities.sleep(Math.min(left, 300000));
        seen.push(['short', 'usual', 'long'].filter(function (k) { return c.get(k); }).join());
      });
      return seen;`;
    const more = { switches: { limitMs: { menu: 1e9 }, latencyMs: { CacheService: 0 } } };
    expect(resultOf(body, more)).toEqual(['short,usual,long', 'usual,long', 'long', 'long', '']);
  });

  test.each([
    [`c.put('k'.repeat(251), 'x')`, 'Argument too large: key'],
    [`c.put('k', 'x'.repeat(102401))`, 'Argument too large: value'],
    [`c.get('k'.repeat(251))`, 'Argument too large: key'],
    [`c.put('k', 'x', 0)`, 'Invalid argument: expirationInSeconds'],
    [`c.put('k', 'x', 21601)`, 'Invalid argument: expirationInSeconds'],
    [
      `c.put('k', null)`,
      "The parameters (String,null) don't match the method signature for CacheService.Cache.put.",
    ],
    [`c.putAll({ k: { a: 1 } })`, 'Invalid argument: values[k]'],
  ])('%s', (code, message) => {
    expect(messageOf(`const c = CacheService.getScriptCache(); ${code}`)).toBe(message);
  });

  test('250 characters and 100 KB fit', () => {
    const body = `const c = CacheService.getScriptCache(); c.put('k'.repeat(250), 'x'.repeat(102400)); return c.get('k'.repeat(250)).length;`;
    expect(resultOf(body)).toBe(102400);
  });

  test('over 1,000 items those nearest to their end go', () => {
    const body = `const c = CacheService.getScriptCache(); const items = {};
      for (let k = 0; k < 1000; k++) items['k' + k] = 'x';
      c.putAll(items, 600); c.put('soon', 'x', 60); c.put('late', 'x', 700);
      return [c.get('soon'), c.get('late'), c.get('k0'), Object.keys(c.getAll(Object.keys(items))).length];`;
    expect(resultOf(body)).toEqual([null, 'x', null, 999]);
  });

  test('any read may miss (seed 7)', () => {
    const body = `const c = CacheService.getScriptCache(); let hits = 0;
      for (let k = 0; k < 100; k++) { c.put('k', 'x'); if (c.get('k')) hits += 1; } return hits;`;
    const hits = resultOf(body, { seed: 7, switches: { cacheMissRate: 0.5 } }) as number;
    expect(hits).toBeGreaterThan(30);
    expect(hits).toBeLessThan(70);
    expect(resultOf(body)).toBe(100);
  });

  test('users have their own, and a test may drop everything', () => {
    const { host } = bench(
      `function main(value) { const c = CacheService.getUserCache(); if (value) c.put('k', value); return c.get('k'); }`,
    );
    host.run('main', ['a'], { user: ADA });
    expect(host.run('main', [], { user: BOB })).toEqual({ ok: true, value: null });
    expect(host.run('main', [], { user: ADA })).toEqual({ ok: true, value: 'a' });
    host.world.caches.clear();
    expect(host.run('main', [], { user: ADA })).toEqual({ ok: true, value: null });
  });
});

describe('locks', () => {
  test('getting is not taking', () => {
    const body = `const l = LockService.getDocumentLock(); const before = l.hasLock();
      const taken = l.tryLock(10); const held = l.hasLock(); const again = l.tryLock(10); l.releaseLock();
      return [before, taken, held, again, l.hasLock()];`;
    expect(resultOf(body)).toEqual([false, true, true, true, false]);
  });

  const CODE = `
    function hold(name) { LockService['get' + name + 'Lock']().waitLock(10); Utilities.getUuid(); return LockService['get' + name + 'Lock']().hasLock(); }
    function wait(name) { LockService['get' + name + 'Lock']().waitLock(5000); }
    function attempt(name) { const began = Date.now(); return [LockService['get' + name + 'Lock']().tryLock(5000), Date.now() - began]; }`;

  /** What another user's execution finds while the first holds the lock. */
  function inside(name: string, fn: string, user: string) {
    const { host } = bench(CODE);
    let found: unknown;
    host.hooks.beforeCall = (_service, method) => {
      if (method === 'getUuid') found = host.run(fn, [name], { user });
    };
    expect(host.run('hold', [name], { user: ADA })).toEqual({ ok: true, value: true });
    return found;
  }

  test('a held lock costs the whole wait', () => {
    expect(inside('Document', 'attempt', BOB)).toEqual({ ok: true, value: [false, 5010] });
  });
  test('waitLock throws', () => {
    expect(inside('Script', 'wait', BOB)).toMatchObject({
      message: 'Lock timeout: another process was holding the lock for too long.',
    });
  });
  test("one user's lock is not another's", () => {
    expect(inside('User', 'attempt', BOB)).toEqual({ ok: true, value: [true, 10] });
    expect(inside('User', 'attempt', ADA)).toEqual({ ok: true, value: [false, 5010] });
  });
  test('the end of the execution frees it', () => {
    const { host } = bench(CODE);
    host.run('hold', ['Document'], { user: ADA });
    expect(host.run('attempt', ['Document'], { user: BOB })).toEqual({ ok: true, value: [true, 10] });
  });
});
