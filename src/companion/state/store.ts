/** Small objects shared by all instances, each with a generation that changes at every write. */

export interface StateObject {
  bytes: Uint8Array;
  generation: string;
}

export interface SharedStore {
  get(name: string): Promise<StateObject | null>;
  /**
   * Answers the new generation. With `ifGeneration` it writes only over that generation ('0': only a new object), and
   * throws `Conflict` where the current one differs.
   */
  put(name: string, bytes: Uint8Array, ifGeneration?: string): Promise<string>;
  /** Names that begin with `prefix`, in order; of them those from `prefix + start` on and before `prefix + end`. */
  list(prefix: string, start?: string, end?: string): Promise<string[]>;
  /** No error where the object does not exist. */
  delete(name: string): Promise<void>;
}

/** Another writer was faster. */
export class Conflict extends Error {}

/** Reads, changes and writes an object, again after a `Conflict`. `change` answers null to leave it as it is. */
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
