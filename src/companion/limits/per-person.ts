/** Concurrency limit for each person in one instance, so that one person cannot use all workers. */
import { TtError } from '../../core/errors';

/** Throws BUSY where the person has `limit` requests under way. */
export function perPerson(limit: number): <T>(person: string, work: () => Promise<T>) => Promise<T> {
  const active = new Map<string, number>();
  return async (person, work) => {
    const count = active.get(person) ?? 0;
    if (count >= limit) {
      throw new TtError('BUSY', `${limit} of your requests are under way already. Try again in 5 s`, {
        retryAfter: 5,
      });
    }
    active.set(person, count + 1);
    try {
      return await work();
    } finally {
      const remaining = active.get(person)! - 1;
      if (remaining > 0) active.set(person, remaining);
      else active.delete(person);
    }
  };
}
