/** A worker's cache between runs, separate for each person: metadata of datasets and the servers that they name. */
import type { KeyValueCache } from '../../cave/client/datastack';

export interface PersonMemory {
  memory: KeyValueCache;
  /** CAVE hosts that the registry named to this person. */
  learnedHosts: Set<string>;
}

const MAX_PEOPLE = 64;
const MAX_ENTRIES = 64;
const MAX_LENGTH = 1e6;

/** Returns the cache of a person, by a hash. Drops the least recently used cache above the limit. */
export function personMemories(now: () => number = Date.now): (person: string) => PersonMemory {
  const people = new Map<string, PersonMemory>();
  return (person) => {
    const found = people.get(person) ?? { memory: memoryOf(now), learnedHosts: new Set<string>() };
    people.delete(person);
    people.set(person, found);
    if (people.size > MAX_PEOPLE) people.delete(people.keys().next().value!);
    return found;
  };
}

function memoryOf(now: () => number): KeyValueCache {
  const entries = new Map<string, { value: string; until: number }>();
  return {
    get(key) {
      const found = entries.get(key);
      return found && found.until > now() ? found.value : null;
    },
    put(key, value, seconds) {
      if (value.length > MAX_LENGTH) return;
      entries.delete(key);
      entries.set(key, { value, until: now() + seconds * 1000 });
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!);
    },
  };
}
