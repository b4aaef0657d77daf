/** CacheService: expiry, sizes, misses. */

import { ADA, BOB, bench, messageOf, resultOf } from '../../bench-host';

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
