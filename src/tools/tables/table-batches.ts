/** Reads the rows of a planned table for a job, in batches by ranges of row ids. */
import type { Datastack } from '../../cave/client/datastack';
import { matchesFilter } from '../../cave/tables/local-filter';
import { type RowReply, readRowReply, rowRequest } from '../../cave/tables/row-query';
import type { TableColumn } from '../../cave/tables/table-shape';
import { TtError } from '../../core/errors';
import { type Id, toId } from '../../core/ids';
import { replyTo, type Work } from '../../http/work';
import type { OutputCell } from '../declaration/declare';
import type { TablePlan } from './table-plan';
import {
  countFrozen,
  matchesFilters,
  place,
  queryOf,
  rowCells,
  rowsAtOnce,
  sortById,
  withinRange,
} from './table-rows';

/** The position of a job in a table; plain JSON. */
export interface TableCursor {
  /** The first row id that was not read yet. */
  from: Id;
  /** Number of row ids that the next query spans. */
  span: number;
  /** Rows that passed the server's filters so far, and their total number. */
  seen: number;
  total: number;
  /** Rows returned so far. */
  given: number;
}

export interface TableBatch {
  rows: OutputCell[][];
  /** Null at the end of the table. */
  next: TableCursor | null;
}

const WIDEST = 2 ** 61;
/** The largest 64-bit id of a database. */
const LAST = '9223372036854775807';
/** Queries per batch: enough to cross a gap in the ids, few enough for one step of a job. */
const QUESTIONS = 12;

/**
 * The next rows of a table for a job. It reads ranges of row ids, which become narrower if the server cuts the answer,
 * and wider while rows are sparse. Pages by offset would repeat or miss rows, because the server keeps no order. Only a
 * version stays unchanged while a job runs.
 */
export function* nextTableRows(
  stack: Datastack,
  plan: TablePlan,
  cursor: TableCursor | null,
): Work<TableBatch> {
  const { shape, instant: at, limit } = plan;
  const id = shape.columns.find((column) => column.name === 'id' && column.table === shape.table);
  if (!('version' in at))
    throw new TtError('INPUT', 'as_of: a large table is written from a version, not live');
  if (!id) throw new TtError('INPUT', `${shape.table} has no id column to part it by. Add a filter`);
  const max = rowsAtOnce(plan);
  const total = cursor?.total ?? (yield* wholeCount(stack, plan));
  const state = cursor ?? { from: toId('0'), span: total < max ? WIDEST : max, seen: 0, total, given: 0 };
  const rowsLeft = limit === null ? Number.POSITIVE_INFINITY : limit - state.given;
  const rows: OutputCell[][] = [];
  let { from, span, seen } = state;
  for (let question = 0; question < QUESTIONS && rows.length < max / 2; question++) {
    if (seen >= total || from === LAST || rows.length >= rowsLeft) break;
    const end = clampToLast(BigInt(from) + BigInt(span));
    const reply = yield* rowsBetween(stack, plan, id, from, end);
    if (reply.truncatedAt !== null) {
      if (span <= 1) throw new TtError('SHORT', `${shape.table} has more than one row with id ${from}`);
      span = Math.max(1, Math.floor(span / 4));
      continue;
    }
    const matches = sortById(
      plan,
      reply.rows.filter((row) => matchesFilters(plan, row)),
    );
    rows.push(...rowCells(stack, plan, { rows: matches, resolution: reply.resolution ?? shape.resolution }));
    seen += reply.rows.length;
    from = end;
    if (reply.rows.length < max / 4) span = Math.min(WIDEST, span * 4);
  }
  const batch = rows.slice(0, rowsLeft);
  // The join drops a row whose reference is gone. Without a reference, all counted rows must have come.
  if (from === LAST && seen < total && shape.reference === null) {
    throw new TtError('SHORT', `${shape.table} gave ${seen} of ${total} rows. Try again`);
  }
  const isEnd = seen >= total || from === LAST || batch.length >= rowsLeft;
  return { rows: batch, next: isEnd ? null : { from, span, seen, total, given: state.given + batch.length } };
}

const clampToLast = (id: bigint): Id => toId(id > BigInt(LAST) ? LAST : String(id));

function* rowsBetween(stack: Datastack, plan: TablePlan, id: TableColumn, from: Id, end: Id): Work<RowReply> {
  const part = withinRange(plan, id, { from: BigInt(from), to: BigInt(end) });
  const query = queryOf(part, rowsAtOnce(plan));
  const reply = readRowReply(yield* replyTo(rowRequest(stack, query)), stack, query);
  const bounds = part.filters.local.filter((filter) => !plan.filters.local.includes(filter));
  const at = place(plan, id);
  return {
    ...reply,
    rows: reply.rows.filter((row) => bounds.every((filter) => matchesFilter(filter, row[at] ?? null))),
  };
}

/** Number of rows that pass the server's own filters; a reference joins at most one row to each. */
function* wholeCount(stack: Datastack, plan: TablePlan): Work<number> {
  const own = plan.filters.server.every((filter) => filter.column.table === plan.shape.table);
  if (!own)
    throw new TtError('INPUT', `filters: a large table is parted by its own columns. Filter those alone`);
  const alone = {
    ...plan,
    shape: { ...plan.shape, reference: null },
    filters: { server: plan.filters.server, local: [] },
  };
  return yield* countFrozen(stack, alone);
}
