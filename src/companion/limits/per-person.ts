/** So many requests of one person at once, in one instance: nobody takes all the workers. */
import { TtError } from '../../core/errors';

/** Throws BUSY where the person has as many under way already. */
export function perPerson(most: number): <T>(person: string, work: () => Promise<T>) => Promise<T> {
  const under = new Map<string, number>();
  return async (person, work) => {
    const count = under.get(person) ?? 0;
    if (count >= most) {
      throw new TtError('BUSY', `${most} of your requests are under way already. Try again in 5 s`, {
        retryAfter: 5,
      });
    }
    under.set(person, count + 1);
    try {
      return await work();
    } finally {
      const left = under.get(person)! - 1;
      if (left > 0) under.set(person, left);
      else under.delete(person);
    }
  };
}
