/**
 * The JSON that the companion and its callers exchange; it keeps dates and errors apart from text. `POST
 * /v1/tools/<name>` and `POST /v1/jobs` take a `ToolRequest`; a tool returns a `ToolAnswer`, a job a `JobAnswer`.
 */
import { CODES, type Code } from '../../core/codes';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { OutputCell, RowAnswer } from '../declaration/declare';

/** The body of a request. The CAVE token travels in the header `x-cave-token`. */
export interface ToolRequest {
  /** The CAVE deployment's global server. */
  server: string;
  datastack: string;
  /** Only for a row tool. */
  ids?: string[];
  /** By parameter name, as a cell or a form holds them; ids as text. Does not contain `ids` and `datastack`. */
  args: Record<string, WireCell | WireCell[][]>;
}

export type WireCell = string | number | boolean | null | { date: number } | { error: WireError };

export interface WireError {
  code: string;
  message: string;
  link?: string;
  retryAfter?: number;
  /** How far the work is, if another request continues it. */
  progress?: string;
}

export type WireRow =
  | { id: string; cells: WireCell[]; cacheSeconds: number }
  | { id: string; error: WireError };

export interface WireFile {
  path: string;
  contentType: string;
  base64: string;
}

export type ToolAnswer =
  | { rows: WireRow[] }
  | { table: WireCell[][] }
  | { report: WireCell[][]; files: WireFile[]; link: string };

/** The body of every reply with a status of 400 or above. */
export interface Refusal {
  error: WireError;
}

export interface JobAnswer {
  /** The same request by the same person has the same id. */
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  words: string;
  /** Set for a finished job. */
  answer?: ToolAnswer;
  /** Set for a failed job. */
  error?: WireError;
}

/** A column: the ids of one request, which are answered in parts. */
export interface ColumnStatus {
  id: string;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Numbers of answered ids, of failed ids among them, and of all ids. */
  done: number;
  failed: number;
  total: number;
  /** For a failed column: the reason why no id can be answered. */
  error?: WireError;
}

export const packError = (error: TtError): WireError => ({
  code: error.code,
  message: error.message,
  ...(error.link === '' ? {} : { link: error.link }),
  ...(error.retryAfter === null ? {} : { retryAfter: error.retryAfter }),
  ...(error.resumable ? { progress: error.progress } : {}),
});

export function unpackError(error: WireError): TtError {
  const code: Code = Object.hasOwn(CODES, error.code) ? (error.code as Code) : 'FAULT';
  return new TtError(code, String(error.message), {
    link: error.link ?? '',
    retryAfter: error.retryAfter ?? null,
    progress: error.progress ?? '',
  });
}

export function packCell(out: OutputCell): WireCell {
  if (out instanceof TtError) return { error: packError(out) };
  return out instanceof Date ? { date: out.getTime() } : out;
}

export function unpackCell(cell: WireCell): OutputCell {
  if (cell === null || typeof cell !== 'object') return cell;
  return 'date' in cell ? new Date(cell.date) : unpackError(cell.error);
}

export function packRows(ids: readonly Id[], answers: Map<Id, RowAnswer | TtError>): WireRow[] {
  return ids.flatMap((id): WireRow[] => {
    const answer = answers.get(id);
    if (answer === undefined) return [];
    if (answer instanceof TtError) return [{ id, error: packError(answer) }];
    return [{ id, cells: answer.cells.map(packCell), cacheSeconds: answer.cacheSeconds }];
  });
}

export function unpackRows(rows: readonly WireRow[]): Map<Id, RowAnswer | TtError> {
  return new Map(
    rows.map((row) => [
      row.id as Id,
      'error' in row
        ? unpackError(row.error)
        : { cells: row.cells.map(unpackCell), cacheSeconds: row.cacheSeconds },
    ]),
  );
}
