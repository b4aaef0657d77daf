/** count_partners: counts the other sides of all synapses. */
import type { Datastack } from '../../cave/client/datastack';
import { configOf } from '../../cave/datasets/config';
import { isLatest } from '../../cave/graph/chunkedgraph';
import { wholeLive } from '../../cave/tables/complete-live-rows';
import { tableQuery } from '../../cave/tables/materialize';
import { readPartners } from '../../cave/tables/partner-rows';
import { readRowCounts } from '../../cave/tables/row-replies';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { allOf, type Work } from '../../http/work';
import { CACHE_BRIEFLY, datastackOf, type RowAnswer, timestampOf } from '../declaration/declare';
import { unknownAmong } from '../segments/current-at';
import { splitSegments } from '../segments/segments';
import type { HeavyContext, HeavyWorkOf } from './local-runner';

const STRONGEST = 10;

export const partnerRows: HeavyWorkOf<'rows'> = {
  kernels: [],
  *rows(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const latest = yield* isLatest(stack, segments, timestampOf(ctx));
    for (const [id, error] of yield* unknownAmong(stack, latest)) answers.set(id, error);
    const outdatedError = new TtError(
      'ID',
      'an outdated id: its synapses are its successors’. Bring it up to date',
    );
    for (const id of segments) if (!latest.get(id) && !answers.has(id)) answers.set(id, outdatedError);
    const current = segments.filter((id) => !answers.has(id));
    const [inputs, outputs] = yield* allOf<[Counts, Counts]>([
      partnersOf(stack, current, 'in', ctx),
      partnersOf(stack, current, 'out', ctx),
    ]);
    for (const id of current) {
      const [from, to] = [inputs.get(id) ?? NOBODY, outputs.get(id) ?? NOBODY];
      const cells = [from.size, to.size, strongest(from), strongest(to)];
      answers.set(id, { cells, cacheSeconds: CACHE_BRIEFLY });
    }
    return answers;
  },
};

type Counts = ReadonlyMap<Id, ReadonlyMap<Id, number>>;
const NOBODY: ReadonlyMap<Id, number> = new Map();

/** The number of synapses with each partner, by segment. */
function* partnersOf(
  stack: Datastack,
  ids: readonly Id[],
  direction: 'in' | 'out',
  ctx: HeavyContext,
): Work<Counts> {
  if (ids.length === 0) return new Map();
  const config = configOf(stack.name, stack.record);
  const table = stack.record.synapse_table ?? config.synapse_table_name;
  if (!table) throw new TtError('NONE', `${stack.name} has no synapse table`);
  const pre = config.syn_pre_seg_col ?? 'pre_pt_root_id';
  const post = config.syn_post_seg_col ?? 'post_pt_root_id';
  const [column, partner] = direction === 'in' ? [post, pre] : [pre, post];
  const live = timestampOf(ctx);
  const rows = { stack, table, column, ids };
  const replies = yield* wholeLive(stack, {
    table,
    live,
    cache: ctx.cache,
    roots: ids,
    request: (range, roots) =>
      tableQuery(stack, {
        table,
        instant: { live },
        idFilters: { [column]: roots! },
        ...(range ? { range } : {}),
        columns: ['id', column, partner],
      }),
    rowsIn: (reply) => readRowCounts([reply], rows).rows,
  });
  return readPartners(replies, rows, partner);
}

/** Most synapses first; equal numbers in the order of ids. */
function strongest(partners: ReadonlyMap<Id, number>): string {
  const order = [...partners].sort(([a, m], [b, n]) => n - m || (BigInt(a) < BigInt(b) ? -1 : 1));
  return order
    .slice(0, STRONGEST)
    .map(([id, synapses]) => `${id}: ${synapses}`)
    .join('; ');
}
