/** The Arrow column types that CAVE's tables use, and the cells of a column in one batch. */
import { utf8 } from '../../core/utf8';
import type { Flat } from './flatbuffer';

/** The stream may be complete, but its form is not supported here: the table is requested again as JSON. */
export class UnreadArrow extends SyntaxError {}

export type ArrowKind = 'int64' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'null';

/** Returns the value in a row, in the form that `ArrowColumn.at` documents. */
export type Cells = (row: number) => string | number | boolean | null;

/** The layout of the values in their buffers. */
type Layout = 'none' | 'int' | 'float' | 'bool' | 'offsets' | 'views' | 'time' | 'days' | 'decimal';

export interface Field {
  name: string;
  kind: ArrowKind;
  layout: Layout;
  /** Bytes per value or offset. */
  width: number;
  signed: boolean;
  /** Time units per millisecond; below 1 for units longer than a millisecond. */
  perMs: number;
  /** Digits after the decimal point. */
  scale: number;
  /** For a column whose batches hold indices: the dictionary's id and the form of the indices. */
  dictionary?: { id: number; width: number; signed: boolean };
}

const PER_MS = [0.001, 1, 1_000, 1_000_000];

export function readField(field: Flat): Field {
  const encoding = field.table(4);
  const plain = readType(field);
  if (!encoding) return plain;
  const index = encoding.table(1);
  // Indices are signed 32-bit integers unless the stream says otherwise.
  const dictionary = {
    id: encoding.long(0),
    width: (index?.int(0) ?? 32) / 8,
    signed: !index || index.byte(1) === 1,
  };
  return { ...plain, dictionary };
}

function readType(field: Flat): Field {
  const name = field.text(0);
  const type = field.table(3);
  const plain = { name, width: 0, signed: true, perMs: 1, scale: 0 };
  switch (field.byte(2)) {
    case 1:
      return { ...plain, kind: 'null', layout: 'none' };
    case 2: {
      const bits = type?.int(0) ?? 0;
      if (![8, 16, 32, 64].includes(bits)) break;
      const kind = bits === 64 ? 'int64' : 'int';
      return { ...plain, kind, layout: 'int', width: bits / 8, signed: type?.byte(1) === 1 };
    }
    case 3: {
      const width = [2, 4, 8][type?.short(0) ?? 0];
      if (width === undefined) break;
      return { ...plain, kind: 'float', layout: 'float', width };
    }
    case 5:
      return { ...plain, kind: 'text', layout: 'offsets', width: 4 };
    case 6:
      return { ...plain, kind: 'bool', layout: 'bool' };
    case 7: {
      const width = (type?.int(2, 128) ?? 128) / 8;
      const scale = type?.int(1) ?? 0;
      if (![4, 8, 16, 32].includes(width) || scale < 0 || scale > 40) break;
      return { ...plain, kind: scale === 0 ? 'int64' : 'float', layout: 'decimal', width, scale };
    }
    case 8: {
      const days = type !== null && type.short(0, 1) === 0;
      return { ...plain, kind: 'time', layout: days ? 'days' : 'time', width: days ? 4 : 8 };
    }
    case 10: {
      const perMs = PER_MS[type?.short(0) ?? 0];
      if (perMs === undefined) break;
      return { ...plain, kind: 'time', layout: 'time', width: 8, perMs };
    }
    case 20:
      return { ...plain, kind: 'text', layout: 'offsets', width: 8 };
    case 24:
      return { ...plain, kind: 'text', layout: 'views', width: 16 };
  }
  throw new UnreadArrow(`column ${name} is of an Arrow type that is not read here`);
}

/** The part of a batch that one column needs. */
export interface BatchPart {
  rows: number;
  nulls: number;
  /** Returns the next buffer of the batch. Throws if it has fewer bytes than that. */
  take(bytes: number): { at: number; length: number };
  /** Number of buffers that hold the long texts of a view column. */
  extraBuffers(): number;
  /** Reads the values of the column's dictionary; null if the column has none. */
  entry: Cells | null;
}

export function columnCells(view: DataView, field: Field, part: BatchPart): Cells {
  const { rows, nulls } = part;
  if (field.layout === 'none') return () => null;
  const validity = part.take(nulls > 0 ? Math.ceil(rows / 8) : 0);
  const bit = (at: number, row: number) => (view.getUint8(at + (row >> 3)) >> (row & 7)) & 1;
  const read = field.dictionary ? readIndexed(view, field, part) : values(view, field, part, bit);
  return nulls > 0 ? (row) => (bit(validity.at, row) ? read(row) : null) : read;
}

/** The dictionary entries that the indices of a batch name. */
function readIndexed(view: DataView, { dictionary }: Field, { rows, take, entry }: BatchPart): Cells {
  const { width, signed } = dictionary!;
  const { at } = take(width * rows);
  return (row) =>
    // biome-ignore lint/plugin: a bigint
    entry!(width === 8 ? Number(view.getBigInt64(at + row * 8, true)) : intAt(view, at, row, width, signed));
}

