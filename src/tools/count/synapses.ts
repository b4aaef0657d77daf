/** count_synapses: the numbers of synapses that a segment makes and receives. */

import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { configOf } from '../../cave/datasets/config';
import { isLatest, slices } from '../../cave/graph/chunkedgraph';
import { wholeLive } from '../../cave/tables/complete-live-rows';
import { newestVersion, tableQuery } from '../../cave/tables/materialize';
import { readCount, readRowCounts } from '../../cave/tables/row-replies';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Id } from '../../core/ids';
import { all, allOf, type Work, workOf } from '../../http/work';
import {
  type Args,
  CACHE_BRIEFLY,
  DATASTACK,
  datastackOf,
  IDS,
  type RowAnswer,
  rowTool,
  timestampOf,
} from '../declaration/declare';
import { count } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { unknownAmong } from '../segments/current-at';
import { splitSegments } from '../segments/segments';

export interface SynapseCount {
  in: number;
  out: number;
}

/** Limit of rows per query: some 100 bytes each, so 20 MB, and below every known row limit. */
const ROWS_A_QUERY = 200_000;

/**
 * Counts at `now` (seconds since the epoch). If a segment has not changed since the newest version, the version is
 * counted, which is cheap and exact; a newer segment needs a live query. UNKNOWN for an id that does not exist in CAVE;
 * 0 for an outdated id, whose synapses belong to its successors. `known`: the caller has just found the ids to be
 * current.
 */
export function* synapseCounts(
  stack: Datastack,
  ids: readonly Id[],
  now: number,
  cache: KeyValueCache,
  known = false,
): Work<Map<Id, SynapseCount | TtError>> {
  const config = configOf(stack.name, stack.record);
  const table = stack.record.synapse_table ?? config.synapse_table_name;
  if (!table) throw new TtError('NONE', `${stack.name} has no synapse table`);
  const version = yield* newestVersion(stack, cache, now);
  const [current, then] = yield* allOf<[Map<Id, boolean>, Map<Id, boolean>]>([
    known ? workOf(new Map(ids.map((id) => [id, true]))) : isLatest(stack, ids, now),
    isLatest(stack, ids, version.timestamp),
  ]);
  const counts = new Map<Id, SynapseCount>(ids.map((id) => [id, { in: 0, out: 0 }]));
  const present = ids.filter((id) => current.get(id));
  const frozen = present.filter((id) => then.get(id));
  const live = present.filter((id) => !then.get(id));
  const side = (column: string, put: (count: SynapseCount, rows: number) => void) =>
    function* (): Work<null> {
      const at = { version: version.version };
      const [tally, newer] = yield* allOf<[Map<string, number>, Map<string, number>]>([
        tallyFrozen(stack, table, column, frozen, at),
        tallyLive(stack, table, column, live, now, cache),
      ]);
      for (const [id, rows] of [...tally, ...newer]) {
        const count = counts.get(id as Id);
        if (count) put(count, rows);
      }
      return null;
    };
  const [unknown] = yield* allOf<[Map<Id, TtError>, null, null]>([
    unknownAmong(stack, current),
    side(config.syn_pre_seg_col ?? 'pre_pt_root_id', (count, rows) => {
      count.out += rows;
    })(),
    side(config.syn_post_seg_col ?? 'post_pt_root_id', (count, rows) => {
      count.in += rows;
    })(),
  ]);
  return new Map<Id, SynapseCount | TtError>([...counts, ...unknown]);
}

type At = { version: number };

/**
 * Counts the rows of each id in a version. A group whose rows would not fit into one answer is halved before it is
 * sent.
 */
function* tallyFrozen(
  stack: Datastack,
  table: string,
  column: string,
  ids: readonly Id[],
  at: At,
): Work<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const among = { [column]: ids };
  const [countReply] = yield [tableQuery(stack, { table, instant: at, idFilters: among, count: true })];
  const rows = readCount(countReply!, stack, table);
  if (rows === 0 || ids.length === 1) return new Map(rows === 0 ? [] : [[ids[0]!, rows]]);
  const groups = slices(ids, Math.ceil(ids.length / Math.ceil((rows * 1.3) / ROWS_A_QUERY)));
  const tallies = yield* all(groups.map((group) => tallyRows(stack, table, column, group, at)));
  const countOf = new Map(tallies.flatMap((tally) => [...tally]));
  const found = [...countOf.values()].reduce((sum, count) => sum + count, 0);
  if (found !== rows) {
    throw new TtError(
      'SHORT',
      `${table} gave ${groupedNumber(found)} of ${groupedNumber(rows)} rows. Try again`,
    );
  }
  return countOf;
}

