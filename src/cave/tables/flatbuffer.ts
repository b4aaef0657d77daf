/** The part of the flatbuffer format that the messages of an Arrow stream need. */

/** A table or a vector at an offset in the buffer. */
export class Flat {
  constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {}

  /** The root table of a buffer that begins at `start`. */
  static root(view: DataView, start: number): Flat {
    return new Flat(view, start + view.getUint32(start, true));
  }

  /** Offset of the table's field, or 0 where it is not set. */
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

  short(index: number): number {
    const at = this.field(index);
    return at === 0 ? 0 : this.view.getInt16(at, true);
  }

  int(index: number): number {
    const at = this.field(index);
    return at === 0 ? 0 : this.view.getInt32(at, true);
  }

  /** A 64-bit length or offset; those of a reply are far below 2^53. */
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
    const { buffer, byteOffset } = this.view;
    return decodeUtf8(new Uint8Array(buffer, byteOffset), start + 4, start + 4 + length);
  }

  /** The tables of a vector of tables. */
  tables(index: number): Flat[] {
    const at = this.field(index);
    if (at === 0) return [];
    const start = at + this.view.getUint32(at, true);
    return Array.from({ length: this.view.getUint32(start, true) }, (_, i) => {
      const place = start + 4 + 4 * i;
      return new Flat(this.view, place + this.view.getUint32(place, true));
    });
  }

  /** A vector of structs that are two 64-bit numbers each. */
  pairs(index: number): [number, number][] {
    const at = this.field(index);
    if (at === 0) return [];
    const start = at + this.view.getUint32(at, true);
    return Array.from({ length: this.view.getUint32(start, true) }, (_, i) => {
      const place = start + 4 + 16 * i;
      return [longAt(this.view, place), longAt(this.view, place + 8)];
    });
  }
}

function longAt(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getInt32(at + 4, true) * 4_294_967_296;
}

/** UTF-8 to text; Apps Script has no TextDecoder. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  let i = from;
  while (i < to) {
    const lead = bytes[i++]!;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    let code = lead & (0x3f >> more);
    for (let k = 0; k < more; k++) code = (code << 6) | (bytes[i++]! & 0x3f);
    text += String.fromCodePoint(code);
  }
  return text;
}
