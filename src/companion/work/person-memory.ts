/** What a worker remembers between runs, apart for each person: shapes of data sets, and the servers they name. */
import type { Memory } from '../../cave/stack';

export interface PersonMemory {
  memory: Memory;
  /** CAVE hosts that the registry has named to this person. */
  learned: Set<string>;
}

const MOST_PEOPLE = 64;
const MOST_ENTRIES = 64;
const MOST_LENGTH = 1e6;

/** The memory of one person, by a key that tells nothing of them; who was not here for longest is forgotten. */
export function personMemories(now: () => number = Date.now): (person: string) => PersonMemory {
  const people = new Map<string, PersonMemory>();
  return (person) => {
    const found = people.get(person) ?? { memory: memoryOf(now), learned: new Set<string>() };
    people.delete(person);
    people.set(person, found);
    if (people.size > MOST_PEOPLE) people.delete(people.keys().next().value!);
    return found;
  };
}

function memoryOf(now: () => number): Memory {
  const kept = new Map<string, { value: string; until: number }>();
  return {
    get(key) {
      const found = kept.get(key);
      return found && found.until > now() ? found.value : null;
    },
    put(key, value, seconds) {
      if (value.length > MOST_LENGTH) return;
      kept.delete(key);
      kept.set(key, { value, until: now() + seconds * 1000 });
      if (kept.size > MOST_ENTRIES) kept.delete(kept.keys().next().value!);
    },
  };
}
