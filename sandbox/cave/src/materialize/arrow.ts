/** Columns as an Arrow IPC stream of one record batch, with the types that pandas gives them. */
import {
  Bool,
  type DataType,
  Field,
  Float32,
  Float64,
  Int32,
  Int64,
  makeData,
  makeVector,
  Null,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import type { AnswerColumn } from './answer-column';

function typeOf(column: AnswerColumn): DataType {
  switch (column.kind) {
    case 'id':
    case 'root':
    case 'supervoxel':
      return new Int64();
    case 'int':
      return new Int32();
    case 'float':
      return new Float32();
    case 'double':
      return new Float64();
    case 'untyped':
      return new Null();
    case 'bool':
      return new Bool();
    case 'time':
      return new TimestampNanosecond('UTC');
    case 'text':
      // A column that contains only nulls has no type.
      return column.values.some((value) => value !== null) ? new Utf8() : new Null();
  }
}

function vectorOf(column: AnswerColumn, type: DataType, rows: number): Vector {
  const { values } = column;
  if (type instanceof Null) return vectorFromArray(new Array(rows).fill(null), new Null());
  if (type instanceof Int64) {
    return vectorFromArray(
      values.map((value) => (value === null ? null : BigInt(value))),
      type,
    );
  }
  if (type instanceof TimestampNanosecond) {
    // The builder would split milliseconds itself, so raw nanoseconds are passed as data.
    const nanoseconds = BigInt64Array.from(
      values.map((value) => BigInt(Math.trunc(Number(value ?? 0))) * 1_000_000n),
    );
    return vectorFromData(type, nanoseconds);
  }
  return vectorFromArray(values, type);
}

function vectorFromData(type: TimestampNanosecond, data: BigInt64Array): Vector {
  return makeVector(makeData({ type, data, length: data.length, nullCount: 0 }));
}

/** The names of each kind in pandas' schema metadata. */
const PANDAS_TYPES: Record<AnswerColumn['kind'], { pandas_type: string; numpy_type: string }> = {
  id: { pandas_type: 'int64', numpy_type: 'int64' },
  root: { pandas_type: 'int64', numpy_type: 'int64' },
  supervoxel: { pandas_type: 'int64', numpy_type: 'int64' },
  int: { pandas_type: 'int32', numpy_type: 'int32' },
  float: { pandas_type: 'float32', numpy_type: 'float32' },
  double: { pandas_type: 'float64', numpy_type: 'float64' },
  untyped: { pandas_type: 'empty', numpy_type: 'object' },
  bool: { pandas_type: 'bool', numpy_type: 'bool' },
  text: { pandas_type: 'unicode', numpy_type: 'object' },
  time: { pandas_type: 'datetimetz', numpy_type: 'datetime64[ns]' },
};

function pandasSchema(columns: AnswerColumn[], rows: number): string {
  return JSON.stringify({
    index_columns: [{ kind: 'range', name: null, start: 0, stop: rows, step: 1 }],
    column_indexes: [],
    columns: columns.map(({ name, kind }) => ({
      name,
      field_name: name,
      ...PANDAS_TYPES[kind],
      metadata: kind === 'time' ? { timezone: 'UTC' } : null,
    })),
    creator: { library: 'pyarrow', version: '20.0.0' },
    pandas_version: '2.3.0',
  });
}

export function arrowStream(columns: AnswerColumn[], rows: number): Uint8Array {
  const fields = columns.map((column) => new Field(column.name, typeOf(column), true));
  const vectors = columns.map((column, i) => vectorOf(column, fields[i]!.type, rows));
  const schema = new Schema(fields, new Map([['pandas', pandasSchema(columns, rows)]]));
  const data = makeData({
    type: new Struct(fields),
    length: rows,
    nullCount: 0,
    children: vectors.map((vector) => vector.data[0]!),
  });
  const batch = new RecordBatch(schema, data);
  const writer = new RecordBatchStreamWriter();
  writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}
