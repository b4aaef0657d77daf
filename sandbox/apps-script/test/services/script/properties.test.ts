/** PropertiesService: three stores, their sizes and rights. */

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
    expect(main()).toMatchObject({ message: 'Service invoked too many times for one day: properties.' });
    host.clock.advance(24 * 3600_000);
    expect(main().ok).toBe(true);
  });
});
