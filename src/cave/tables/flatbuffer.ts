/** Reads the part of the FlatBuffers format that Arrow messages need. */

import { utf8 } from '../../core/utf8';

/** Byte limit of a name: damaged offsets could make every name as long as the buffer. */
const MOST_TEXT = 1000;

/** A table or a vector at an offset in the buffer. */
export class Flat {
  constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {}

  /** The root table of a buffer; the buffer begins at `start`. */
  static root(view: DataView, start: number): Flat {
    return new Flat(view, start + view.getUint32(start, true));
  }

  /** Offset of a table's field, or 0 if the field is not set. */
  private field(index: number): number {
    const vtable = this.at - this.view.getInt32(this.at, true);
    const slot = 4 + 2 * index;
    if (slot >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + slot, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  byte(index: number): number {
    const at = this.field(index);
    return at === 0 ? 0 : this.view.getUint8(at);
  }

  /** `unset` is the format's default value, which is not stored. */
  short(index: number, unset = 0): number {
    const at = this.field(index);
    return at === 0 ? unset : this.view.getInt16(at, true);
  }

  int(index: number, unset = 0): number {
    const at = this.field(index);
    return at === 0 ? unset : this.view.getInt32(at, true);
  }

  /** A 64-bit length or offset. Those of a reply are far below 2^53. */
  long(index: number): number {
    const at = this.field(index);
    return at === 0 ? 0 : longAt(this.view, at);
  }

  table(index: number): Flat | null {
    const at = this.field(index);
    return at === 0 ? null : new Flat(this.view, at + this.view.getUint32(at, true));
  }

  text(index: number): string {
    const at = this.field(index);
    if (at === 0) return '';
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    const { buffer, byteOffset, byteLength } = this.view;
    if (length > MOST_TEXT || start + 4 + length > byteLength)
      throw new RangeError('a text beyond its buffer');
    return utf8(new Uint8Array(buffer, byteOffset + start + 4, length));
  }

  /** A vector of tables. */
  tables(index: number): Flat[] {
    return this.vector(index, 4, (at) => new Flat(this.view, at + this.view.getUint32(at, true)));
  }

  /** A vector of structs with two 64-bit numbers each. */
  pairs(index: number): [number, number][] {
    return this.vector(index, 16, (at) => [longAt(this.view, at), longAt(this.view, at + 8)]);
  }

  /** A vector of 64-bit numbers. */
  longs(index: number): number[] {
    return this.vector(index, 8, (at) => longAt(this.view, at));
  }

  private vector<T>(index: number, width: number, read: (at: number) => T): T[] {
    const at = this.field(index);
    if (at === 0) return [];
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    if (start + 4 + width * length > this.view.byteLength) throw new RangeError('a vector beyond its buffer');
    return Array.from({ length }, (_, i) => read(start + 4 + width * i));
  }
}

function longAt(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getInt32(at + 4, true) * 4_294_967_296;
}
