/** So many in a minute for each person: a bucket that fills again evenly. */
import { TtError } from '../../core/errors';

/** Throws BUSY where a person is over the rate. */
export function perMinute(most: number, now: () => number): (person: string) => void {
  const left = new Map<string, { tokens: number; at: number }>();
  return (person) => {
    const at = now();
    const kept = left.get(person) ?? { tokens: most, at };
    const tokens = Math.min(most, kept.tokens + ((at - kept.at) / 60_000) * most);
    if (tokens < 1) {
      const seconds = Math.ceil(((1 - tokens) * 60) / most);
      throw new TtError('BUSY', `many jobs at once. Try again in ${seconds} s`, { retryAfter: seconds });
    }
    left.delete(person);
    left.set(person, { tokens: tokens - 1, at });
    if (left.size > 10_000) left.delete(left.keys().next().value!);
  };
}
