/** get_cave_table: rows of an annotation table or view, filtered, with chosen columns. */
import type { Memory, Stack } from '../../cave/stack';
import { TtError } from '../../core/errors';
import type { Work } from '../../exchange/work';
import { BRIEFLY, DATASTACK, type Out, stackOf, tableTool } from '../declare';
import { planTable, TABLE_PARAMS, type TablePlan } from '../tablePlan';
import { cellsOf, countRows, type Found, findRows, headersOf } from '../tableRows';

/** Cells of a formula's answer where no limit is given, and at most. */
const CELLS = 100_000;
const MOST_CELLS = 500_000;

const shown = (count: number): string => count.toLocaleString('en-US');

export const caveTable = tableTool({
  name: 'get_cave_table',
  formula: 'TT_TABLE',
  family: 'get',
  summary: 'Gives rows of a CAVE table or view: filtered, with the columns you choose.',
  details:
    'From the newest version unless as_of says otherwise. Positions are three columns in voxels of the viewer’s ' +
    'resolution, also in a box filter; ids are text; times are dates. A table that refers to another one brings that ' +
    'one’s columns, as _ref where both have the name. Rows are sorted by id, but which rows a limit leaves is the ' +
    `server’s choice. Without a limit up to ${shown(CELLS)} cells come. A last line #TT SHORT says that rows are missing. ` +
    'Blank cells pass != and not in, and no other filter.',
  params: [...TABLE_PARAMS, DATASTACK],
  gives: 'headers and rows, or the number of rows',
  example: {
    formula: '=TT_TABLE("cell_info", "tag2 = cell type; tag ~ ^GNG", "pt_root_id, tag, pt_position", 100)',
    shows: 'pt_root_id | tag | pt_position_x and so on',
  },
  faces: 'FM',
  keep: BRIEFLY,
  *answer(args, ctx) {
    const stack = yield* stackOf(ctx);
    const plan = yield* planTable(stack, args, ctx);
    if (plan.count) return [[yield* countRows(stack, plan, ctx.memory)]];
    const headers = headersOf(plan);
    const most = mostRows(plan, headers.length);
    const wanted = plan.limit ?? most;
    // One row more tells whether there are more.
    const found = yield* findRows(stack, plan, plan.limit ?? most + 1, ctx.memory);
    const rows = { ...found, rows: found.rows.slice(0, wanted) };
    const short = yield* shortness(stack, plan, found, wanted, ctx.memory);
    const notes = [...found.notes.map((text) => new TtError('INPUT', text)), ...(short ? [short] : [])];
    return [headers, ...cellsOf(stack, plan, rows), ...notes.map((note): Out[] => [note])];
  },
});

function mostRows(plan: TablePlan, width: number): number {
  const most = Math.floor(MOST_CELLS / width);
  if (plan.limit !== null && plan.limit > most) {
    throw new TtError(
      'BIG',
      `limit: ${shown(plan.limit)} rows of ${width} columns; a formula gives ${shown(most)}. Choose columns, or use the sidebar`,
    );
  }
  return Math.floor(CELLS / width);
}

/** Why rows are missing, or null where those that were asked for are all there. */
function* shortness(
  stack: Stack,
  plan: TablePlan,
  found: Found,
  wanted: number,
  memory: Memory,
): Work<TtError | null> {
  const have = found.rows.length;
  if (plan.limit !== null && have >= plan.limit) return null;
  if (have <= wanted && found.cut === null) return null;
  const first = `first ${shown(Math.min(have, wanted))}`;
  const remedy = 'Add a filter or a limit, or use the sidebar';
  const counted = 'version' in plan.at && plan.filters.here.length === 0 && plan.shape.reference === null;
  if (counted)
    return new TtError(
      'SHORT',
      `${first} of ${shown(yield* countRows(stack, plan, memory))} rows. ${remedy}`,
    );
  const seen = found.cut === null ? '' : ` among ${shown(found.cut)} that the server looked at`;
  return new TtError('SHORT', `${first} rows${seen}; there are more. ${remedy}`);
}
