/** Small objects that all instances share. Each has a generation that changes with every write. */

export interface StateObject {
  bytes: Uint8Array;
  generation: string;
}

export interface SharedStore {
  get(name: string): Promise<StateObject | null>;
  /**
   * Returns the new generation. With `ifGeneration`, writes only over that generation ('0': only a new object), and
   * throws `Conflict` if the current one differs.
   */
  put(name: string, bytes: Uint8Array, ifGeneration?: string): Promise<string>;
  /**
   * Names that begin with `prefix`, in order; only those from `prefix + start` (inclusive) to `prefix + end`
   * (exclusive).
   */
  list(prefix: string, start?: string, end?: string): Promise<string[]>;
  /** Does nothing if the object does not exist. */
  delete(name: string): Promise<void>;
}

/** Another writer was faster. */
export class Conflict extends Error {}

/** Reads, changes and writes an object; tries again after a `Conflict`. `change` returns null to leave it unchanged. */
export async function changeObject(
  store: SharedStore,
  name: string,
  change: (bytes: Uint8Array | null) => Uint8Array | null,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const found = await store.get(name);
    const next = change(found?.bytes ?? null);
    if (next === null) return;
    try {
      await store.put(name, next, found?.generation ?? '0');
      return;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === 20) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, Math.random() * 20 * 2 ** Math.min(attempt, 6));
      });
    }
  }
}
