/** The rows of a planned table: at once for a formula, or in batches by ranges of ids for a job. */

import { slices } from '../cave/chunkedgraph';
import { type Stack, viewerResolution } from '../cave/stack';
import { passes } from '../cave/tableFilter';
import {
  type Filter,
  type RowQuery,
  type RowReply,
  readRowCount,
  readRowReply,
  rowBytes,
  rowRequest,
  type Value,
} from '../cave/tableQuery';
import type { TableColumn } from '../cave/tableShape';
import { TtError } from '../core/errors';
import { compareIds, type Id, toId } from '../core/ids';
import { all, ask, type Work } from '../exchange/work';
import type { Out } from './declare';
import type { TablePlan } from './tablePlan';

/** Bytes of Arrow in one answer: Apps Script holds nine for each. */
const BYTES = 3e6;
/** Values of one list: the server writes them into its SQL. */
const VALUES_A_QUERY = 10_000;

export interface Found {
  /** In the table's order of ids. */
  rows: Value[][];
  /** Rows that the server looked at before it stopped, or null where nothing is missing. */
  cut: number | null;
  said: string[];
  /** nm of a voxel of the positions. */
  resolution: number[] | null;
}

export const headersOf = (plan: TablePlan): string[] =>
  plan.outputs.flatMap(({ column, axis }) =>
    column.kind !== 'position'
      ? [column.name]
      : (axis === null ? [0, 1, 2] : [axis]).map((i) => `${column.name}_${'xyz'[i]}`),
  );

/** How many rows one answer may bring. */
export const rowsAtOnce = (plan: TablePlan): number => Math.floor(BYTES / rowBytes(plan.columns));

/**
 * Rows that pass all filters, `most` at most. The server's own limit is used only where it counts the same rows:
 * a live query cuts before it filters again, and filters applied here come later still.
 */
export function* findRows(stack: Stack, plan: TablePlan, most: number): Work<Found> {
  const { at, filters } = plan;
  const exact = filters.here.length === 0 && ('version' in at || filters.server.length === 0);
  // Live, rows deleted since the version fall away after the cut.
  const limit = exact ? ('live' in at ? most + 1000 : most) : rowsAtOnce(plan);
  const parts = yield* all(
    partsOf(filters.server).map(function* (server): Work<RowReply> {
      const query = queryOf(plan, server, limit);
      return readRowReply(yield* ask(rowRequest(stack, query)), stack, query);
    }),
  );
  const rows = parts.flatMap((part) => part.rows).filter((row) => keeps(plan, row));
  const cut = parts.map((part) => part.cut).find((rowsSeen) => rowsSeen !== null) ?? null;
  return {
    rows: sorted(plan, rows),
    cut,
    said: parts.flatMap((part) => part.said),
    resolution: parts.map((part) => part.resolution).find((nm) => nm !== null) ?? plan.shape.resolution,
  };
}

const queryOf = (plan: TablePlan, filters: readonly Filter[], limit?: number): RowQuery => ({
  shape: plan.shape,
  at: plan.at,
  filters,
  columns: plan.columns,
  ...(limit === undefined ? {} : { limit }),
});

/** One list of filters, or several where a list of values is too long for one query. */
function partsOf(filters: readonly Filter[]): Filter[][] {
  const long = filters.find((filter) => filter.by === 'in' && filter.values.length > VALUES_A_QUERY);
  if (!long) return [[...filters]];
  const values = [...new Set(long.values)];
  return slices(values, VALUES_A_QUERY).map((part) =>
    filters.map((filter) => (filter === long ? { ...filter, values: part } : filter)),
  );
}

const place = (plan: TablePlan, column: TableColumn): number => plan.columns.indexOf(column);

const keeps = (plan: TablePlan, row: readonly Value[]): boolean =>
  plan.filters.here.every((filter) => passes(filter, row[place(plan, filter.column)] ?? null));

/** The server keeps no order. */
function sorted(plan: TablePlan, rows: Value[][]): Value[][] {
  const at = plan.columns.findIndex((column) => column.name === 'id');
  return at < 0 ? rows : rows.sort((a, b) => compareIds(String(a[at]), String(b[at])));
}

/** Rows as cells: ids as text, times as dates, positions in viewer voxels. */
export function cellsOf(stack: Stack, plan: TablePlan, found: Found): Out[][] {
  const viewer = viewerResolution(stack);
  const scale = viewer.map((nm, i) => (found.resolution?.[i] ?? nm) / nm);
  return found.rows.map((row) =>
    plan.outputs.flatMap(({ column, axis }): Out[] => {
      const value = row[place(plan, column)] ?? null;
      if (column.kind !== 'position') return [cell(column, value)];
      const point = Array.isArray(value)
        ? value.map((x, i) => Math.round(x * scale[i]!))
        : [null, null, null];
      return axis === null ? point : [point[axis]!];
    }),
  );
}

function cell(column: TableColumn, value: Value): Out {
  if (column.kind === 'time' && typeof value === 'number') return new Date(value);
  return value as Out;
}

