/**
 * Columns on the companion: a long job sends all its ids at once, the companion answers them in parts, and the job
 * reads pages.
 */
import type { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, type Json } from '../../core/json';
import { replyTo, type Work } from '../../http/work';
import type { Args, RowAnswer, RowTool, ToolContext } from '../declaration/declare';
import {
  type CompanionEndpoint,
  companionRequest,
  readCompanionReply,
  requestFor,
  unexpectedReply,
} from './call-companion';
import { asError, readToolAnswer } from './read-answer';
import { unpackError, unpackRows } from './wire';

export interface ColumnProgress {
  id: string;
  state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Number of answered ids, and of all ids. */
  done: number;
  total: number;
  /** For a failed column: the reason why no id can be answered. */
  error: TtError | null;
}

/** Positions from the first (inclusive) to the second (exclusive). */
export type PositionRange = [from: number, to: number];

export interface ColumnPage extends ColumnProgress {
  /** Positions of the answers on this page. */
  ranges: PositionRange[];
  rows: Map<Id, RowAnswer | TtError>;
}

/** Expected characters of a page: a reply to Apps Script may have 50 MB; the companion sends at most 8 MB. */
const PAGE_EXPECTS = 9e6;

/** Starts a column. The same request by the same person is the same column. */
export function* beginColumn(
  companion: CompanionEndpoint,
  tool: RowTool,
  args: Args,
  ids: readonly Id[],
  ctx: ToolContext,
): Work<ColumnProgress> {
  const body = { tool: tool.name, ...requestFor(companion, tool, args, ctx, ids) };
  return viewOf(yield* ask(companion, '', body), companion);
}

/** Reads answers outside the ranges that were already read: `most` rows or somewhat fewer. */
export function* columnPage(
  companion: CompanionEndpoint,
  id: string,
  read: readonly PositionRange[],
  most: number,
  { tool, args }: { tool: RowTool; args: Args },
): Work<ColumnPage> {
  const json = yield* ask(companion, `/${encodeURIComponent(id)}/rows`, { read, most });
  const page = asObject(json);
  const isRange = (range: Json) =>
    Array.isArray(range) && range.length === 2 && range.every(Number.isInteger);
  const rowIds = Array.isArray(page?.rows) ? page.rows.map((row) => String(asObject(row)?.id)) : [];
  const answer = readToolAnswer({ rows: page?.rows ?? null }, tool, args, rowIds);
  if (!answer || !('rows' in answer) || !Array.isArray(page?.ranges) || !page.ranges.every(isRange)) {
    throw unexpectedReply(companion);
  }
  return {
    ...viewOf(json, companion),
    ranges: page.ranges as unknown as PositionRange[],
    rows: unpackRows(answer.rows),
  };
}

/** Continues a cancelled or failed column. */
export function* resumeColumn(companion: CompanionEndpoint, id: string): Work<ColumnProgress> {
  return viewOf(yield* ask(companion, `/${encodeURIComponent(id)}/resume`, {}), companion);
}

export function* cancelColumn(companion: CompanionEndpoint, id: string): Work<ColumnProgress> {
  return viewOf(yield* ask(companion, `/${encodeURIComponent(id)}/cancel`, {}), companion);
}

function* ask(companion: CompanionEndpoint, path: string, body: object): Work<Json> {
  const request = companionRequest(companion, 'POST', `/v1/columns${path}`, body, {
    expectedBytes: PAGE_EXPECTS,
  });
  return readCompanionReply(yield* replyTo(request), companion);
}

const STATES: readonly unknown[] = ['running', 'done', 'cancelled', 'failed'];

function viewOf(json: Json, companion: CompanionEndpoint): ColumnProgress {
  const { id, state, done, total, error } = asObject(json) ?? {};
  const isValid =
    typeof id === 'string' && STATES.includes(state) && Number.isInteger(done) && Number.isInteger(total);
  const refusal = asError(error);
  if (!isValid) throw unexpectedReply(companion);
  return {
    id,
    state: state as ColumnProgress['state'],
    done: done as number,
    total: total as number,
    error: state === 'failed' && refusal ? unpackError(refusal) : null,
  };
}
