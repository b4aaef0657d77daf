/** get_cave_table: rows of an annotation table or view, with filters and selected columns. */
import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Id } from '../../core/ids';
import { allOf, type Work } from '../../http/work';
import {
  CACHE_BRIEFLY,
  cellLimit,
  DATASTACK,
  datastackOf,
  type OutputCell,
  type ToolContext,
  tableTool,
} from '../declaration/declare';
import { EVERYWHERE } from '../declaration/surfaces';
import { staleInFilters, staleWords, withoutRows } from '../tables/stale-filters';
import { planTable, TABLE_PARAMS, type TablePlan } from '../tables/table-plan';
import { countRows, type FoundRows, findRows, headersOf, rowCells } from '../tables/table-rows';

/** Limit of cells in a formula's answer; also the default limit. */
const CELLS = 100_000;
const MOST_CELLS = 500_000;

export const caveTable = tableTool({
  name: 'get_cave_table',
  formula: 'TT_TABLE',
  family: 'get',
  summary: 'Gives rows of a CAVE table or view: filtered, with the columns you choose.',
  details:
    'From the newest version unless as_of says otherwise. Positions are three columns in voxels of the viewer’s ' +
    'resolution, also in a box filter; ids are text; times are dates. A table that refers to another one brings that ' +
    'one’s columns, as _ref where both have the name. Rows are sorted by id, but which rows a limit leaves is the ' +
    `server’s choice. Without a limit up to ${groupedNumber(CELLS)} cells come. A last line #TT SHORT says that rows are missing. ` +
    'Blank cells pass != and not in, and no other filter.',
  params: [...TABLE_PARAMS, DATASTACK],
  returns: 'headers and rows, or the number of rows',
  example: {
    formula: '=TT_TABLE("cell_info", "tag2 = cell type; tag ~ ^GNG", "pt_root_id, tag, pt_position", 100)',
    shows: 'pt_root_id | tag | pt_position_x and so on',
  },
  surfaces: EVERYWHERE,
  outputs: 'data',
  hasHeaderRow: true,
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const stack = yield* datastackOf(ctx);
    const plan = yield* planTable(stack, args, ctx);
    if (plan.count) {
      const [stale, count] = yield* allOf<[Id[], number]>([
        staleInFilters(stack, plan, ctx.cache),
        countRows(stack, plan, ctx.cache),
      ]);
      const words = staleWords(stale, plan);
      if (words !== '') throw new TtError('INPUT', words);
      return [[count]];
    }
    const headers = headersOf(plan);
    const max = mostRows(plan, headers.length, ctx);
    const rowLimit = plan.limit ?? max;
    // One row more than the limit tells whether there are more.
    const [found, stale] = yield* allOf<[FoundRows, Id[]]>([
      findRows(stack, plan, plan.limit ?? max + 1, ctx.cache),
      staleInFilters(stack, plan, ctx.cache),
    ]);
    const rows = { ...found, rows: found.rows.slice(0, rowLimit) };
    const elsewhere = ctx.mostCells === undefined ? ', or use the sidebar' : '';
    const advice = `Add a filter or a limit${elsewhere}`;
    const short = yield* shortness(stack, plan, found, { rowCount: rowLimit, advice }, ctx.cache);
    const staleNote = staleWords(withoutRows(stale, found.rows), plan);
    const notes = [
      ...found.notes.map((text) => new TtError('INPUT', text)),
      ...(staleNote === '' ? [] : [new TtError('INPUT', staleNote)]),
      ...(short ? [short] : []),
    ];
    return [headers, ...rowCells(stack, plan, rows), ...notes.map((note): OutputCell[] => [note])];
  },
});

function mostRows(plan: TablePlan, width: number, ctx: ToolContext): number {
  const max = Math.floor(cellLimit(ctx, MOST_CELLS) / width);
  if (plan.limit !== null && plan.limit > max) {
    throw new TtError(
      'BIG',
      `limit: ${groupedNumber(plan.limit)} rows of ${width} columns; a formula gives ${groupedNumber(max)}. Choose columns, or use the sidebar`,
    );
  }
  return Math.floor(cellLimit(ctx, CELLS) / width);
}

/** The reason why rows are missing, or null if all requested rows are there. */
function* shortness(
  stack: Datastack,
  plan: TablePlan,
  found: FoundRows,
  { rowCount, advice }: { rowCount: number; advice: string },
  cache: KeyValueCache,
): Work<TtError | null> {
  const have = found.rows.length;
  if (plan.limit !== null && have >= plan.limit) return null;
  if (have <= rowCount && found.truncatedAt === null) return null;
  const first = `first ${groupedNumber(Math.min(have, rowCount))}`;
  const canCount =
    'version' in plan.instant && plan.filters.local.length === 0 && plan.shape.reference === null;
  if (canCount)
    return new TtError(
      'SHORT',
      `${first} of ${groupedNumber(yield* countRows(stack, plan, cache))} rows. ${advice}`,
    );
  const rowsRead =
    found.truncatedAt === null ? '' : ` among ${groupedNumber(found.truncatedAt)} that the server looked at`;
  return new TtError('SHORT', `${first} rows${rowsRead}; there are more. ${advice}`);
}
