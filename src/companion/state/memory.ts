/** The shared state of a single instance, in memory: for a companion on your own machine. */
import { Conflict, type SharedStore, type StateObject } from './store';

/** Above `capacity` bytes in total it deletes the oldest objects, as a bucket's lifecycle rule would. */
export function memoryStore(capacity = 256e6): SharedStore {
  const objects = new Map<string, StateObject>();
  let bytes = 0;
  let generation = 0;
  const drop = (name: string): void => {
    bytes -= objects.get(name)?.bytes.length ?? 0;
    objects.delete(name);
  };
  return {
    get: async (name) => objects.get(name) ?? null,
    async put(name, content, ifGeneration) {
      if (ifGeneration !== undefined && (objects.get(name)?.generation ?? '0') !== ifGeneration)
        throw new Conflict();
      drop(name);
      generation++;
      objects.set(name, { bytes: content, generation: String(generation) });
      bytes += content.length;
      for (const oldest of objects.keys()) {
        if (bytes <= capacity || oldest === name) break;
        drop(oldest);
      }
      return String(generation);
    },
    async list(prefix, start, end) {
      const isWithin = (name: string): boolean =>
        name.startsWith(prefix) &&
        (start === undefined || name >= prefix + start) &&
        (end === undefined || name < prefix + end);
      return [...objects.keys()].filter(isWithin).sort();
    },
    delete: async (name) => drop(name),
  };
}
