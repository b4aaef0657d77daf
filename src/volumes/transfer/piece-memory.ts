/** Reusable memory for pieces of objects: the memory of a transfer does not depend on the bytes that it moves. */

export class PieceMemory {
  private readonly free: Uint8Array[] = [];

  /** Returns a buffer of at least `size` bytes. */
  take(size: number): Uint8Array {
    const at = this.free.findIndex((piece) => piece.length >= size);
    return at < 0 ? new Uint8Array(size) : this.free.splice(at, 1)[0]!;
  }

  /** Takes a buffer back; the caller must not read it afterwards. */
  give(piece: Uint8Array): void {
    this.free.push(piece);
  }
}
