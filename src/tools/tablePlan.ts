/** What a question about a table comes to: which version, which filters where, which columns and how many rows. */
import { newestVersion, type Version } from '../cave/materialize';
import { type Stack, viewerResolution } from '../cave/stack';
import { type Shared, shareFilters } from '../cave/tableFilter';
import type { RowQuery } from '../cave/tableQuery';
import { type TableColumn, type TableShape, tableShape } from '../cave/tableShape';
import { TtError } from '../core/errors';
import type { Cell } from '../core/table';
import type { Work } from '../exchange/work';
import { type Args, type Ctx, instant, type Param } from './declare';
import { columnNamed, readFilters, timeOf, typed } from './tableFilters';

export interface TablePlan {
  shape: TableShape;
  at: RowQuery['at'];
  filters: Shared;
  /** Of the answer, in order; a position may be asked by one axis alone. */
  outputs: { column: TableColumn; axis: number | null }[];
  /** Asked of the server: those of the outputs, of the filters applied here, and the row's id. */
  columns: TableColumn[];
  /** Only the number of rows is wanted. */
  count: boolean;
  limit: number | null;
}

export const TABLE: Param = {
  name: 'table',
  kind: 'text',
  words: 'a table or view; TT_STACK_TABLES lists the tables',
};

export const TABLE_PARAMS: readonly Param[] = [
  TABLE,
  {
    name: 'filters',
    kind: 'range',
    words:
      'such as "tag = GNG104; size > 100", with = != in, not in, > < >= <= ~ (regular expression) and box; or a range ' +
      'with column, comparison and values in each row',
    optional: true,
  },
  {
    name: 'columns',
    kind: 'range',
    words:
      'names of columns, separated by commas or in cells; count gives the number of rows; all columns without it',
    optional: true,
  },
  { name: 'limit', kind: 'number', words: 'rows at most', optional: true },
  {
    name: 'as_of',
    kind: 'text',
    words: 'latest version, a version’s number, live, or a time: the newest edits and rows then',
    optional: true,
    initial: 'latest',
  },
];

export function* planTable(stack: Stack, args: Args, ctx: Ctx): Work<TablePlan> {
  const written = readFilters(cells(args.filters));
  const limit = args.limit === undefined ? null : Number(args.limit);
  if (limit !== null && (!Number.isInteger(limit) || limit < 1)) {
    throw new TtError('INPUT', `limit: a whole number above 0, not ${limit}`);
  }
  const now = instant(ctx);
  const newest = yield* newestVersion(stack, ctx.memory, now);
  const at = asOf(String(args.as_of ?? '').trim(), now, newest);
  const shape = yield* tableShape(stack, String(args.table).trim(), versionOf(at, newest), ctx.memory);
  if (shape.view && 'live' in at) {
    throw new TtError('INPUT', `as_of: ${shape.table} is a view, which only versions have`);
  }
  const scale = viewerResolution(stack).map((nm, i) => nm / (shape.resolution?.[i] ?? nm));
  const filters = shareFilters(
    written.map((filter) => typed(filter, shape.columns, scale)),
    at,
  );
  const names = namesIn(cells(args.columns));
  const count =
    names.length === 1 && names[0] === 'count' && !shape.columns.some((column) => column.name === 'count');
  const outputs = count ? [] : outputsOf(shape, names);
  return { shape, at, filters, outputs, columns: askedColumns(shape, outputs, filters), count, limit };
}

const cells = (value: Args[string] | undefined): Cell[][] | undefined =>
  value === undefined ? undefined : Array.isArray(value) ? value : [[value as Cell]];

const versionOf = (at: RowQuery['at'], newest: Version): number =>
  'version' in at ? at.version : newest.version;

function asOf(text: string, now: number, newest: Version): RowQuery['at'] {
  if (text === '' || /^latest$/i.test(text)) return { version: newest.version };
  if (/^live$/i.test(text)) return { live: now };
  if (/^v?[0-9]{1,6}$/i.test(text)) return { version: Number(text.replace(/^v/i, '')) };
  const time = timeOf(text);
  if (time === null) {
    throw new TtError('INPUT', `as_of: "${text.slice(0, 30)}" is neither latest, live, a version nor a time`);
  }
  if (time / 1000 > now) throw new TtError('INPUT', `as_of: ${text.slice(0, 30)} has not come yet`);
  return { live: time / 1000 };
}

function namesIn(rows: Cell[][] | undefined): string[] {
  return (rows ?? [])
    .flat()
    .flatMap((cell) => String(cell ?? '').split(/[,;\n]/))
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
      : { column: columnNamed(shape.columns, name, 'columns'), axis: null };
  });
}

function askedColumns(shape: TableShape, outputs: TablePlan['outputs'], filters: Shared): TableColumn[] {
  const id = shape.columns.filter((column) => column.name === 'id');
  const wanted = [
    ...id,
    ...outputs.map((output) => output.column),
    ...filters.here.map((filter) => filter.column),
  ];
  const distinct = shape.columns.filter((column) => wanted.includes(column));
  return distinct.length > 0 ? distinct : shape.columns.slice(0, 1);
}