/**
 * Counts the rows of one query. If the server cuts the answer for a group, requests it again in halves: an incomplete
 * answer is never used.
 */
function* tallyRows(
  stack: Datastack,
  table: string,
  column: string,
  ids: readonly Id[],
  at: At,
): Work<Map<string, number>> {
  const ask = tableQuery(stack, {
    table,
    instant: at,
    idFilters: { [column]: ids },
    columns: ['id', column],
  });
  const [reply] = yield [ask];
  const tally = readRowCounts([reply!], { stack, table, column, ids });
  if (tally.whole) return tally.counts;
  if (ids.length === 1) {
    const [countReply] = yield [
      tableQuery(stack, { table, instant: at, idFilters: { [column]: ids }, count: true }),
    ];
    return new Map([[ids[0]!, readCount(countReply!, stack, table)]]);
  }
  const halves = yield* all(
    slices(ids, Math.ceil(ids.length / 2)).map((half) => tallyRows(stack, table, column, half, at)),
  );
  return new Map(halves.flatMap((half) => [...half]));
}

/** Live queries cannot count: their rows are read and counted, in parts if the server would cut them. */
function* tallyLive(
  stack: Datastack,
  table: string,
  column: string,
  ids: readonly Id[],
  now: number,
  cache: KeyValueCache,
): Work<Map<string, number>> {
  const read = function* (group: Id[]): Work<Map<string, number>> {
    const rows = { stack, table, column, ids: group };
    const replies = yield* wholeLive(stack, {
      table,
      live: now,
      cache,
      roots: group,
      request: (range, roots) =>
        tableQuery(stack, {
          table,
          instant: { live: now },
          idFilters: { [column]: roots! },
          ...(range ? { range } : {}),
          columns: ['id', column],
        }),
      rowsIn: (reply) => readRowCounts([reply], rows).rows,
    });
    return readRowCounts(replies, rows).counts;
  };
  const tallies = yield* all(slices(ids, 500).map(read));
  return new Map(tallies.flatMap((tally) => [...tally]));
}

export const synapses = rowTool({
  name: 'count_synapses',
  formula: 'TT_SYNAPSES',
  family: 'count',
  summary: 'Counts the synapses of segments.',
  details:
    'All rows of the datastack’s synapse table, autapses and unfiltered predictions included. A table that the server ' +
    'cut is asked again in parts, never taken short. An outdated id has 0, its synapses being its ' +
    'successors’: bring it up to date first. An id that CAVE does not know says UNKNOWN.',
  params: [
    IDS,
    {
      name: 'split',
      kind: 'boolean',
      description: 'TRUE gives incoming, outgoing and total',
      optional: true,
      defaultValue: false,
    },
    DATASTACK,
  ],
  returns: 'the total for each id; with split incoming, outgoing, total',
  example: { formula: '=TT_SYNAPSES("720575941609391725", TRUE)', shows: '45 | 291 | 336' },
  surfaces: EVERYWHERE,
  outputs: [count('inc_syn'), count('out_syn'), count('total_syn')],
  columns: (args: Args) => (args.split ? ['inc_syn', 'out_syn', 'total_syn'] : ['total_syn']),
  idsPerStep: 500,
  *answer(ids, args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    for (const [id, count] of yield* synapseCounts(stack, segments, timestampOf(ctx), ctx.cache)) {
      if (count instanceof TtError) {
        answers.set(id, count);
        continue;
      }
      const total = count.in + count.out;
      answers.set(id, {
        cells: args.split ? [count.in, count.out, total] : [total],
        cacheSeconds: CACHE_BRIEFLY,
      });
    }
    return answers;
  },
});
