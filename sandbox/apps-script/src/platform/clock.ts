/** Time as executions see it: virtual (only calls move it) or real (with an offset that tests can change). */

export interface Clock {
  readonly virtual: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  advance(ms: number): void;
  /** A virtual clock may be set back, so that formulas run in parallel; a real clock only goes forward. */
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

/** `shift` holds the milliseconds by which the clock is ahead of the computer's; workers read it too. */
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

/** A real wait that does not keep the process alive: its execution may be killed before the wait ends. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
