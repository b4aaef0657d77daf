/** What a script finds in its context: globals, values of services, console and Logger. */

import { bench, resultOf } from '../bench-host';

describe('globals', () => {
  const missing = [
    'setTimeout',
    'setInterval',
    'TextEncoder',
    'TextDecoder',
    'URL',
    'URLSearchParams',
    'fetch',
    'FormData',
    'Blob',
    'atob',
    'btoa',
    'crypto',
    'window',
    'navigator',
    'performance',
    'process',
    'require',
    'Buffer',
    'structuredClone',
    'queueMicrotask',
    'global',
    'module',
    'exports',
    'invoke_',
  ];
  test.each(missing)('%s is missing', (name) => {
    expect(resultOf(`return typeof ${name};`)).toBe('undefined');
  });

  const present = [
    'BigInt',
    'Map',
    'Proxy',
    'WeakMap',
    'Promise',
    'Uint8Array',
    'WebAssembly',
    'Intl',
    'console',
  ];
  test.each(present)('%s is there', (name) => {
    expect(resultOf(`return typeof ${name} !== 'undefined';`)).toBe(true);
  });

  test('no way leads out of the context', () => {
    const attempt = `const wrong = [];
      for (const thing of [SpreadsheetApp, SpreadsheetApp.getActive, Utilities.newBlob('a'), console.log, Date, Date.now]) {
        const made = thing.constructor.constructor('return typeof process + typeof require')();
        if (made !== 'undefinedundefined') wrong.push(String(thing));
      }
      try { SpreadsheetApp.getActiveSpreadsheet().getRange('nothing'); } catch (e) {
        wrong.push(e.constructor.constructor('return typeof process')());
      }
      return wrong;`;
    expect(resultOf(attempt)).toEqual(['undefined']);
  });

  test('each execution starts with fresh globals', () => {
    const { main } = bench('var count = 0; function main() { count += 1; return count; }');
    expect([main(), main()]).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ]);
  });
});

describe('values across the border', () => {
  test('arguments arrive as the script expects them', () => {
    const { host } = bench(
      'function main(a, b, c, d) { return [a === undefined, b instanceof Date, b.getTime(), c[1][0], d]; }',
    );
    const outcome = host.run('main', [undefined, new Date(5), [[1], ['x']], Number.NaN], {
      user: 'ada@example.org',
    });
    expect(outcome).toEqual({ ok: true, value: [true, true, 5, 'x', Number.NaN] });
  });

  test('results keep dates, undefined, nesting and the odd key', () => {
    expect(resultOf('return { a: new Date(7), b: [undefined, null], c: { d: "e" }, "": 1 };')).toEqual({
      a: new Date(7),
      b: [undefined, null],
      c: { d: 'e' },
      '': 1,
    });
  });

  test('long byte arrays keep every value', () => {
    const all =
      'var a = []; for (var i = -128; i < 128; i++) a.push(i); for (i = 0; i < 10000; i++) a.push(i % 100);';
    const bytes = resultOf(`${all} return Utilities.newBlob(a).getBytes();`) as number[];
    expect(bytes.length).toBe(10256);
    expect(bytes.slice(0, 256)).toEqual(Array.from({ length: 256 }, (_, k) => k - 128));
  });

  test('ids stay text', () => {
    const body = `SpreadsheetApp.getActiveSheet().getRange("A1").setNumberFormat("@").setValue("720575940621039145");
      return SpreadsheetApp.getActiveSheet().getRange("A1").getValue();`;
    expect(resultOf(body)).toBe('720575940621039145');
  });
});

describe('console and Logger', () => {
  test('lines are kept with the execution', () => {
    const { host, main } = bench(`function main() {
      console.log('a %s', 1, { b: 2 }); console.warn('w'); Logger.log('n: %s', 5); return Logger.getLog();
    }`);
    expect(main()).toEqual({ ok: true, value: 'INFO: n: 5\n' });
    expect(host.ran[0]?.logs).toEqual(['log a 1 {"b":2}', 'warn w', 'log n: 5']);
  });
});
