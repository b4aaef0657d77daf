/**
 * How fast we may send requests to a host. After a 429, or a 503 with Retry-After, we wait as long as it says, and then
 * send fewer requests at once; the number doubles again over minutes. Pure: the same facts give every instance the same
 * pace.
 */
export interface HostPace {
  /** No request starts before this time, milliseconds since the epoch. */
  until: number;
  /** Simultaneous requests of one worker, as of `at`. */
  width: number;
  at: number;
}

/** By host. */
export type HostPaces = Readonly<Record<string, HostPace>>;

export const WIDEST = 16;
const DEFAULT_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 3_600_000;
/** The width doubles after this time without a refusal. */
const RECOVERY_MS = 30_000;
/** Refusals within this time count once: simultaneous requests are refused together. */
const SAME_WAVE_MS = 2000;

export function widthAt(pace: HostPace | undefined, now: number): number {
  if (!pace) return WIDEST;
  const quiet = Math.max(0, now - Math.max(pace.at, pace.until));
  return Math.min(WIDEST, Math.floor(pace.width * 2 ** (quiet / RECOVERY_MS)));
}

/** The pace after a refusal; `seconds` is its Retry-After, or null. */
export function slowed(pace: HostPace | undefined, seconds: number | null, now: number): HostPace {
  const pause = seconds === null ? DEFAULT_PAUSE_MS : Math.min(seconds * 1000, LONGEST_PAUSE_MS);
  const until = Math.max(pace?.until ?? 0, now + pause);
  if (pace && now - pace.at < SAME_WAVE_MS) return { ...pace, until };
  return { until, width: Math.max(1, Math.floor(widthAt(pace, now) / 2)), at: now };
}

/** Merges what two instances know: the slower pace of each host. */
export function slowest(one: HostPaces, other: HostPaces): HostPaces {
  const all: Record<string, HostPace> = { ...one };
  for (const [host, pace] of Object.entries(other)) {
    const ownPace = all[host];
    const newer = !ownPace || pace.at > ownPace.at ? pace : ownPace;
    all[host] = { ...newer, until: Math.max(ownPace?.until ?? 0, pace.until) };
  }
  return all;
}

/** Whether a pace still slows requests; other paces are dropped. */
export const isSlow = (pace: HostPace, now: number): boolean =>
  now < pace.until || widthAt(pace, now) < WIDEST;
