/** check_seg_proofread_status: does the datastack's proofreading table list each segment as proofread? */

import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { configOf } from '../../cave/datasets/config';
import type { TracerConfig } from '../../cave/datasets/tracer-config';
import { slices } from '../../cave/graph/chunkedgraph';
import { wholeLive } from '../../cave/tables/complete-live-rows';
import { checkVersion, newestVersion, tableQuery, type Version } from '../../cave/tables/materialize';
import { type FoundRow, type JsonRow, readCount, readRows } from '../../cave/tables/row-replies';
import { isRound, tableWarnings } from '../../cave/tables/table-warnings';
import { NO_REGION } from '../../core/cells/region';
import { readAsOf } from '../../core/cells/time-text';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { all, allOf, type Work } from '../../http/work';
import {
  type Args,
  CACHE_BRIEFLY,
  CACHE_FOREVER,
  DATASTACK,
  datastackOf,
  IDS,
  type RowAnswer,
  rowTool,
  type ToolContext,
  timestampOf,
} from '../declaration/declare';
import { flag } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { unknownAt, unknownNow } from '../segments/current-at';
import { splitSegments } from '../segments/segments';

/** The server writes the ids into its SQL: it can take tens of thousands. */
const IDS_A_QUERY = 10_000;

/** A version, or the newest edits and rows at a moment (seconds since the epoch). */
export type At = { version: number } | { live: number };

/** As `At`; a version comes with its time, in seconds since the epoch. */
type TimedAt = { version: number; seconds: number } | { live: number };

/**
 * True for an id that the table lists and whose every listed row says "proofread". False for an id that it does not
 * list. An error if a row says neither yes nor no.
 */
export function* proofread(
  stack: Datastack,
  ids: readonly Id[],
  at: At,
  cache: KeyValueCache,
): Work<Map<Id, boolean | TtError>> {
  const config = configOf(stack.name, stack.record);
  const table = stack.record.proofreading_status_table ?? config.proofreading_table_name;
  if (!table) throw new TtError('NONE', `${stack.name} has no proofreading table`);
  const column = config.proofreading_table_seg_col ?? 'pt_root_id';
  const read = (part: Id[]): Work<FoundRow[]> =>
    'version' in at
      ? frozenRows(stack, table, column, part, at)
      : liveRows(stack, table, column, part, { ...at, memory: cache });
  const status = new Map<Id, boolean | TtError>(ids.map((id) => [id, false]));
  const seenIds = new Set<Id>();
  for (const rows of yield* all(slices(ids, IDS_A_QUERY).map(read))) {
    for (const { id, row } of rows) {
      const says = saysProofread(row, config, table);
      // The first row that does not say yes decides.
      if (!seenIds.has(id) || status.get(id) === true) status.set(id, says);
      seenIds.add(id);
    }
  }
  return status;
}

/**
 * Reads the rows of a version. If the server cuts the answer for a group of ids, requests it again in halves: an
 * incomplete answer is never used.
 */
function* frozenRows(
  stack: Datastack,
  table: string,
  column: string,
  ids: Id[],
  at: { version: number },
): Work<FoundRow[]> {
  const question = { table, instant: at, idFilters: { [column]: ids } };
  const [reply] = yield [tableQuery(stack, question)];
  if (tableWarnings(reply!).cut === null) {
    const rows = readRows([reply!], { stack, table, column, ids });
    if (!isRound(rows.length)) return rows;
    // The cut may have a warning text that is unknown here: the count tells.
    const [countReply] = yield [tableQuery(stack, { ...question, count: true })];
    if (readCount(countReply!, stack, table) === rows.length) return rows;
  }
  if (ids.length === 1)
    throw new TtError('SHORT', `${table} has more rows of ${ids[0]} than the server gives`);
  const halves = slices(ids, Math.ceil(ids.length / 2));
  return (yield* all(halves.map((half) => frozenRows(stack, table, column, half, at)))).flat();
}

