/** A query's answer as JSON rows or as an Arrow stream, with the headers of each form. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Call } from '../http/call';
import { bytesReply, float, jsonText, Raw, type ReplyHeader, type ReplyValue, reply } from '../http/reply';
import type { AnswerColumn } from './answer-column';
import { arrowStream } from './arrow';
import type { Cellular } from './table';

export interface QueryAnswer {
  columns: AnswerColumn[];
  rows: number;
  warnings: string[];
  /** Voxel size of the positions in nm. */
  resolution: readonly number[];
  /** Table → column → name in the answer. */
  names: Record<string, Record<string, string>>;
}

/** The three columns of a position column. Rescaled positions are truncated toward zero, as by the service's int32. */
export function splitPosition(name: string, values: Cellular[], scale: readonly number[]): AnswerColumn[] {
  return ['x', 'y', 'z'].map((axis, k) => ({
    name: `${name}_${axis}`,
    kind: 'int',
    values: values.map((value) => (Array.isArray(value) ? Math.trunc(value[k]! * scale[k]!) : null)),
  }));
}

const roundNumber = (n: number): Raw => float(Math.round(n * 1e10) / 1e10);

function cell(column: AnswerColumn, row: number, exact: boolean): ReplyValue {
  const value = column.values[row] ?? null;
  if (value === null) return null;
  switch (column.kind) {
    case 'id':
    case 'root':
    case 'supervoxel':
      return new Raw(exact ? String(value) : `${BigInt(Math.round(Number(value)))}.0`);
    case 'float':
    case 'double':
      return roundNumber(value as number);
    default:
      return value;
  }
}

function pythonDict(names: QueryAnswer['names']): string {
  const quote = (text: string): string => `'${text}'`;
  const inner = (columns: Record<string, string>): string =>
    Object.entries(columns)
      .map(([key, name]) => `${quote(key)}: ${quote(name)}`)
      .join(', ');
  return `{${Object.entries(names)
    .map(([table, columns]) => `${quote(table)}: {${inner(columns)}}`)
    .join(', ')}}`;
}

function headersOf(answer: QueryAnswer): ReplyHeader[] {
  return [
    ...answer.warnings.map((text): ReplyHeader => ['Warning', text.replace(/\n/g, ' ')]),
    ...answer.resolution.map((n): ReplyHeader => ['dataframe_resolution', float(n).text]),
    ['column_names', pythonDict(answer.names)],
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Expose-Headers', 'WWW-Authenticate, column_names'],
  ];
}

const CSV_PATH =
  '201 - "Using CSV streaming is deprecated and mangles some types; pass direct_sql_pandas=True instead"';

/** Writes the answer in the format that the query string requests. */
export function writeAnswer(answer: QueryAnswer, call: Call): WireReply {
  const arrow = call.flag('return_pyarrow', true);
  const exact = call.flag('direct_sql_pandas');
  const visibleAnswer = exact ? answer : { ...answer, warnings: [...answer.warnings, CSV_PATH] };
  if (arrow) {
    if (!call.flag('arrow_format'))
      visibleAnswer.warnings = [...visibleAnswer.warnings, 'Pass arrow_format=True for Arrow answers'];
    return bytesReply(arrowStream(answer.columns, answer.rows), 'data.arrow', headersOf(visibleAnswer));
  }
  const rows = Array.from({ length: answer.rows }, (_, i) =>
    jsonText(Object.fromEntries(answer.columns.map((column) => [column.name, cell(column, i, exact)]))),
  );
  return reply(200, `[${rows.join(',')}]`, [
    ['Content-Type', 'application/json'],
    ...headersOf(visibleAnswer),
  ]);
}
