/** Plans a table query: the version, where each filter is applied, the columns, and the number of rows. */

import { type Datastack, viewerResolution } from '../../cave/client/datastack';
import { graphBeginning } from '../../cave/graph/beginning';
import { inDatabase, type SplitFilters, splitFilters } from '../../cave/tables/local-filter';
import { checkVersion, newestVersion, type Version, versionBefore } from '../../cave/tables/materialize';
import { fromPostgres } from '../../cave/tables/postgres-regex';
import type { RowQuery } from '../../cave/tables/row-query';
import { type TableColumn, type TableShape, tableShape, voxelsOf } from '../../cave/tables/table-shape';
import { NO_REGION } from '../../core/cells/region';
import { readTextCell } from '../../core/cells/text-cell';
import { readAsOf } from '../../core/cells/time-text';
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import { utcText } from '../../core/time';
import type { Work } from '../../http/work';
import { type Args, type Param, type ToolContext, timestampOf } from '../declaration/declare';
import { findColumn, readFilters, typedFilter } from './table-filters';

export interface TablePlan {
  shape: TableShape;
  instant: RowQuery['instant'];
  filters: SplitFilters;
  /** Columns of the answer in order; for a position, `axis` may select a single axis. */
  outputs: { column: TableColumn; axis: number | null }[];
  /** Columns of the request: those of the outputs, those of the filters applied here, and the row's id. */
  columns: TableColumn[];
  /** True if only the number of rows is requested. */
  count: boolean;
  limit: number | null;
}

export const TABLE: Param = {
  name: 'table',
  kind: 'text',
  description: 'a table or view; TT_STACK_TABLES lists the tables',
};

export const TABLE_PARAMS: readonly Param[] = [
  TABLE,
  {
    name: 'filters',
    kind: 'range',
    description:
      'such as "tag = GNG104; size > 100", with = != in, not in, > < >= <= ~ (regular expression) and box; or a range ' +
      'with column, comparison and values in each row',
    optional: true,
  },
  {
    name: 'columns',
    kind: 'range',
    description:
      'names of columns, separated by commas or in cells; count gives the number of rows; all columns without it',
    optional: true,
  },
  { name: 'limit', kind: 'number', description: 'rows at most', optional: true },
  {
    name: 'as_of',
    kind: 'time',
    description:
      'latest version, a version such as v3, live, or a time such as 2026-06-01 09:40 (UTC unless it names a zone): the newest edits and rows then',
    optional: true,
    defaultValue: 'latest',
  },
];

export function* planTable(stack: Datastack, args: Args, ctx: ToolContext): Work<TablePlan> {
  const parsedFilters = readFilters(cells(args.filters));
  const limit = args.limit === undefined ? null : (args.limit as number);
  if (limit !== null && (!Number.isInteger(limit) || limit < 1)) {
    throw new TtError('INPUT', `limit: a whole number above 0, not ${limit}`);
  }
  const now = timestampOf(ctx);
  const newest = yield* newestVersion(stack, ctx.cache, now);
  const at = yield* instantOf(stack, args.as_of, newest, ctx);
  if ('version' in at) yield* checkVersion(stack, ctx.cache, at.version);
  const { version } = 'version' in at ? at : yield* versionBefore(stack, ctx.cache, at.live);
  const shape = withoutCrud(yield* tableShape(stack, (args.table as string).trim(), version, ctx.cache), at);
  if (shape.view && 'live' in at) {
    throw new TtError('INPUT', `as_of: ${shape.table} is a view, which only versions have`);
  }
  const filters = splitFilters(
    parsedFilters.map((filter) =>
      // Only a position needs the viewer's resolution, which some datastacks do not record.
      typedFilter(
        filter,
        shape.columns,
        (column) => viewerResolution(stack).map((nm, i) => nm / (voxelsOf(shape, column)?.[i] ?? nm)),
        ctx.region,
      ),
    ),
    at,
  );
  for (const filter of filters.local) if (filter.comparison === '~') fromPostgres(String(filter.values[0]));
  const names = namesIn(cells(args.columns));
  const count =
    names.length === 1 && names[0] === 'count' && !shape.columns.some((column) => column.name === 'count');
  const outputs = count ? [] : outputsOf(shape, names);
  return {
    shape,
    instant: at,
    filters,
    outputs,
    columns: requestedColumns(shape, outputs, filters, at),
    count,
    limit,
  };
}

