/** Time as executions see it: virtual (moved by calls alone) or real (with an offset that tests may push). */

export interface Clock {
  readonly virtual: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  advance(ms: number): void;
  /** Virtual clocks may be set back, so that formulas run side by side; real ones only go forward. */
  set(ms: number): void;
}

export function virtualClock(start = Date.UTC(2026, 0, 1)): Clock {
  let now = start;
  return {
    virtual: true,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    set: (ms) => {
      now = ms;
    },
  };
}

export function realClock(): Clock {
  let offset = 0;
  return {
    virtual: false,
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
    set: (ms) => {
      offset = Math.max(offset, ms - Date.now());
    },
  };
}
