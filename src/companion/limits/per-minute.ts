/** Limits a person's new jobs per minute, over all instances: a token bucket that refills evenly. */
import { TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import { changeObject, type SharedStore } from '../state/store';

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** The jobs that were counted last. */
  jobs: string[];
}

/** The same question on several instances within this time counts once. */
const SAME_MS = 10_000;

/**
 * `person` is a hash by `keyedHash`. Does not count a job again that was just counted. Throws BUSY if the person is
 * over the rate, and the errors of the state.
 */
export function perMinute(
  store: SharedStore,
  limit: number,
  now: () => number,
): (person: string, job: string) => Promise<void> {
  return async (person, job) => {
    let seconds = 0;
    await changeObject(store, `limits/jobs/${person}.json`, (bytes) => {
      const at = now();
      const bucket = read(bytes) ?? { tokens: limit, at, jobs: [] };
      const isRecent = at - bucket.at < SAME_MS;
      if (isRecent && bucket.jobs.includes(job)) return null;
      // The clock of another instance may be ahead.
      const since = Math.max(0, at - bucket.at);
      const tokens = Math.min(limit, bucket.tokens + (since / 60_000) * limit);
      seconds = tokens < 1 ? Math.ceil(((1 - tokens) * 60) / limit) : 0;
      if (seconds > 0) return null;
      return Buffer.from(
        JSON.stringify({
          tokens: tokens - 1,
          at: Math.max(at, bucket.at),
          jobs: [...(isRecent ? bucket.jobs : []), job],
        } satisfies Bucket),
      );
    });
    if (seconds > 0) {
      throw new TtError('BUSY', `many jobs at once. Try again in ${seconds} s`, { retryAfter: seconds });
    }
  };
}

function read(bytes: Uint8Array | null): Bucket | null {
  const found = bytes && asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  const { tokens, at, jobs } = found ?? {};
  return typeof tokens === 'number' && typeof at === 'number' && Array.isArray(jobs)
    ? { tokens, at, jobs: jobs.map(String) }
    : null;
}
