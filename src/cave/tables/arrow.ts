/**
 * Reads an Arrow IPC stream of one record batch, as Materialize sends it with `ipc_compress=false`: schema message,
 * batch, end marker. The usual library is 200 kB and needs TextDecoder, which Apps Script lacks.
 */
import { decodeUtf8, Flat } from './flatbuffer';

export type ArrowKind = 'int64' | 'int' | 'float' | 'bool' | 'text' | 'time' | 'null';

export interface ArrowColumn {
  name: string;
  kind: ArrowKind;
  /** int64 as text of its digits, time as milliseconds since the epoch, null where there is no value. */
  at(row: number): string | number | boolean | null;
  /** The raw values of an int64 column; undefined in null rows. */
  int64?: BigInt64Array;
}

export interface ArrowTable {
  rows: number;
  columns: ArrowColumn[];
}

const SCHEMA = 1;
const RECORD_BATCH = 3;
const CONTINUATION = 0xffffffff;

interface Message {
  type: number;
  header: Flat;
  /** Offset and length of the body. */
  body: number;
  length: number;
}

function* messages(view: DataView): Generator<Message> {
  let at = 0;
  for (;;) {
    if (view.getUint32(at, true) !== CONTINUATION) throw new SyntaxError('not an Arrow stream');
    const length = view.getInt32(at + 4, true);
    if (length === 0) return;
    const message = Flat.root(view, at + 8);
    const header = message.table(2);
    if (!header) throw new SyntaxError('an Arrow message without header');
    const body = at + 8 + length;
    yield { type: message.byte(1), header, body, length: message.long(3) };
    at = body + message.long(3);
  }
}

interface Field {
  name: string;
  kind: ArrowKind;
  /** Bytes of a value. */
  width: number;
  signed: boolean;
  /** Units in a millisecond; below 1 for units longer than a millisecond. */
  perMs: number;
}

/** Throws a SyntaxError or a RangeError where the bytes are cut, compressed or not of this form. */
export function readArrow(bytes: Uint8Array): ArrowTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let fields: Field[] | null = null;
  let table: ArrowTable | null = null;
  for (const message of messages(view)) {
    if (message.type === SCHEMA) fields = message.header.tables(1).map(readField);
    else if (message.type !== RECORD_BATCH || !fields || table) throw new SyntaxError('not one record batch');
    else table = readBatch(view, message, fields);
  }
  if (!fields) throw new SyntaxError('an Arrow stream without schema');
  return table ?? { rows: 0, columns: fields.map((field) => column(field, () => null)) };
}

const PER_MS = [0.001, 1, 1_000, 1_000_000];

function readField(field: Flat): Field {
  const name = field.text(0);
  const type = field.table(3);
  const plain = { name, signed: true, perMs: 1 };
  if (field.table(4)) throw new SyntaxError(`column ${name} is a dictionary`);
  switch (field.byte(2)) {
    case 1:
      return { ...plain, kind: 'null', width: 0 };
    case 2: {
      const bits = type?.int(0) ?? 0;
      return { ...plain, kind: bits === 64 ? 'int64' : 'int', width: bits / 8, signed: type?.byte(1) === 1 };
    }
    case 3:
      return { ...plain, kind: 'float', width: [2, 4, 8][type?.short(0) ?? 0]! };
    case 5:
      return { ...plain, kind: 'text', width: 4 };
    case 6:
      return { ...plain, kind: 'bool', width: 0 };
    case 10:
      return { ...plain, kind: 'time', width: 8, perMs: PER_MS[type?.short(0) ?? 0]! };
    default:
      throw new SyntaxError(`column ${name} is of an Arrow type that is not read here`);
  }
}

function readBatch(view: DataView, message: Message, fields: Field[]): ArrowTable {
  const { header, body, length } = message;
  if (body + length > view.byteLength) throw new SyntaxError('a cut Arrow stream');
  if (header.table(3)) throw new SyntaxError('a compressed Arrow stream');
  const rows = header.long(0);
  const nodes = header.pairs(1);
  const buffers = header.pairs(2);
  let next = 0;
  const take = (): { at: number; length: number } => {
    const buffer = buffers[next++];
    if (!buffer || buffer[0] + buffer[1] > length) throw new SyntaxError('an Arrow buffer outside its body');
    return { at: body + buffer[0], length: buffer[1] };
  };
  const columns = fields.map((field, i) => {
    if (field.kind === 'null') return column(field, () => null);
    const validity = take();
    const offsets = take();
    const texts = field.kind === 'text' ? take() : offsets;
    const nullable = nodes[i]![1] > 0 && validity.length > 0;
    const bit = (at: number, row: number) => (view.getUint8(at + (row >> 3)) >> (row & 7)) & 1;
    const read = reader(view, field, offsets.at, texts.at, bit);
    const made = column(field, nullable ? (row) => (bit(validity.at, row) ? read(row) : null) : read);
    if (field.kind === 'int64') made.int64 = int64s(view, offsets.at, rows);
    return made;
  });
  return { rows, columns };
}

const column = (field: Field, at: ArrowColumn['at']): ArrowColumn => ({
  name: field.name,
  kind: field.kind,
  at,
});

/** A copy: the buffers are aligned to 8 bytes within the stream, but the stream may begin anywhere. */
function int64s(view: DataView, at: number, rows: number): BigInt64Array {
  const start = view.byteOffset + at;
  return new BigInt64Array(view.buffer.slice(start, start + rows * 8));
}

function reader(
  view: DataView,
  field: Field,
  at: number,
  texts: number,
  bit: (at: number, row: number) => number,
): ArrowColumn['at'] {
  const { width, signed, perMs } = field;
  switch (field.kind) {
    case 'int64':
      return signed
        ? (row) => String(view.getBigInt64(at + row * 8, true))
        : (row) => String(view.getBigUint64(at + row * 8, true));
    case 'time':
      return (row) => wholeMs(view, at + row * 8, perMs);
    case 'bool':
      return (row) => bit(at, row) === 1;
    case 'text': {
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      return (row) => {
        const from = view.getInt32(at + row * 4, true);
        return decodeUtf8(bytes, texts + from, texts + view.getInt32(at + row * 4 + 4, true));
      };
    }
    case 'float':
      if (width === 2) throw new SyntaxError('half-precision numbers are not read here');
      return width === 4
        ? (row) => finite(view.getFloat32(at + row * 4, true))
        : (row) => finite(view.getFloat64(at + row * 8, true));
    default:
      return (row) => intAt(view, at + row * width, width, signed);
  }
}

/** As in the JSON answer, where what is not finite is null. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Digits below a millisecond are cut off, as in the JSON answer. */
function wholeMs(view: DataView, at: number, perMs: number): number {
  const value = view.getBigInt64(at, true);
  return perMs < 1 ? Number(value) * 1000 : Number(value / BigInt(perMs));
}

function intAt(view: DataView, at: number, width: number, signed: boolean): number {
  if (width === 1) return signed ? view.getInt8(at) : view.getUint8(at);
  if (width === 2) return signed ? view.getInt16(at, true) : view.getUint16(at, true);
  return signed ? view.getInt32(at, true) : view.getUint32(at, true);
}
