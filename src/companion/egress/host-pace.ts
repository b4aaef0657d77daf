/**
 * How fast a host may be asked. One that says 429, or 503 with Retry-After, is left alone for as long as it says, and then
 * asked less at a time; the width doubles back over minutes. Pure: the same facts give every instance the same pace.
 */
export interface HostPace {
  /** No request begins before, milliseconds since the epoch. */
  until: number;
  /** Requests at once of one worker, as of `at`. */
  width: number;
  at: number;
}

/** By host. */
export type HostPaces = Readonly<Record<string, HostPace>>;

export const WIDEST = 16;
const DEFAULT_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 3_600_000;
/** The width doubles in so long without a refusal. */
const RECOVERY_MS = 30_000;
/** Refusals so close together are one: the requests of one wave are refused together. */
const SAME_WAVE_MS = 2000;

export function widthAt(pace: HostPace | undefined, now: number): number {
  if (!pace) return WIDEST;
  const quiet = Math.max(0, now - Math.max(pace.at, pace.until));
  return Math.min(WIDEST, Math.floor(pace.width * 2 ** (quiet / RECOVERY_MS)));
}

/** After a refusal; `seconds` as its Retry-After says, null for none. */
export function slowed(pace: HostPace | undefined, seconds: number | null, now: number): HostPace {
  const pause = seconds === null ? DEFAULT_PAUSE_MS : Math.min(seconds * 1000, LONGEST_PAUSE_MS);
  const until = Math.max(pace?.until ?? 0, now + pause);
  if (pace && now - pace.at < SAME_WAVE_MS) return { ...pace, until };
  return { until, width: Math.max(1, Math.floor(widthAt(pace, now) / 2)), at: now };
}

/** What two instances know of the same hosts: the slower of both. */
export function slowest(one: HostPaces, other: HostPaces): HostPaces {
  const all: Record<string, HostPace> = { ...one };
  for (const [host, pace] of Object.entries(other)) {
    const known = all[host];
    const newer = !known || pace.at > known.at ? pace : known;
    all[host] = { ...newer, until: Math.max(known?.until ?? 0, pace.until) };
  }
  return all;
}

/** Whether a pace still says something: those that are over are forgotten. */
export const isSlow = (pace: HostPace, now: number): boolean =>
  now < pace.until || widthAt(pace, now) < WIDEST;
