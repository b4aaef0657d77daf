/**
 * Reads an uncompressed Arrow IPC stream, as Materialize sends it with `ipc_compress=false`: schema message,
 * dictionaries, batches, end marker. The usual library is 200 kB and needs TextDecoder, which Apps Script lacks.
 */
import type { HttpReply } from '../../http/request';
import { damagedReply, type RequestLabel, readBytes } from '../client/replies';
import { type ArrowKind, type Cells, columnCells, type Field, readField, UnreadArrow } from './arrow-columns';
import { Flat } from './flatbuffer';

export type { ArrowKind };

export interface ArrowColumn {
  name: string;
  kind: ArrowKind;
  /** int64 as its digits in text, times as milliseconds since the epoch, null for no value. */
  at(row: number): string | number | boolean | null;
}

export interface ArrowTable {
  rows: number;
  columns: ArrowColumn[];
}

const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;
const CONTINUATION = 0xffffffff;
/** Row limit of a table without any buffer that could limit the rows. */
const MOST_ROWS = 1e7;
/** Byte limit of a message without its body; a table of a hundred columns takes 20 kB. */
const MOST_METADATA = 1e6;

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
    if (length === 0) {
      if (at + 8 !== view.byteLength) throw new SyntaxError('bytes behind the end of an Arrow stream');
      return;
    }
    if (length < 0 || length > MOST_METADATA)
      throw new SyntaxError('an Arrow message of an impossible length');
    // A view of its own limits how far a damaged offset can reach.
    const message = Flat.root(new DataView(view.buffer, view.byteOffset + at + 8, length), 0);
    const header = message.table(2);
    if (!header) throw new SyntaxError('an Arrow message without header');
    const body = at + 8 + length;
    const bytes = message.long(3);
    if (bytes < 0 || body + bytes > view.byteLength) throw new SyntaxError('a cut Arrow stream');
    yield { type: message.byte(1), header, body, length: bytes };
    at = body + bytes;
  }
}

interface Batch {
  rows: number;
  cells: Cells[];
}

/** Throws a SyntaxError or a RangeError if the bytes are truncated, compressed or of another form. */
export function readArrow(bytes: Uint8Array): ArrowTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let fields: Field[] | null = null;
  const batches: Batch[] = [];
  const dictionaries = new Map<number, Batch[]>();
  for (const message of messages(view)) {
    if (message.type === SCHEMA && !fields) fields = message.header.tables(1).map(readField);
    else if (message.type === DICTIONARY_BATCH && fields) {
      readDictionary(view, message, fields, dictionaries);
    } else if (message.type === RECORD_BATCH && fields) {
      batches.push(readBatch(view, message, message.header, fields, dictionaries));
    } else throw new SyntaxError('an Arrow message that does not belong here');
  }
  if (!fields) throw new SyntaxError('an Arrow stream without schema');
  if (new Set(fields.map(({ name }) => name)).size < fields.length) throw new SyntaxError('one column twice');
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  return {
    rows,
    columns: fields.map(({ name, kind }, i) => ({
      name,
      kind,
      at: joinBatches(batches.map((batch) => ({ rows: batch.rows, cells: [batch.cells[i]!] }))),
    })),
  };
}

/** As `readArrow`, for a reply: bytes that cannot be read mean a damaged reply. */
export function readArrowReply(reply: HttpReply, label: RequestLabel): ArrowTable {
  return whileReading(label, () => readArrow(readBytes(reply, label)));
}

/** True if a successful reply is Arrow in a form that is not supported here. */
export function isUnreadArrow(reply: HttpReply): boolean {
  if (reply.status !== 200) return false;
  try {
    readArrow(reply.bytes());
    return false;
  } catch (error) {
    return error instanceof UnreadArrow;
  }
}

/** Runs `read` and reports its errors as a damaged reply: values are decoded only when they are read. */
export function whileReading<T>(label: RequestLabel, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw damagedReply(label);
    throw error;
  }
}

/** The cells of all batches of one column, in order. */
function joinBatches(batches: readonly Batch[]): Cells {
  if (batches.length === 1) return batches[0]!.cells[0]!;
  const ends: number[] = [];
  for (const { rows } of batches) ends.push((ends[ends.length - 1] ?? 0) + rows);
  return (row) => {
    const at = ends.findIndex((end) => row < end);
    if (at < 0) throw new RangeError(`row ${row} of ${ends[ends.length - 1] ?? 0}`);
    return batches[at]!.cells[0]!(row - (ends[at]! - batches[at]!.rows));
  };
}

/** A later dictionary with the same id replaces the earlier one, unless it is marked as an addition (delta). */
function readDictionary(
  view: DataView,
  message: Message,
  fields: readonly Field[],
  dictionaries: Map<number, Batch[]>,
): void {
  const id = message.header.long(0);
  const data = message.header.table(1);
  const field = fields.find(({ dictionary }) => dictionary?.id === id);
  if (!data || !field) throw new SyntaxError('an Arrow dictionary that no column uses');
  const { dictionary: _dictionary, ...values } = field;
  const batch = readBatch(view, message, data, [values], dictionaries);
  const earlier = message.header.byte(2) === 1 ? (dictionaries.get(id) ?? []) : [];
  dictionaries.set(id, [...earlier, batch]);
}

function readBatch(
  view: DataView,
  { body, length }: Message,
  header: Flat,
  fields: readonly Field[],
  dictionaries: ReadonlyMap<number, Batch[]>,
): Batch {
  if (header.table(3)) throw new UnreadArrow('a compressed Arrow stream');
  const rows = header.long(0);
  const nodes = header.pairs(1);
  const buffers = header.pairs(2);
  const variadic = header.longs(4);
  if (rows < 0 || rows > MOST_ROWS || nodes.length !== fields.length)
    throw new SyntaxError('a damaged Arrow batch');
  let next = 0;
  let view16 = 0;
  const take = (bytes: number): { at: number; length: number } => {
    const buffer = buffers[next++];
    const [start, size] = buffer ?? [-1, 0];
    if (start < 0 || size < bytes || start + size > length) {
      throw new SyntaxError('an Arrow buffer outside its body');
    }
    return { at: body + start, length: size };
  };
  const cells = fields.map((field, i) => {
    const [values, nulls] = nodes[i]!;
    if (values !== rows || nulls < 0 || nulls > rows)
      throw new SyntaxError('an Arrow column of another length');
    const entries = field.dictionary && dictionaries.get(field.dictionary.id);
    if (field.dictionary && !entries) throw new SyntaxError('an Arrow dictionary is missing');
    return columnCells(view, field, {
      rows,
      nulls,
      take,
      extraBuffers: () => variadic[view16++] ?? 0,
      entry: entries ? joinBatches(entries) : null,
    });
  });
  if (next !== buffers.length) throw new SyntaxError('an Arrow batch with more buffers than columns');
  return { rows, cells };
}