/** How many rows pass. Versions count themselves where all filters are theirs; else the rows are read and counted. */
export function* countRows(stack: Stack, plan: TablePlan): Work<number> {
  const { shape, at, filters } = plan;
  if ('version' in at && filters.here.length === 0 && shape.reference === null) {
    const counts = yield* all(
      partsOf(filters.server).map(function* (server): Work<number> {
        const query = { ...queryOf(plan, server), count: true };
        return readRowCount(yield* ask(rowRequest(stack, query)), stack, shape.table);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
  const most = rowsAtOnce(plan);
  const found = yield* findRows(stack, plan, most);
  if (found.said.length > 0) throw new TtError('INPUT', notice(found.said[0]!));
  if (found.cut !== null) {
    throw new TtError(
      'SHORT',
      `more than ${found.rows.length.toLocaleString('en-US')} rows; such rows are counted one by one. Add a filter`,
    );
  }
  return found.rows.length;
}

/** What the server said beside the rows, in words that say what to do. */
export function notice(said: string): string {
  if (/not valid/.test(said)) {
    const ids = said.match(/[0-9]{15,20}/g) ?? [];
    const shown =
      ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
    return `${shown}: not current at this time, so without rows. Bring them up to date first`;
  }
  return `${said}. Rows are left out until CAVE has looked them up: try again in some minutes`;
}

/** Where a job stands in a table; plain JSON. */
export interface TableCursor {
  /** First id not yet looked at. */
  from: Id;
  /** How many ids the next question spans. */
  span: number;
  /** Rows that the server's filters left so far, and all of them. */
  seen: number;
  total: number;
  /** Rows that were handed over so far. */
  given: number;
}

export interface TableBatch {
  rows: Out[][];
  /** Null where the table is at its end. */
  next: TableCursor | null;
}

const WIDEST = 2 ** 61;
/** The largest 64-bit id of a database. */
const LAST = '9223372036854775807';
/** Questions in one batch: enough to cross a gap in the ids, few enough for one step of a job. */
const QUESTIONS = 12;

/**
 * The next rows of a table for a job: ids in a range, narrower where the server cuts it, wider while it is sparse.
 * Pages by offset would overlap or miss rows: the server keeps no order. Only a version holds still while a job runs.
 */
export function* nextRows(stack: Stack, plan: TablePlan, cursor: TableCursor | null): Work<TableBatch> {
  const { shape, at, limit } = plan;
  const id = shape.columns.find((column) => column.name === 'id' && column.table === shape.table);
  if (!('version' in at))
    throw new TtError('INPUT', 'as_of: a large table is written from a version, not live');
  if (!id) throw new TtError('INPUT', `${shape.table} has no id column to part it by. Add a filter`);
  const most = rowsAtOnce(plan);
  const total = cursor?.total ?? (yield* wholeCount(stack, plan));
  const state = cursor ?? { from: toId('0'), span: total < most ? WIDEST : most, seen: 0, total, given: 0 };
  const wanted = limit === null ? Number.POSITIVE_INFINITY : limit - state.given;
  const rows: Out[][] = [];
  let { from, span, seen } = state;
  for (let question = 0; question < QUESTIONS && rows.length < most / 2; question++) {
    if (seen >= total || from === LAST || rows.length >= wanted) break;
    const end = capped(BigInt(from) + BigInt(span));
    const reply = yield* rowsBetween(stack, plan, id, from, end);
    if (reply.cut !== null) {
      if (span <= 1) throw new TtError('SHORT', `${shape.table} has more than one row with id ${from}`);
      span = Math.max(1, Math.floor(span / 4));
      continue;
    }
    const kept = sorted(
      plan,
      reply.rows.filter((row) => keeps(plan, row)),
    );
    rows.push(
      ...cellsOf(stack, plan, { ...reply, rows: kept, resolution: reply.resolution ?? shape.resolution }),
    );
    seen += reply.rows.length;
    from = end;
    if (reply.rows.length < most / 4) span = Math.min(WIDEST, span * 4);
  }
  const given = rows.slice(0, wanted);
  // A row whose reference is gone drops out of the join; any other that was counted must have come.
  if (from === LAST && seen < total && shape.reference === null) {
    throw new TtError('SHORT', `${shape.table} gave ${seen} of ${total} rows. Try again`);
  }
  const ended = seen >= total || from === LAST || given.length >= wanted;
  return { rows: given, next: ended ? null : { from, span, seen, total, given: state.given + given.length } };
}

const capped = (id: bigint): Id => toId(id > BigInt(LAST) ? LAST : String(id));

function* rowsBetween(stack: Stack, plan: TablePlan, id: TableColumn, from: Id, end: Id): Work<RowReply> {
  const range: Filter[] = [
    { column: id, by: '>=', values: [from] },
    { column: id, by: '<', values: [end] },
  ];
  // The same comparison of the user's own would be overwritten by these: it is applied here instead.
  const doubled = (filter: Filter) => filter.column.name === id.name && ['>=', '<'].includes(filter.by);
  const server = plan.filters.server.filter((filter) => !doubled(filter));
  const query = queryOf(plan, [...server, ...range], rowsAtOnce(plan));
  const reply = readRowReply(yield* ask(rowRequest(stack, query)), stack, query);
  const bounds = plan.filters.server.filter(doubled);
  const at = place(plan, id);
  return {
    ...reply,
    rows: reply.rows.filter((row) => bounds.every((filter) => passes(filter, row[at] ?? null))),
  };
}

/** Rows that the server's own filters leave; a reference joins at most one row to each. */
function* wholeCount(stack: Stack, plan: TablePlan): Work<number> {
  const own = plan.filters.server.every((filter) => filter.column.table === plan.shape.table);
  if (!own)
    throw new TtError('INPUT', `filters: a large table is parted by its own columns. Filter those alone`);
  const alone = {
    ...plan,
    shape: { ...plan.shape, reference: null },
    filters: { server: plan.filters.server, here: [] },
  };
  return yield* countRows(stack, alone);
}
