/** Link states as the state server stores them: bytes under a number, per namespace. */

interface Stored {
  plain: Uint8Array;
  zipped: Uint8Array;
}

/** States and properties have separate namespaces of numbers. */
export class ViewStateStore {
  private readonly states = new Map<string, Stored>();
  private made = 0;

  /** Stores the bytes and returns their number: 16 digits, as in the datastore. */
  add(space: string, plain: Uint8Array, zippedState: Uint8Array): string {
    this.made += 1;
    const number = String(4_600_000_000_000_000n + BigInt(this.made) * 7_919_019_737n);
    this.states.set(`${space} ${number}`, { plain, zipped: zippedState });
    return number;
  }

  get(space: string, number: string): Stored | undefined {
    return this.states.get(`${space} ${number}`);
  }
}
