/**
 * Names of the files that the answering thread is writing, in memory that both threads see: where the program is ended
 * the main thread removes what is left of them, and no message has to arrive before.
 */
import { rmSync } from 'node:fs';

/** Files that are written at once: more than any copy has on its way. */
const SLOTS = 64;
/** A length, and the longest path of Linux. */
const SLOT_BYTES = 4 + 4096;

export class OpenParts {
  private readonly lengths: Int32Array[];
  private readonly slots = new Map<string, number>();

  constructor(readonly memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES)) {
    this.lengths = Array.from({ length: SLOTS }, (_none, n) => new Int32Array(memory, n * SLOT_BYTES, 1));
  }

  /** By the writing thread: before a file is made, and after it has its name or is gone. */
  readonly watch = (path: string, isOpen: boolean): void => {
    if (!isOpen) {
      const slot = this.slots.get(path);
      if (slot !== undefined) Atomics.store(this.lengths[slot]!, 0, 0);
      this.slots.delete(path);
      return;
    }
    const bytes = Buffer.from(path);
    const free = this.lengths.findIndex((length) => Atomics.load(length, 0) === 0);
    if (free < 0 || bytes.length > SLOT_BYTES - 4) return;
    this.bytesOf(free).set(bytes);
    Atomics.store(this.lengths[free]!, 0, bytes.length);
    this.slots.set(path, free);
  };

  /** By the other one, once the writer has ended. */
  remove(): void {
    this.lengths.forEach((length, n) => {
      const bytes = Atomics.load(length, 0);
      if (bytes > 0) rmSync(Buffer.from(this.bytesOf(n).slice(0, bytes)).toString(), { force: true });
    });
  }

  private bytesOf(slot: number): Uint8Array {
    return new Uint8Array(this.memory, slot * SLOT_BYTES + 4, SLOT_BYTES - 4);
  }
}
