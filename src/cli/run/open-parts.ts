/**
 * Names of the files that the answering thread is writing, in memory that both threads share: when the program is
 * ended, the main thread removes these files without waiting for a message.
 */
import { rmSync } from 'node:fs';

/** Maximum number of files written at once: more than any copy has open. */
const SLOTS = 64;
/** A length, and the longest path on Linux. */
const SLOT_BYTES = 4 + 4096;

export class OpenParts {
  private readonly lengths: Int32Array[];
  private readonly slots = new Map<string, number>();

  constructor(readonly memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES)) {
    this.lengths = Array.from({ length: SLOTS }, (_none, n) => new Int32Array(memory, n * SLOT_BYTES, 1));
  }

  /** For the writing thread: call it before a file is created, and after the file has got its name or is gone. */
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

  /** For the other thread, after the writing thread has ended. */
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
