/** A driver that keeps each host's pace: waits as long as the host asked, and limits simultaneous requests. */
import { isRateLimit, retryAfterSeconds, withRelativeRetryAfter } from '../../http/failures';
import type { HttpReply, HttpRequest } from '../../http/request';
import type { AsyncDriver } from '../../http/runner';
import { type HostPaces, widthAt } from './host-pace';

/** Does not wait longer than this: the reply tells the caller how long. */
const LONGEST_WAIT_MS = 60_000;

export interface PaceOptions {
  now: () => number;
  paces: () => HostPaces;
  /** Reports a refusal, so that all instances slow down. `seconds` is its Retry-After, or null. */
  refused: (host: string, seconds: number | null) => void;
}

export function pacedDriver(driver: AsyncDriver, { now, paces, refused }: PaceOptions): AsyncDriver {
  const active = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  async function one(request: HttpRequest): Promise<HttpReply> {
    const host = hostOf(request.url);
    for (;;) {
      const pace = paces()[host];
      const pause = (pace?.until ?? 0) - now();
      if (pause > LONGEST_WAIT_MS) return busyReply(pause);
      if (pause > 0) await driver.sleep(pause);
      else if ((active.get(host) ?? 0) < widthAt(pace, now())) break;
      else await new Promise<void>((resolve) => waiting.set(host, [...(waiting.get(host) ?? []), resolve]));
    }
    active.set(host, (active.get(host) ?? 0) + 1);
    try {
      const [reply] = await driver.send([request]);
      const datedReply = withRelativeRetryAfter(reply!, now());
      const seconds = retryAfterSeconds(datedReply);
      if (isRateLimit(datedReply) || (datedReply.status === 503 && seconds !== null)) refused(host, seconds);
      return datedReply;
    } finally {
      active.set(host, active.get(host)! - 1);
      for (const resolve of waiting.get(host) ?? []) resolve();
      waiting.delete(host);
    }
  }
  return { ...driver, send: (requests) => Promise.all(requests.map(one)) };
}

const hostOf = (url: string): string => /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';

function busyReply(pauseMs: number): HttpReply {
  return {
    status: 429,
    headers: { 'retry-after': String(Math.ceil(pauseMs / 1000)) },
    text: () => '',
    bytes: () => new Uint8Array(0),
  };
}
