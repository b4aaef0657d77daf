/** Reads or counts the rows of a planned table, frozen or live. */

import { type Datastack, type KeyValueCache, viewerResolution } from '../../cave/client/datastack';
import { slices } from '../../cave/graph/chunkedgraph';
import { wholeLive } from '../../cave/tables/complete-live-rows';
import { isRoot, matchesFilter } from '../../cave/tables/local-filter';
import type { IdRange } from '../../cave/tables/materialize';
import type { RowValue } from '../../cave/tables/row-cells';
import {
  bytesPerRow,
  type RowFilter,
  type RowQuery,
  type RowReply,
  readRowCount,
  readRowReply,
  rowRequest,
} from '../../cave/tables/row-query';
import type { TableColumn } from '../../cave/tables/table-shape';
import { isRound } from '../../cave/tables/table-warnings';
import { TtError } from '../../core/errors';
import { compareIds, type Id } from '../../core/ids';
import type { HttpReply } from '../../http/request';
import { all, replyTo, type Work } from '../../http/work';
import type { OutputCell } from '../declaration/declare';
import type { TablePlan } from './table-plan';

/** Arrow bytes per answer: Apps Script takes nine bytes of heap for each. */
const BYTES = 3e6;
/** Limit of the values in one list: the server writes them into its SQL. */
const VALUES_A_QUERY = 10_000;

export interface FoundRows {
  /** Ordered by row id. */
  rows: RowValue[][];
  /** Number of rows that the server read before it stopped, or null if none is missing. */
  truncatedAt: number | null;
  /** Further remarks: ids that are not current, rows not looked up yet. */
  notes: string[];
  /** Voxel size of the positions in nm. */
  resolution: number[] | null;
}

export const headersOf = (plan: TablePlan): string[] =>
  plan.outputs.flatMap(({ column, axis }) =>
    column.kind !== 'position'
      ? [column.name]
      : (axis === null ? [0, 1, 2] : [axis]).map((i) => `${column.name}_${'xyz'[i]}`),
  );

/** Number of rows that one answer may hold. */
export const rowsAtOnce = (plan: TablePlan): number => Math.floor(BYTES / bytesPerRow(plan.columns));

/** The rows that pass all filters; reading stops after `max` rows. */
export function* findRows(
  stack: Datastack,
  plan: TablePlan,
  max: number,
  cache: KeyValueCache,
): Work<FoundRows> {
  const { instant: at } = plan;
  const parts = yield* all(
    partsOf(plan.filters.server).map((server) => {
      const part = { ...plan, filters: { ...plan.filters, server } };
      return 'live' in at ? liveRows(stack, part, at.live, max, cache) : frozenRows(stack, part, max);
    }),
  );
  const replies = parts.flat();
  const rows = replies.flatMap((reply) => reply.rows).filter((row) => matchesFilters(plan, row));
  const words = replies.flatMap(({ missing, invalid }) => [
    ...(invalid === null ? [] : [staleWords(invalid)]),
    ...(missing > 0
      ? [`${missing} rows are left out until CAVE has looked them up. Try again in some minutes`]
      : []),
  ]);
  return {
    rows: sortById(plan, rows),
    truncatedAt: replies.map((reply) => reply.truncatedAt).find((rowsSeen) => rowsSeen !== null) ?? null,
    notes: [...new Set(words)],
    resolution: replies.map((reply) => reply.resolution).find((nm) => nm !== null) ?? plan.shape.resolution,
  };
}

/**
 * Uses the limit `max` for the server only if the server counts the same rows: filters that are applied here come
 * later.
 */
function* frozenRows(stack: Datastack, plan: TablePlan, max: number): Work<RowReply[]> {
  const limit = plan.filters.local.length === 0 ? max : rowsAtOnce(plan);
  const query = queryOf(plan, limit);
  const reply = readRowReply(yield* replyTo(rowRequest(stack, query)), stack, query);
  const { length } = reply.rows;
  if (reply.truncatedAt !== null || !isRound(length) || !canCount(plan)) return [reply];
  const rowCount = yield* countFrozen(stack, plan);
  return [rowCount === length ? reply : { ...reply, truncatedAt: length }];
}

