/** The state of a single instance, gone when it ends: what runs on one's own machine. */
import { Conflict, type Found, type StateStore } from './store';

/** Objects beyond `most` bytes in all are forgotten, oldest first, as a bucket's lifecycle would. */
export function memoryStore(most = 256e6): StateStore {
  const kept = new Map<string, Found>();
  let bytes = 0;
  let generation = 0;
  const drop = (name: string): void => {
    bytes -= kept.get(name)?.bytes.length ?? 0;
    kept.delete(name);
  };
  return {
    get: async (name) => kept.get(name) ?? null,
    async put(name, content, ifGeneration) {
      if (ifGeneration !== undefined && (kept.get(name)?.generation ?? '0') !== ifGeneration)
        throw new Conflict();
      drop(name);
      generation++;
      kept.set(name, { bytes: content, generation: String(generation) });
      bytes += content.length;
      for (const oldest of kept.keys()) {
        if (bytes <= most || oldest === name) break;
        drop(oldest);
      }
      return String(generation);
    },
    delete: async (name) => drop(name),
  };
}
