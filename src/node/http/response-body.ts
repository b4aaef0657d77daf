/** Collects a body as it arrives: in a single array if its length is known, so that memory holds it only once. */
import { concatBytes } from '../../volumes/objects/bytes';

/** The most bytes to reserve for an announced length, which may be wrong. */
const MOST_EXPECTED = 64 * 1024 * 1024;

export class ResponseBody {
  private readonly whole: Uint8Array;
  private readonly more: Uint8Array[] = [];
  private length = 0;

  /** A body of another length than announced does not stay in `into`. */
  constructor(expected: number, into: Uint8Array = new Uint8Array(0)) {
    if (expected > 0 && expected <= into.length) this.whole = into.subarray(0, expected);
    else this.whole = new Uint8Array(expected > 0 && expected <= MOST_EXPECTED ? expected : 0);
  }

  add(piece: Uint8Array): void {
    if (this.more.length === 0 && this.length + piece.length <= this.whole.length) {
      this.whole.set(piece, this.length);
    } else this.more.push(piece);
    this.length += piece.length;
  }

  bytes(): Uint8Array {
    if (this.more.length === 0) return this.whole.subarray(0, this.length);
    const held = this.length - this.more.reduce((sum, piece) => sum + piece.length, 0);
    return concatBytes([this.whole.subarray(0, held), ...this.more]);
  }
}