function values(
  view: DataView,
  { layout, width, signed, perMs, scale }: Field,
  part: BatchPart,
  bit: (at: number, row: number) => number,
): Cells {
  const { rows, take } = part;
  switch (layout) {
    case 'bool': {
      const { at } = take(Math.ceil(rows / 8));
      return (row) => bit(at, row) === 1;
    }
    case 'offsets':
      return texts(view, width, part);
    case 'views':
      return textViews(view, part);
    case 'decimal': {
      const { at } = take(width * rows);
      return (row) => decimal(wideInt(view, at + row * width, width), scale);
    }
    case 'float': {
      const { at } = take(width * rows);
      if (width === 2) return (row) => finite(half(view.getUint16(at + row * 2, true)));
      return width === 4
        ? (row) => finite(view.getFloat32(at + row * 4, true))
        : (row) => finite(view.getFloat64(at + row * 8, true));
    }
    case 'days': {
      const { at } = take(4 * rows);
      return (row) => view.getInt32(at + row * 4, true) * 86_400_000;
    }
    case 'time': {
      const { at } = take(8 * rows);
      return (row) => wholeMs(view, at + row * 8, perMs);
    }
    default: {
      const { at } = take(width * rows);
      if (width < 8) return (row) => intAt(view, at, row, width, signed);
      return signed
        ? (row) => String(view.getBigInt64(at + row * 8, true))
        : (row) => String(view.getBigUint64(at + row * 8, true));
    }
  }
}

/** Texts in one buffer, with the offset of each text. Offsets never decrease. */
function texts(view: DataView, width: number, { rows, take }: BatchPart): Cells {
  // A batch without rows may have no offsets at all.
  const offsets = take(rows === 0 ? 0 : width * (rows + 1));
  const data = take(0);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const offset = (i: number) =>
    width === 4
      ? view.getInt32(offsets.at + i * 4, true)
      : // biome-ignore lint/plugin: a bigint
        Number(view.getBigInt64(offsets.at + i * 8, true));
  return (row) => {
    const [from, to] = [offset(row), offset(row + 1)];
    if (from < 0 || to < from || to > data.length) throw new RangeError('an Arrow text outside its buffer');
    return utf8(bytes.subarray(data.at + from, data.at + to));
  };
}

const MOST_BUFFERS = 10_000;

/** Texts of up to 12 bytes are in the view itself; the view of a longer text holds a buffer number and an offset. */
function textViews(view: DataView, { rows, take, extraBuffers }: BatchPart): Cells {
  const views = take(16 * rows);
  const count = extraBuffers();
  if (count < 0 || count > MOST_BUFFERS) throw new RangeError('an Arrow column of too many buffers');
  const data = Array.from({ length: count }, () => take(0));
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return (row) => {
    const at = views.at + 16 * row;
    const length = view.getInt32(at, true);
    if (length < 0) throw new RangeError('an Arrow text of a negative length');
    if (length <= 12) return utf8(bytes.subarray(at + 4, at + 4 + length));
    const buffer = data[view.getInt32(at + 8, true)];
    const from = view.getInt32(at + 12, true);
    if (!buffer || from < 0 || from + length > buffer.length)
      throw new RangeError('an Arrow text outside its buffer');
    return utf8(bytes.subarray(buffer.at + from, buffer.at + from + length));
  };
}

/** Non-finite numbers become null, as in the JSON answer. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Digits below a millisecond are dropped, as in the JSON answer. */
function wholeMs(view: DataView, at: number, perMs: number): number {
  const value = view.getBigInt64(at, true);
  const ms = perMs < 1 ? value * BigInt(1000) : value / BigInt(perMs);
  // biome-ignore lint/plugin: a bigint
  return Number(ms);
}

function intAt(view: DataView, start: number, row: number, width: number, signed: boolean): number {
  const at = start + row * width;
  if (width === 1) return signed ? view.getInt8(at) : view.getUint8(at);
  if (width === 2) return signed ? view.getInt16(at, true) : view.getUint16(at, true);
  return signed ? view.getInt32(at, true) : view.getUint32(at, true);
}

/** A signed little-endian integer of 4 to 32 bytes. */
function wideInt(view: DataView, at: number, width: number): bigint {
  if (width === 4) return BigInt(view.getInt32(at, true));
  let value = view.getBigInt64(at + width - 8, true);
  for (let i = width - 16; i >= 0; i -= 8)
    value = value * BigInt(2 ** 32) * BigInt(2 ** 32) + view.getBigUint64(at + i, true);
  return value;
}

function decimal(value: bigint, scale: number): string | number {
  if (scale === 0) return value.toString();
  const digits = String(value < 0 ? -value : value).padStart(scale + 1, '0');
  const point = digits.length - scale;
  // biome-ignore lint/plugin: digits of a bigint
  return Number(`${value < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`);
}

/** An IEEE half-precision number. */
function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
