/** The Arrow reader against the reference library: every type, nulls, empty tables, cut and compressed streams. */
import {
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  LargeUtf8,
  makeData,
  Null,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampNanosecond,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint64,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { readArrow } from '../../../src/cave/tables/arrow';
import { random } from '../../../workbench/random';

type Value = string | number | boolean | bigint | null;

interface Column {
  name: string;
  type: DataType;
  values: Value[];
}

function stream(columns: Column[], rows: number): Uint8Array {
  const fields = columns.map(({ name, type }) => new Field(name, type, true));
  const children = columns.map(({ type, values }) => vectorFromArray(values, type).data[0]!);
  const data = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
  const writer = new RecordBatchStreamWriter();
  writer.write(new RecordBatch(new Schema(fields), data));
  writer.finish();
  return writer.toUint8Array(true);
}

const WORDS = ['', 'a', 'GNG104', 'naïve', '介在ニューロン', '🧠 and a half', 'x'.repeat(300)];

function columnsOf(next: () => number, rows: number): Column[] {
  const some = (make: () => Value): Value[] =>
    Array.from({ length: rows }, () => (next() < 0.2 ? null : make()));
  const int = (most: number) => Math.floor(next() * most);
  const long = () => BigInt(int(2 ** 31)) * BigInt(int(2 ** 31)) + BigInt(int(1000));
  return [
    { name: 'id', type: new Int64(), values: some(() => (next() < 0.1 ? -long() : long())) },
    { name: 'whole', type: new Int64(), values: Array.from({ length: rows }, long) },
    { name: 'unsigned', type: new Uint64(), values: some(() => 2n ** 63n + long()) },
    { name: 'x', type: new Int32(), values: some(() => int(2 ** 32) - 2 ** 31) },
    { name: 'short', type: new Int16(), values: some(() => int(2 ** 16) - 2 ** 15) },
    { name: 'byte', type: new Uint8(), values: some(() => int(256)) },
    { name: 'size', type: new Float32(), values: some(() => Math.fround(next() * 1e6)) },
    { name: 'volume', type: new Float64(), values: some(() => next() * 1e-3) },
    { name: 'valid', type: new Bool(), values: some(() => next() < 0.5) },
    { name: 'tag', type: new Utf8(), values: some(() => WORDS[int(WORDS.length)]!) },
    { name: 'nothing', type: new Null(), values: new Array(rows).fill(null) },
    { name: 'Größe', type: new Int32(), values: some(() => int(9)) },
  ];
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

test.each([
  [1, 1],
  [2, 7],
  [3, 8],
  [4, 9],
  [5, 1000],
  [6, 0],
])('seed %d: %d rows of every type agree with the library', (seed, rows) => {
  const columns = columnsOf(random(seed), rows);
  const bytes = stream(columns, rows);
  const judge = tableFromIPC(bytes);
  const table = readArrow(bytes);
  expect(table.rows).toBe(rows);
  expect(table.columns.map((column) => column.name)).toEqual(columns.map((column) => column.name));
  table.columns.forEach((column, i) => {
    const mine = Array.from({ length: rows }, (_, row) => column.at(row));
    const theirs = Array.from({ length: rows }, (_, row) => plain(judge.getChildAt(i)!.get(row)));
    expect(mine).toEqual(theirs);
    expect(mine).toEqual(columns[i]!.values.map(plain));
  });
});

test('times of every unit are whole milliseconds, also before 1970', () => {
  const times = [0, 1_700_000_000_123, -86_400_001, null];
  for (const type of [new TimestampNanosecond('UTC'), new TimestampMicrosecond()]) {
    const bytes = stream([{ name: 'created', type, values: times }], times.length);
    const [created] = readArrow(bytes).columns;
    expect(created!.kind).toBe('time');
    expect(times.map((_, row) => created!.at(row))).toEqual(times);
  }
});

test('a stream that starts at an odd place in its buffer is read alike', () => {
  const bytes = stream(columnsOf(random(7), 50), 50);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const [a, b] = [readArrow(bytes), readArrow(shifted.subarray(3))];
  a.columns.forEach((column, i) => {
    for (let row = 0; row < 50; row++) expect(b.columns[i]!.at(row)).toEqual(column.at(row));
  });
});

test('a stream cut anywhere is refused, never read short', () => {
  const bytes = stream(columnsOf(random(8), 20), 20);
  for (let length = 0; length < bytes.length; length += 7) {
    expect(() => readArrow(bytes.slice(0, length))).toThrow();
  }
});

test('what is not an Arrow stream is refused', () => {
  expect(() => readArrow(new Uint8Array(Buffer.from('[{"id":1}]          ')))).toThrow(SyntaxError);
});

test.each([
  ['an overlong spelling of "/"', [0xe0, 0x80, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['beyond the last code point', [0xf4, 0x90, 0x80, 0x80]],
  ['a sequence that is cut', [0x61, 0xc3]],
])('a text that is not UTF-8 is refused: %s', (_what, damage) => {
  const text = 'x'.repeat(damage.length);
  const bytes = tableToIPC(new Table({ a: vectorFromArray([text, text], new Utf8()) }), 'stream').slice();
  const at = Buffer.from(bytes).indexOf(text.repeat(2));
  bytes.set(damage, at);
  const [column] = readArrow(bytes).columns;
  expect(() => column!.at(0)).toThrow(RangeError);
  expect(column!.at(1)).toBe(text);
});

/** Apps Script hands bytes over as an array of numbers, 8 bytes each, of which a copy is made. */
const HEAP_A_BYTE = 9;

test('where Arrow pays: rows of many columns, not a tally of one', () => {
  const rows = 2000;
  const numbers = Array.from({ length: rows }, (_, i) => i);
  const ids = (name: string): Column => ({
    name,
    type: new Int64(),
    values: numbers.map((i) => 720575941000000000n + BigInt(i)),
  });
  const few = [ids('id'), ids('pre_pt_supervoxel_id'), ids('pre_pt_root_id')];
  const places = ['pre', 'ctr', 'post'].flatMap((side) =>
    ['x', 'y', 'z'].map((axis) => `${side}_pt_position_${axis}`),
  );
  const many = [
    ...few,
    ids('post_pt_supervoxel_id'),
    ids('post_pt_root_id'),
    ...places.map((name): Column => ({ name, type: new Int32(), values: numbers.map((i) => i * 37) })),
    { name: 'size', type: new Float32(), values: numbers.map((i) => i + 0.5) },
  ];
  const bytes = (columns: Column[]) => {
    const text = numbers.map(
      (i) => `{${columns.map(({ name, values }) => `"${name}":${values[i]}`).join()}}`,
    );
    return { arrow: stream(columns, rows).length, json: text.join().length + 2 };
  };
  const [tally, table] = [bytes(few), bytes(many)];
  console.log(
    `bytes a row, tally: ${tally.arrow / rows} Arrow, ${tally.json / rows} JSON; table: ${table.arrow / rows} and ${table.json / rows}`,
  );
  expect(tally.arrow * HEAP_A_BYTE).toBeGreaterThan(tally.json);
  // Parsed JSON costs the text twice (ids are quoted first) and its objects besides.
  expect(table.arrow * HEAP_A_BYTE).toBeLessThan(table.json * 2);
});

test('types that other servers and versions send: long offsets, dictionaries, dates, decimals, several batches', () => {
  const texts = ['a', null, 'naïve', 'x'.repeat(300), 'a'];
  const days = [0, 20_000, null, -5, 1].map((day) => (day === null ? null : new Date(day * 86_400_000)));
  const vectors = {
    long: vectorFromArray(texts, new LargeUtf8()),
    words: vectorFromArray(texts, new Dictionary(new Utf8(), new Int16())),
    day: vectorFromArray(days, new DateDay()),
  };
  const whole = new Table(vectors);
  const several = new Table([...whole.batches, ...whole.batches, ...whole.batches]);
  for (const [table, times] of [
    [whole, 1],
    [several, 3],
  ] as const) {
    const read = readArrow(tableToIPC(table, 'stream'));
    const columnOf = (name: string) => {
      const column = read.columns.find((one) => one.name === name)!;
      return Array.from({ length: read.rows }, (_, row) => column.at(row));
    };
    const repeat = <T>(list: T[]): T[] => Array.from({ length: times }, () => list).flat();
    expect(columnOf('long')).toEqual(repeat(texts));
    expect(columnOf('words')).toEqual(repeat(texts));
    expect(columnOf('day')).toEqual(repeat(days.map((day) => day?.getTime() ?? null)));
    expect(read.columns.map(({ kind }) => kind)).toEqual(['text', 'text', 'time']);
  }
});

test('decimals: whole ones as digits, others as numbers', () => {
  const values = [0n, 1n, -12345n, 864691135122603047n, -(2n ** 100n)];
  const words = (value: bigint) => {
    const low = BigInt.asUintN(128, value);
    return [0n, 32n, 64n, 96n].map((shift) => Number((low >> shift) & 0xffffffffn));
  };
  for (const scale of [0, 3]) {
    const type = new Decimal(scale, 38);
    const data = makeData({
      type,
      length: values.length,
      nullCount: 0,
      data: Uint32Array.from(values.flatMap(words)),
    });
    const { columns } = readArrow(tableToIPC(new Table({ d: new Vector([data]) }), 'stream'));
    const read = values.map((_, row) => columns[0]!.at(row));
    expect(read).toEqual(scale === 0 ? values.map(String) : values.map((value) => Number(value) / 1000));
  }
});

test('damage at every byte is refused or read in bounded time (seed 9)', () => {
  const next = random(9);
  const whole = stream(columnsOf(random(10), 40), 40);
  let read = 0;
  for (let i = 0; i < 3000; i++) {
    const copy = whole.slice();
    const at = Math.floor(next() * copy.length);
    copy.fill(Math.floor(next() * 256), at, at + 1 + Math.floor(next() * 16));
    try {
      const { rows, columns } = readArrow(copy);
      for (const column of columns) for (let row = 0; row < rows; row++) column.at(row);
      read++;
    } catch (error) {
      expect(error instanceof SyntaxError || error instanceof RangeError).toBe(true);
    }
  }
  expect(read).toBeLessThan(3000);
});
