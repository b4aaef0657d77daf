/** Virtual and real clocks. */

import { realClock, virtualClock } from '../../src/platform/clock';

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
