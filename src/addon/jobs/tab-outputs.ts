/**
 * Functions whose answer is too large for a formula, written whole into a tab of their own, batch by batch: the
 * functions of the sidebar's "Write to a new tab". After a kill a batch is read again and goes to the same rows.
 */

import { leavesOfMany, oneByOne } from '../../cave/graph/leaves';
import type { Region } from '../../core/cells/region';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import { userSvContribution } from '../../tools/count/user-sv-contribution';
import { readArgs } from '../../tools/declaration/args';
import { type Args, datastackOf, type OutputCell, type ToolContext } from '../../tools/declaration/declare';
import { caveTable } from '../../tools/get/cave-table';
import { svsFromSeg } from '../../tools/get/svs-from-seg';
import { splitSegments, unknownSegment } from '../../tools/segments/segments';
import { staleInFilters, staleWords, withoutRows } from '../../tools/tables/stale-filters';
import { nextTableRows, type TableCursor } from '../../tools/tables/table-batches';
import { planTable } from '../../tools/tables/table-plan';
import { headersOf } from '../../tools/tables/table-rows';

export interface TabBatch {
  rows: OutputCell[][];
  /** Where the next batch begins, as JSON; null at the end. */
  next: string | null;
  /** Rows in total, as far as known. */
  total: number;
  /** Text for a last row below the whole answer, or ''. */
  note?: string;
  /** The next batch, of what this one's requests have brought already. */
  more?: () => TabBatch;
}

export interface TabOutput {
  /** The name of the new tab. */
  tab: (args: Args) => string;
  /** The header row, and the arguments pinned to what does not change while the job runs. */
  begin: (args: Args, ctx: ToolContext) => Work<{ headers: string[]; pinned: Args }>;
  batch: (args: Args, ctx: ToolContext, cursor: string | null) => Work<TabBatch>;
}

/** Maximum number of ids carried from batch to batch: a job's record is small. */
const STALE_CARRIED = 20;

/** Ids of the filters that were not current at the table's version and are in no row so far. */
interface StaleFilters {
  ids: Id[];
  /** The number of further ids. */
  others: number;
}

const table: TabOutput = {
  tab: (args) => `TT ${String(args.table)}`,
  *begin(args, ctx) {
    const plan = yield* planTable(yield* datastackOf(ctx), args, ctx);
    if (plan.count) throw new TtError('INPUT', 'columns: count is one number; a formula gives it');
    if (!('version' in plan.instant)) {
      throw new TtError('INPUT', 'as_of: a large table is written from a version, not live');
    }
    return { headers: headersOf(plan), pinned: { ...args, as_of: `v${plan.instant.version}` } };
  },
  *batch(args, ctx, cursor) {
    const stack = yield* datastackOf(ctx);
    const plan = yield* planTable(stack, args, ctx);
    const from = cursor === null ? null : (JSON.parse(cursor) as TableCursor & { stale: StaleFilters });
    const before = from?.stale ?? staleFilters(yield* staleInFilters(stack, plan, ctx.cache));
    const { rows, next } = yield* nextTableRows(stack, plan, from);
    const stale = { ...before, ids: withoutRows(before.ids, rows) };
    return {
      rows,
      next: next === null ? null : JSON.stringify({ ...next, stale }),
      total: next?.total ?? from?.total ?? rows.length,
      note: next === null ? staleWords(stale.ids, plan, stale.others) : '',
    };
  },
};

const staleFilters = (ids: readonly Id[]): StaleFilters => ({
  ids: ids.slice(0, STALE_CARRIED),
  others: Math.max(0, ids.length - STALE_CARRIED),
});

const SUPERVOXELS_A_BATCH = 100_000;
const SUPERVOXEL_BYTES = 6e6;

const supervoxels: TabOutput = {
  tab: (args) => `TT supervoxels ${String(args.id)}`,
  *begin(args, ctx) {
    const stack = yield* datastackOf(ctx);
    const wrong = splitSegments(stack, [args.id as Id]).others.get(args.id as Id);
    if (wrong) throw wrong;
    return { headers: ['supervoxel_id'], pinned: args };
  },
  *batch(args, ctx, cursor) {
    const stack = yield* datastackOf(ctx);
    const id = args.id as Id;
    const list = (yield* leavesOfMany(stack, oneByOne([id]), 1, () => SUPERVOXEL_BYTES)).get(id)!;
    if (list.length === 0) throw unknownSegment(stack);
    return supervoxelsFrom(list, cursor === null ? 0 : digitsValue(cursor));
  },
};

/** The service gives the whole list at once, 17 MB of it for a large neuron: it is not asked for again for each batch. */
function supervoxelsFrom(list: BigUint64Array, from: number): TabBatch {
  const end = from + SUPERVOXELS_A_BATCH;
  const rows = Array.from(list.subarray(from, end), (supervoxel) => [String(supervoxel)]);
  const total = list.length;
  return end < total
    ? { rows, next: String(end), total, more: () => supervoxelsFrom(list, end) }
    : { rows, next: null, total };
}

/** The companion counts for minutes: until it has finished, the batch throws PENDING and is asked for again. */
const contributions: TabOutput = {
  tab: (args) => `TT contributions ${String(args.id)}`,
  *begin(args) {
    return { headers: ['user_id', 'user_name', 'supervoxels'], pinned: args };
  },
  *batch(args, ctx) {
    const [, ...rows] = yield* userSvContribution.answer(args, ctx);
    return { rows, next: null, total: rows.length };
  },
};

/** Reads a form's values as a spreadsheet writes them. */
type ReadForm = (form: Record<string, unknown>, region: Region) => Args;

const OUTPUTS: Record<string, { output: TabOutput; read: ReadForm }> = {
  [caveTable.formula]: { output: table, read: readerOf(caveTable) },
  [svsFromSeg.formula]: { output: supervoxels, read: readerOf(svsFromSeg) },
  [userSvContribution.formula]: {
    output: contributions,
    read: readerOf(userSvContribution),
  },
};

function readerOf(tool: typeof caveTable): ReadForm {
  return (form, region) =>
    readArgs(
      tool,
      tool.params.map((param) => form[param.name]),
      region,
    );
}

export const writesTab = (formula: string): boolean => formula in OUTPUTS;

export function outputOf(formula: string): { output: TabOutput; read: ReadForm } {
  const found = Object.hasOwn(OUTPUTS, formula) ? OUTPUTS[formula] : undefined;
  if (!found) throw new TtError('INPUT', `${formula.slice(0, 40)} does not write a tab`);
  return found;
}
