/**
 * Reads the companion's answers strictly: only in the forms of `wire.ts`, only about the requested ids, and only with
 * values as declared.
 */
import { fromBase64 } from '../../core/base64';
import { asObject, type Json } from '../../core/json';
import type { AnyTool, Args, Outputs, RowTool } from '../declaration/declare';
import { type Output, outputNames } from '../declaration/outputs';
import type { JobAnswer, ToolAnswer, WireError } from './wire';

type Fields = { [key: string]: Json };

export const isError = (value: Json | undefined): boolean => {
  const error = asObject(value);
  const has = (key: string, type: string): boolean =>
    error![key] === undefined || (typeof error![key] === type && error![key] !== '');
  return (
    typeof error?.code === 'string' &&
    typeof error.message === 'string' &&
    /^[A-Z]+$/.test(error.code) &&
    error.message !== '' &&
    has('link', 'string') &&
    has('retryAfter', 'number') &&
    has('progress', 'string')
  );
};

/**
 * True for a valid cell of a column of that format; any cell is valid without a format. A blank cell and an error are
 * valid in every column.
 */
function isCell(value: Json | undefined, format?: Output['format']): boolean {
  if (value === null || value === '') return true;
  const object = asObject(value);
  if (object) {
    if ('error' in object) return Object.keys(object).length === 1 && isError(object.error);
    const isDate = typeof object.date === 'number' && Object.keys(object).length === 1;
    return isDate && (format === undefined || format === 'date');
  }
  const isText = typeof value === 'string';
  if (isText && value.startsWith('#TT ')) return true;
  if (format === 'id') return isText && /^[0-9]+$/.test(value);
  // An estimated number.
  if (format === 'number' && isText) return value.startsWith('≈');
  const type = Array.isArray(value) ? 'list' : typeof value;
  if (format === undefined) return type !== 'list';
  return type === (format === 'number' || format === 'boolean' ? format : 'string') && format !== 'date';
}

const formatsOf = (names: readonly Json[], outputs: Outputs): (Output['format'] | undefined)[] =>
  names.map((name) => (outputs === 'data' ? undefined : outputs.find((one) => one.name === name)?.format));

function isTable(value: Json | undefined, outputs: Outputs, hasHeaderRow: boolean): boolean {
  if (!Array.isArray(value) || !value.every(Array.isArray)) return false;
  const [header = [], ...below] = value as Json[][];
  const names = hasHeaderRow ? header : outputs === 'data' ? [] : outputNames(outputs);
  const formats = formatsOf(names, outputs);
  const rows = hasHeaderRow ? below : [header, ...below];
  if (hasHeaderRow && below.length > 0) {
    const areNames = header.every((name) => typeof name === 'string' && name !== '');
    if (!areNames || new Set(header).size < header.length) return false;
    // A count column or an id column may precede the declared ones, so not all names need to be declared.
    if (outputs !== 'data' && formats.every((format) => format === undefined)) return false;
  }
  return rows.every(
    (row) => (outputs === 'data' || isWhole(row, names)) && row.every((cell, i) => isCell(cell, formats[i])),
  );
}

/**
 * A row may lack columns at its end that no argument requested, but it must not end between the axes of a point. A
 * remark stands alone in its row.
 */
function isWhole(row: readonly Json[], names: readonly Json[]): boolean {
  const next = names[row.length];
  if (names.length === 0 || (row.length === 1 && isNote(row[0]))) return true;
  return row.length <= names.length && !(typeof next === 'string' && /(?:^|_)[yz](?:_|[0-9]|$)/.test(next));
}

const isNote = (value: Json | undefined): boolean =>
  asObject(value) !== null || (typeof value === 'string' && value.startsWith('#TT '));

function areRows(value: Json | undefined, tool: RowTool, args: Args, ids: ReadonlySet<string>): boolean {
  if (!Array.isArray(value)) return false;
  const formats = formatsOf(tool.columns(args), tool.outputs);
  const { length } = formats;
  const found = new Set<string>();
  return value.every((item) => {
    const row = asObject(item);
    if (typeof row?.id !== 'string' || !ids.has(row.id) || found.has(row.id)) return false;
    found.add(row.id);
    if ('error' in row) return !('cells' in row) && isError(row.error);
    const { cells, cacheSeconds } = row;
    const isTime = typeof cacheSeconds === 'number' && cacheSeconds >= 0;
    if (!isTime || !Array.isArray(cells)) return false;
    // A full list repeats the columns for each further candidate.
    const isFit = cells.length <= length || (args.full_list === true && cells.length % length === 0);
    const isBlankFlag = (cell: Json, i: number) => formats[i] === 'boolean' && cell === null;
    if (!isFit || (cells.some(isBlankFlag) && !cells.some(isNote))) return false;
    return cells.every((cell, i) => isCell(cell, formats[i % length]));
  });
}

function areFiles(value: Json | undefined): boolean {
  if (!Array.isArray(value)) return false;
  const paths = new Set<string>();
  return value.every((item) => {
    const { path, contentType, base64 } = asObject(item) ?? ({} as Fields);
    if (typeof path !== 'string' || path === '' || paths.has(path) || typeof contentType !== 'string')
      return false;
    paths.add(path);
    return typeof base64 === 'string' && fromBase64(base64) !== null;
  });
}

/** Returns null for anything that is not an answer of this tool to this request. */
export function readToolAnswer(
  json: Json | undefined,
  tool: AnyTool,
  args: Args,
  ids: readonly string[],
): ToolAnswer | null {
  const answer = asObject(json);
  const { rows, table, report, files, link } = answer ?? ({} as Fields);
  const isValid =
    tool.kind === 'rows'
      ? areRows(rows, tool, args, new Set(ids))
      : tool.kind === 'table'
        ? isTable(table, tool.outputs, tool.hasHeaderRow === true)
        : areFiles(files) &&
          isTable(report, 'data', true) &&
          // The rows that say where the files are follow those of the outputs.
          isTable((report as Json[]).slice(0, 2), tool.outputs, true) &&
          typeof link === 'string' &&
          /^(?:https?:\/\/\S+)?$/.test(link);
  return isValid ? (answer as unknown as ToolAnswer) : null;
}

const STATES = ['queued', 'running', 'done', 'failed', 'cancelled'];

/** Returns null for anything that is not a job. */
export function readJobAnswer(json: Json): JobAnswer | null {
  const job = asObject(json);
  const isCount = (value: Json | undefined) => typeof value === 'number' && value >= 0;
  const isValid =
    typeof job?.id === 'string' &&
    /^\S+$/.test(job.id) &&
    STATES.includes(job.state as string) &&
    isCount(job.done) &&
    isCount(job.total) &&
    typeof job.words === 'string' &&
    (job.state !== 'failed' || isError(job.error));
  return isValid ? (job as unknown as JobAnswer) : null;
}

/** Reads the error of a refusal. */
export const asError = (value: Json | undefined): WireError | null =>
  isError(value) ? (value as unknown as WireError) : null;
