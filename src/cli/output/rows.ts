/** Rows of an answer as text: TSV, CSV, JSON or lines of JSON. */
import { cellText, codeInCell, TtError } from '../../core/errors';
import { withoutControls } from '../../core/plain-text';
import type { AnyTool, OutputCell } from '../../tools/declaration/declare';
import { outputNames } from '../../tools/declaration/outputs';
import type { ToolOutput } from '../../tools/runner/run-tool';
import type { OptionValues } from '../options';

export const ROW_FORMATS = ['tsv', 'csv', 'json', 'ndjson'] as const;
export type Format = (typeof ROW_FORMATS)[number];

export interface AnswerTable {
  /** Names of the columns; empty if unknown. */
  columns: readonly string[];
  /** The answer contains its own headers, also if the user did not ask for headers. */
  hasOwnHeaders: boolean;
  rows: readonly OutputCell[][];
}

/** From --format, --json or the ending of --out, else TSV. Throws INPUT for an unknown format. */
export function rowFormat({ format, json, out }: OptionValues, tool: AnyTool): Format {
  if (json === true && format !== undefined) throw new TtError('INPUT', '--json and --format: leave one out');
  if (json === true) return 'json';
  const query = ROW_FORMATS.find((one) => one === format?.toLowerCase());
  if (query !== undefined) return query;
  if (format !== undefined) {
    const own = tool.params.find(({ name, choices }) => name === 'format' && choices?.includes(format));
    const hint = own ? `; the kind of file is format=${format}` : '';
    throw new TtError(
      'INPUT',
      `--format: one of ${ROW_FORMATS.join(', ')}, not "${format.slice(0, 30)}"${hint}`,
    );
  }
  const ending = tool.kind === 'files' ? undefined : /\.(\w+)$/.exec(out ?? '')?.[1]?.toLowerCase();
  return ENDINGS[ending ?? ''] ?? 'tsv';
}

const ENDINGS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
};

export function tableOf(tool: AnyTool, { columns, rows, link }: ToolOutput): AnswerTable {
  if (tool.kind === 'rows') return { columns, rows, hasOwnHeaders: false };
  const isNamed = rows[0]?.every((cell) => typeof cell === 'string') === true;
  if (tool.kind === 'table' && !(tool.hasHeaderRow && isNamed)) {
    return { columns: columnsOf(tool, rows), rows, hasOwnHeaders: false };
  }
  const [first = [], ...rest] = rows;
  const linkRow: OutputCell[][] = link === '' ? [] : [['link', link]];
  return { columns: first.map(String), rows: [...rest, ...linkRow], hasOwnHeaders: first.length > 0 };
}

/** For several ids, the first column is the id of the row. */
function columnsOf({ outputs }: AnyTool, rows: readonly OutputCell[][]): string[] {
  const names = outputs === 'data' ? [] : outputNames(outputs);
  const width = widthOf(rows);
  if (names.length > 0 && width === names.length + 1) return ['id', ...names];
  return width > 0 ? names.slice(0, width) : names;
}

export function writeRows({ columns, rows }: AnswerTable, format: Format, withHeaders: boolean): string {
  const headers = withHeaders ? namesFor(columns, rows) : null;
  if (format === 'json' || format === 'ndjson') {
    const records = rows.map((row) => json(headers === null ? row.map(plain) : recordOf(headers, row)));
    return format === 'ndjson' ? records.map((record) => `${record}\n`).join('') : `[${records.join(',')}]\n`;
  }
  const width = headers?.length ?? (format === 'csv' ? widthOf(rows) : 0);
  const whole = rows.map((row) => [...row, ...Array<null>(Math.max(0, width - row.length)).fill(null)]);
  const lines = headers === null ? whole : [headers, ...whole];
  const write = format === 'csv' ? csvCell : tsvCell;
  const separator = format === 'csv' ? ',' : '\t';
  return lines.map((row) => `${row.map(write).join(separator)}\n`).join('');
}

/** Whether a row holds an error instead of an answer. */
export const isFailedRow = (row: readonly OutputCell[]): boolean =>
  row.some((cell) => cell instanceof TtError || codeInCell(cell) !== null);

/** The texts of rows that are only notes, and the other rows. */
export function withoutNotes(rows: readonly OutputCell[][]): [notes: string[], rows: OutputCell[][]] {
  const notes: string[] = [];
  const others = rows.filter(([cell]) => {
    const isNote = cell instanceof TtError && cell.code === 'NOTE';
    if (isNote) notes.push(cell.message);
    return !isNote;
  });
  return [notes, others];
}

const widthOf = (rows: readonly (readonly OutputCell[])[]): number =>
  rows.reduce((widest, row) => Math.max(widest, row.length), 0);

/** A unique name for every column of the widest row. */
function namesFor(columns: readonly string[], rows: readonly OutputCell[][]): string[] {
  const width = Math.max(widthOf(rows), columns.length);
  const names: string[] = [];
  for (let k = 0; k < width; k++) {
    const name = columns[k] || `column_${k + 1}`;
    let once = name;
    for (let n = 2; names.includes(once); n++) once = `${name}_${n}`;
    names.push(once);
  }
  return names;
}

const recordOf = (headers: readonly string[], row: readonly OutputCell[]) =>
  Object.fromEntries(headers.map((name, k) => [name, plain(row[k] ?? null)]));

function plain(cell: OutputCell): string | number | boolean | null {
  if (cell instanceof TtError) return cellText(cell);
  return cell instanceof Date ? cell.toISOString() : cell;
}

/**
 * Also escapes control characters that JSON leaves as they are, so that no terminal acts on them. The value stays the
 * same.
 */
const json = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const tsvCell = (cell: OutputCell): string => guardCell(cell).replace(/[\t\r\n]+/g, ' ');

function csvCell(cell: OutputCell): string {
  const text = guardCell(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * Puts an apostrophe before text that a spreadsheet would read as a formula, but not before numbers and lists of
 * numbers.
 */
function guardCell(cell: OutputCell): string {
  const value = plain(cell);
  if (typeof value !== 'string') return `${value ?? ''}`;
  const text = withoutControls(value.replace(/\r\n?/g, '\n'));
  return /^\s*[=@+-]/.test(text) && !/^\s*[+-][0-9\s.,;:()eE+-]*$/.test(text) ? `'${text}` : text;
}
