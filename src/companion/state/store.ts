/** Small objects that all instances share, each with a generation that changes at every write. */

export interface Found {
  bytes: Uint8Array;
  generation: string;
}

export interface StateStore {
  get(name: string): Promise<Found | null>;
  /**
   * Answers the new generation. `ifGeneration` writes only over that one, '0' only where there is nothing; throws
   * `Conflict` where it is another.
   */
  put(name: string, bytes: Uint8Array, ifGeneration?: string): Promise<string>;
  /** Nothing happens where there is nothing. */
  delete(name: string): Promise<void>;
}

/** Somebody else wrote in between. */
export class Conflict extends Error {}

/** Reads, changes and writes; again where somebody was faster. `change` answers null to leave it as it is. */
export async function changeObject(
  store: StateStore,
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