/**
 * Reads all rows, or as many as are enough. With root ids there is no limit: the server would apply it before the
 * filter and lose rows. With other filters the limit counts the same rows, except those deleted since the version.
 */
function* liveRows(
  stack: Datastack,
  plan: TablePlan,
  live: number,
  max: number,
  cache: KeyValueCache,
): Work<RowReply[]> {
  const { shape, filters } = plan;
  const byRoot = filters.server.find((filter) => isRoot(filter) && filter.comparison === 'in');
  const exact = !byRoot && filters.local.length === 0;
  const limit = exact ? Math.min(max + DELETED, rowsAtOnce(plan)) : byRoot ? undefined : rowsAtOnce(plan);
  const id = shape.columns.find(({ name, table }) => name === 'id' && table === shape.table);
  const partOf = (range: IdRange | null, roots: readonly Id[] | null): TablePlan => {
    const server = filters.server.map((filter) =>
      filter === byRoot ? { ...filter, values: roots! } : filter,
    );
    const part = { ...plan, filters: { ...filters, server } };
    return range === null || !id ? part : withinRange(part, id, range);
  };
  // The range's bounds replace these filters in the request, so they are applied here.
  const bounds = id ? filters.server.filter((filter) => isBound(filter, id)) : [];
  const read = new Map<HttpReply, RowReply>();
  const replyOf = (reply: HttpReply): RowReply => {
    const earlier = read.get(reply);
    if (earlier) return earlier;
    const whole = readRowReply(reply, stack, queryOf(plan));
    const within = (row: RowValue[]) =>
      bounds.every((filter) => matchesFilter(filter, row[place(plan, filter.column)] ?? null));
    const result = { ...whole, rows: bounds.length > 0 ? whole.rows.filter(within) : whole.rows };
    read.set(reply, result);
    return result;
  };
  const first: RowReply[] = [];
  const replies = yield* wholeLive(stack, {
    table: shape.table,
    live,
    cache,
    roots: byRoot ? (byRoot.values as Id[]) : null,
    request: (range, roots) =>
      rowRequest(stack, { ...queryOf(partOf(range, roots), limit), current: range !== null }),
    rowsIn: (reply) => {
      if (read.size === 0) first.push(replyOf(reply));
      return replyOf(reply).rows.filter((row) => matchesFilters(plan, row)).length;
    },
    enough: max,
  });
  // The notes of the first answer apply to all answers; the first answer itself may be cut.
  const { invalid } = first[0]!;
  const warnings = replies.map(replyOf).map((reply, i) => ({ ...reply, invalid: i === 0 ? invalid : null }));
  return warnings.length > 0 ? warnings : [{ ...first[0]!, rows: [], truncatedAt: null }];
}

/** Allowance for rows that were deleted since the version: the server removes them after it applies the limit. */
const DELETED = 1000;

export const queryOf = (plan: TablePlan, limit?: number): RowQuery => ({
  shape: plan.shape,
  instant: plan.instant,
  filters: plan.filters.server,
  columns: plan.columns,
  ...(limit === undefined ? {} : { limit }),
});

/** One list of filters, or several if a list of values is too long for one query. */
function partsOf(filters: readonly RowFilter[]): RowFilter[][] {
  const long = filters.find((filter) => filter.comparison === 'in' && filter.values.length > VALUES_A_QUERY);
  if (!long) return [[...filters]];
  const values = [...new Set(long.values)];
  return slices(values, VALUES_A_QUERY).map((part) =>
    filters.map((filter) => (filter === long ? { ...filter, values: part } : filter)),
  );
}

const isBound = (filter: RowFilter, id: TableColumn): boolean =>
  filter.column === id && ['>=', '<'].includes(filter.comparison);

/**
 * The plan for a range of row ids. The plan's own bounds on the id would collide with the range's, so they are applied
 * here.
 */
export function withinRange(plan: TablePlan, id: TableColumn, { from, to }: IdRange): TablePlan {
  const range: RowFilter[] = [{ column: id, comparison: '>=', values: [String(from)] }];
  if (to !== null) range.push({ column: id, comparison: '<', values: [String(to)] });
  const { server, local: here } = plan.filters;
  return {
    ...plan,
    filters: {
      server: [...server.filter((filter) => !isBound(filter, id)), ...range],
      local: [...here, ...server.filter((filter) => isBound(filter, id))],
    },
  };
}

