/** Memory for pieces of objects, used again and again: what a transfer holds does not grow with what it moves. */

export class PieceMemory {
  private readonly free: Uint8Array[] = [];

  /** For so many bytes at least. */
  take(size: number): Uint8Array {
    const at = this.free.findIndex((piece) => piece.length >= size);
    return at < 0 ? new Uint8Array(size) : this.free.splice(at, 1)[0]!;
  }

  /** Nothing of it may be read afterwards. */
  give(piece: Uint8Array): void {
    this.free.push(piece);
  }
}
