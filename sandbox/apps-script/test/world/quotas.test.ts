/** Daily quotas. */

import { virtualClock } from '../../src/platform/clock';
import { Quotas } from '../../src/world/quotas';

describe('quotas', () => {
  const limits = { urlFetch: 3, properties: 10, triggerMs: 100, mail: 1 };
  test('are kept by user and thing, for 24 hours from the first use', () => {
    const clock = virtualClock(0);
    const quotas = new Quotas(limits, clock);
    quotas.spend('a', 'urlFetch', 2);
    clock.advance(23 * 3600_000);
    quotas.spend('a', 'urlFetch');
    expect(() => quotas.spend('a', 'urlFetch')).toThrow(
      'Service invoked too many times for one day: urlfetch.',
    );
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
  test('an exhausted quota comes back after a day; its words are a switch', () => {
    const clock = virtualClock(0);
    const quotas = new Quotas(limits, clock, 'Service invoked too many times: %s');
    quotas.exhaust('a', 'urlFetch');
    expect(() => quotas.spend('a', 'urlFetch')).toThrow(/^Service invoked too many times: urlfetch$/);
    clock.advance(24 * 3600_000);
    expect(() => quotas.spend('a', 'urlFetch')).not.toThrow();
  });
});
