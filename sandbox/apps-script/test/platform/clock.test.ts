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
    const machine = jest.spyOn(Date, 'now').mockReturnValue(5_000_000);
    const clock = realClock();
    expect(clock.now()).toBe(5_000_000);
    machine.mockReturnValue(5_000_700);
    expect(clock.now()).toBe(5_000_700);
    clock.advance(3600_000);
    expect(clock.now()).toBe(8_600_700);
    clock.set(0);
    expect(clock.now()).toBe(8_600_700);
    clock.set(9_000_000);
    expect(clock.now()).toBe(9_000_000);
    machine.mockRestore();
  });
});
