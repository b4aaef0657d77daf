/** Rate limit for each person: a token bucket that refills evenly over a minute. */
import { TtError } from '../../core/errors';

/** Throws BUSY where a person is over the rate. */
export function perMinute(limit: number, now: () => number): (person: string) => void {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (person) => {
    const at = now();
    const bucket = buckets.get(person) ?? { tokens: limit, at };
    const tokens = Math.min(limit, bucket.tokens + ((at - bucket.at) / 60_000) * limit);
    if (tokens < 1) {
      const seconds = Math.ceil(((1 - tokens) * 60) / limit);
      throw new TtError('BUSY', `many jobs at once. Try again in ${seconds} s`, { retryAfter: seconds });
    }
    buckets.delete(person);
    buckets.set(person, { tokens: tokens - 1, at });
    if (buckets.size > 10_000) buckets.delete(buckets.keys().next().value!);
  };
}
