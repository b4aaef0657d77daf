/** Columns at the companion: all ids of a long job handed over at once, answered part by part, and read in pages. */
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
  /** Ids with an answer, and all. */
  done: number;
  total: number;
  /** When failed: why no id can be answered. */
  error: TtError | null;
}

/** Positions from the first up to and without the second. */
export type PositionRange = [from: number, to: number];

export interface ColumnPage extends ColumnProgress {
  /** Positions of the answers of this page. */
  ranges: PositionRange[];
  rows: Map<Id, RowAnswer | TtError>;
}

/** Characters of a page that are expected: one sent by Apps Script may hold 50 MB, the companion sends 8 at most. */
const PAGE_EXPECTS = 9e6;

/** Begins a column; the same question of the same person is the same column. */
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

/** Answers outside of the ranges that were read already, `most` rows or somewhat fewer. */
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
  const given = Array.isArray(page?.rows) ? page.rows.map((row) => String(asObject(row)?.id)) : [];
  const answer = readToolAnswer({ rows: page?.rows ?? null }, tool, args, given);
  if (!answer || !('rows' in answer) || !Array.isArray(page?.ranges) || !page.ranges.every(isRange)) {
    throw unexpectedReply(companion);
  }
  return {
    ...viewOf(json, companion),
    ranges: page.ranges as unknown as PositionRange[],
    rows: unpackRows(answer.rows),
  };
}

/** Goes on where the column was cancelled or has failed. */
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