const cells = (value: Args[string] | undefined): Cell[][] | undefined =>
  value === undefined ? undefined : Array.isArray(value) ? value : [[value as Cell]];

/** Live rows were never superseded, and if all rows are new, the server leaves that column out. */
const withoutCrud = (shape: TableShape, at: RowQuery['instant']): TableShape =>
  'version' in at
    ? shape
    : { ...shape, columns: shape.columns.filter(({ column }) => column !== 'superceded_id') };

/** Seconds: twice the time by which the service sets the beginning before the first edit. */
const FIRST_EDIT = 1;

function* instantOf(
  stack: Datastack,
  as_of: Args[string] | undefined,
  newest: Version,
  ctx: ToolContext,
): Work<RowQuery['instant']> {
  const at = readAsOf(as_of ?? 'latest', ctx.region ?? NO_REGION);
  if ('reason' in at) throw new TtError('INPUT', `as_of: ${at.reason}`);
  if ('latest' in at) return { version: newest.version };
  if ('version' in at) return { version: at.version };
  const now = timestampOf(ctx);
  if ('live' in at) return { live: now };
  const time = at.time / 1000;
  if (time > now) throw new TtError('INPUT', `as_of: ${utcText(at.time)} UTC has not come yet`);
  // A live query refuses the exact moment of a version.
  if (Math.abs(time - newest.timestamp) < 0.001) return { version: newest.version };
  const beginning = yield* graphBeginning(stack, ctx.cache);
  if (beginning !== null && time < beginning - FIRST_EDIT) {
    throw new TtError(
      'INPUT',
      `as_of: ${utcText(at.time)} UTC is before ${stack.name} began, at ${utcText(beginning * 1000)} UTC`,
    );
  }
  return { live: time };
}

function namesIn(rows: Cell[][] | undefined): string[] {
  return (rows ?? [])
    .flat()
    .flatMap((cell) => {
      const text = readTextCell(cell ?? '', 'name');
      if (typeof text !== 'string') throw new TtError('INPUT', `columns: ${text.reason}`);
      return text.split(/[,;\n]/);
    })
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function outputsOf(shape: TableShape, names: readonly string[]): TablePlan['outputs'] {
  if (names.length === 0) return shape.columns.map((column) => ({ column, axis: null }));
  return names.map((name) => {
    const axis = /^(.+)_([xyz])$/.exec(name);
    const position = shape.columns.find((column) => column.kind === 'position' && column.name === axis?.[1]);
    return position
      ? { column: position, axis: 'xyz'.indexOf(axis![2]!) }
      : { column: findColumn(shape.columns, name, 'columns'), axis: null };
  });
}

/**
 * A live query filters its answer again and looks up its rows by supervoxel, so the request includes the columns for
 * that.
 */
function requestedColumns(
  shape: TableShape,
  outputs: TablePlan['outputs'],
  filters: SplitFilters,
  at: RowQuery['instant'],
): TableColumn[] {
  const live = 'live' in at;
  const again = live ? filters.server.filter((filter) => !inDatabase(filter)) : [];
  const targets = new Set([
    ...shape.columns.filter((column) => column.name === 'id'),
    ...outputs.map((output) => output.column),
    ...[...filters.local, ...again].map((filter) => filter.column),
  ]);
  const rootOf = ({ column, table }: TableColumn): TableColumn | undefined =>
    shape.columns.find(
      (other) => other.table === table && other.column === column.replace(/_supervoxel_id$/, '_root_id'),
    );
  const distinct = shape.columns.filter(
    (column) => targets.has(column) || (live && [...targets].some((one) => rootOf(one) === column)),
  );
  return distinct.length > 0 ? distinct : shape.columns.slice(0, 1);
}
