/**
 * Answers on their way between the companion and those who ask it: JSON that keeps dates and errors apart from text.
 * `POST /v1/tools/<name>` and `POST /v1/jobs` take a `Question`; a tool answers an `Answer`, a job a `JobAnswer`.
 */
import { CODES, type Code } from '../../core/codes';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { OutputCell, RowAnswer } from '../declaration/declare';

/** What is asked. The CAVE token travels beside it, in the header `x-cave-token`. */
export interface ToolRequest {
  /** The CAVE deployment's global server. */
  server: string;
  datastack: string;
  /** For a row tool. */
  ids?: string[];
  /** By the parameters' names, as a cell or a form holds them; ids as text. Without `ids` and `datastack`. */
  args: Record<string, WireCell | WireCell[][]>;
}

export type WireCell = string | number | boolean | null | { date: number } | { error: WireError };

export interface WireError {
  code: string;
  message: string;
  link?: string;
  retryAfter?: number;
  /** How far it is, where asking again goes on. */
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

/** A refusal: any status from 400 on has this body. */
export interface Refusal {
  error: WireError;
}

export interface JobAnswer {
  /** The same question of the same person is the same job. */
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  words: string;
  /** When done. */
  answer?: ToolAnswer;
  /** When failed. */
  error?: WireError;
}

/** A column: ids of one question, answered part by part. */
export interface ColumnStatus {
  id: string;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Ids with an answer, those that failed among them, and all. */
  done: number;
  failed: number;
  total: number;
  /** When failed: why no id can be answered. */
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