export const place = (plan: TablePlan, column: TableColumn): number => plan.columns.indexOf(column);

export const matchesFilters = (plan: TablePlan, row: readonly RowValue[]): boolean =>
  plan.filters.local.every((filter) => matchesFilter(filter, row[place(plan, filter.column)] ?? null));

/** The server returns rows in no particular order. */
export function sortById(plan: TablePlan, rows: RowValue[][]): RowValue[][] {
  const at = plan.columns.findIndex((column) => column.name === 'id');
  return at < 0 ? rows : rows.sort((a, b) => compareIds(String(a[at]), String(b[at])));
}

/** Rows as cells: ids as text, times as dates, positions in viewer voxels. */
export function rowCells(
  stack: Datastack,
  plan: TablePlan,
  found: Pick<FoundRows, 'rows' | 'resolution'>,
): OutputCell[][] {
  const positions = plan.outputs.some(({ column }) => column.kind === 'position');
  const scale = positions ? viewerResolution(stack).map((nm, i) => (found.resolution?.[i] ?? nm) / nm) : [];
  return found.rows.map((row) =>
    plan.outputs.flatMap(({ column, axis }): OutputCell[] => {
      const value = row[place(plan, column)] ?? null;
      if (column.kind !== 'position') return [cell(column, value)];
      const point = Array.isArray(value)
        ? value.map((x, i) => Math.round(x * scale[i]!))
        : [null, null, null];
      return axis === null ? point : [point[axis]!];
    }),
  );
}

const SEGMENT = /_(root|supervoxel)_id(_ref)?$/;

function cell(column: TableColumn, value: RowValue): OutputCell {
  if (column.kind === 'time' && typeof value === 'number') return new Date(value);
  if (column.kind === 'id' && SEGMENT.test(column.name)) {
    // The service writes these values for "no id".
    if (value === '1') return new TtError('PENDING', 'CAVE has not looked this point up yet');
    if (value === '0') return new TtError('NONE', 'this point lies outside the segmentation');
  }
  return value as OutputCell;
}

/** Limit of rows that are read to be counted. */
const COUNTED = 500_000;

const canCount = ({ instant: at, filters, shape }: TablePlan): boolean =>
  'version' in at && filters.local.length === 0 && shape.reference === null;

/**
 * The number of rows that pass. A version's server counts if it applies all filters; else the rows are read and
 * counted.
 */
export function* countRows(stack: Datastack, plan: TablePlan, cache: KeyValueCache): Work<number> {
  if (canCount(plan)) {
    const counts = yield* all(
      partsOf(plan.filters.server).map((server) =>
        countFrozen(stack, { ...plan, filters: { ...plan.filters, server } }),
      ),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
  const max = 'live' in plan.instant ? COUNTED : rowsAtOnce(plan);
  const found = yield* findRows(stack, plan, max, cache);
  const { length } = found.rows;
  if (found.notes.length > 0) throw new TtError('INPUT', found.notes[0]!);
  if (found.truncatedAt !== null || length >= max) {
    throw new TtError(
      'SHORT',
      `more than ${length.toLocaleString('en-US')} rows; such rows are counted one by one. Add a filter`,
    );
  }
  return length;
}

export function* countFrozen(stack: Datastack, plan: TablePlan): Work<number> {
  const query = { ...queryOf(plan), count: true };
  return readRowCount(yield* replyTo(rowRequest(stack, query)), stack, plan.shape.table, plan.shape.json);
}

/** The server's message about ids that are not current, with a remedy; it names a few of up to a thousand ids. */
function staleWords(invalid: string): string {
  const ids = invalid.match(/[0-9]{15,20}/g) ?? [];
  const more = /\.\.\./.test(invalid) ? ' and more' : ` and ${ids.length - 3} more`;
  const idsText = ids.length > 3 ? `${ids.slice(0, 3).join(', ')}${more}` : ids.join(', ');
  return `${idsText}: not current at this time, so without rows. Bring them up to date first`;
}
