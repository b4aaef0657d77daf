/** Time as executions see it: virtual (only calls move it) or real (with an offset that tests can change). */

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

/** `shift` holds how far the clock is ahead of the machine's; workers read it too. */
export function realClock(shift: Float64Array<ArrayBufferLike> = new Float64Array(1)): Clock {
  const ahead = () => shift[0] ?? 0;
  return {
    virtual: false,
    now: () => Date.now() + ahead(),
    advance: (ms) => {
      shift[0] = ahead() + ms;
    },
    set: (ms) => {
      shift[0] = Math.max(ahead(), ms - Date.now());
    },
  };
}

/** A real wait that keeps no process alive: its execution may have been killed before it is over. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