function* liveRows(
  stack: Datastack,
  table: string,
  column: string,
  ids: Id[],
  { live, memory: cache }: { live: number; memory: KeyValueCache },
): Work<FoundRow[]> {
  const rows = { stack, table, column, ids };
  const replies = yield* wholeLive(stack, {
    table,
    live,
    cache,
    roots: ids,
    request: (range, roots) =>
      tableQuery(stack, {
        table,
        instant: { live },
        idFilters: { [column]: roots! },
        ...(range ? { range } : {}),
      }),
    rowsIn: (reply) => (tableWarnings(reply).cut === null ? readRows([reply], rows).length : 0),
  });
  return readRows(replies, rows);
}

/** Texts that mean no in CAVE's status columns. */
const NO = new Set(['f', 'false', 'non', 'none', 'no', 'not_proofread', '']);

/** Returns an error if the row says neither yes nor no. */
function saysProofread(row: JsonRow, config: TracerConfig, table: string): boolean | TtError {
  const statusColumn = config.proofreading_table_status_col;
  const columns =
    statusColumn && statusColumn in row
      ? [statusColumn]
      : Object.keys(row).filter((name) => name === 'proofread' || /^status(_|$)/.test(name));
  if (columns.length === 0) {
    throw new TtError('NONE', 'the proofreading table has no status column that is known here');
  }
  const unclear = columns.find((name) => typeof row[name] !== 'string' && typeof row[name] !== 'boolean');
  if (unclear !== undefined) {
    return new TtError(
      'FAULT',
      `materialize: a row of ${table} says neither yes nor no in ${unclear}. Tell the table’s owners`,
    );
  }
  return columns.every((name) => {
    const value = row[name];
    return typeof value === 'string' ? !NO.has(value.toLowerCase()) : value === true;
  });
}

/** The moment that `as_of` means; the default is live. A time is refused, because no table lists today's ids for it. */
export function* asOf(stack: Datastack, args: Args, ctx: ToolContext): Work<TimedAt> {
  const at = readAsOf(args.as_of ?? 'live', ctx.region ?? NO_REGION);
  if ('reason' in at) throw new TtError('INPUT', `as_of: ${at.reason}`);
  const now = timestampOf(ctx);
  if ('live' in at) return { live: now };
  if ('latest' in at) return timeOf(yield* newestVersion(stack, ctx.cache, now));
  if ('time' in at) throw new TtError('INPUT', 'as_of: live, latest, or a version such as v3; no time here');
  return timeOf(yield* checkVersion(stack, ctx.cache, at.version));
}

const timeOf = ({ version, timestamp }: Version): TimedAt => ({ version, seconds: timestamp });

export const segProofreadStatus = rowTool({
  name: 'check_seg_proofread_status',
  formula: 'TT_IS_PROOFREAD',
  family: 'check',
  summary: 'Tells whether segments are marked as proofread.',
  details:
    'Live by default: the newest edits and rows count. Every row that lists the segment must say so. FALSE is an ' +
    'answer (not listed, or listed as not proofread); a failed look-up is never written as FALSE. An outdated id is ' +
    'listed nowhere: bring it up to date first. An id that CAVE does not know, or not yet at the version, says UNKNOWN.',
  params: [
    IDS,
    {
      name: 'as_of',
      kind: 'time',
      description: 'a materialized version such as v3, or latest, instead of live',
      optional: true,
      defaultValue: 'live',
    },
    DATASTACK,
  ],
  returns: 'TRUE or FALSE for each id',
  example: { formula: '=TT_IS_PROOFREAD("720575941609391725")', shows: 'TRUE' },
  surfaces: EVERYWHERE,
  outputs: [flag('proofread')],
  idsPerStep: 10_000,
  *answer(ids, args, ctx) {
    const stack = yield* datastackOf(ctx);
    const at = yield* asOf(stack, args, ctx);
    const { segments, others: wrong } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(wrong);
    const now = timestampOf(ctx);
    const [marks, unknown] = yield* allOf<[Map<Id, boolean | TtError>, Map<Id, TtError>]>([
      proofread(stack, segments, at, ctx.cache),
      'version' in at ? unknownAt(stack, segments, at, now) : unknownNow(stack, segments, now),
    ]);
    for (const [id, found] of marks) {
      const cacheSeconds = 'version' in at ? CACHE_FOREVER : CACHE_BRIEFLY;
      const status = found === false ? (unknown.get(id) ?? false) : found;
      answers.set(id, status instanceof TtError ? status : { cells: [status], cacheSeconds });
    }
    return answers;
  },
});
