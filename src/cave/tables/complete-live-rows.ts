/**
 * Complete answers of live queries. The server applies its row limit to the version's rows and, separately, to the rows
 * changed since then, and it limits the changed rows before it filters them by root id. Fewer roots therefore do not
 * help; only ranges of row ids do. If changed rows are not looked up yet, the server does not report such a cut: it
 * drops those rows first and counts afterwards.
 */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { HttpReply, HttpRequest } from '../../http/request';
import { all, replyTo, type Work } from '../../http/work';
import type { Datastack, KeyValueCache } from '../client/datastack';
import { isLatest } from '../graph/chunkedgraph';
import { type IdRange, tableQuery, versionBefore } from './materialize';
import { readCount } from './row-replies';
import { tableWarnings } from './table-warnings';

export interface LiveQuery {
  table: string;
  /** Seconds since the epoch. */
  live: number;
  cache: KeyValueCache;
  /** Root ids of the filter, or null without such a filter. */
  roots: readonly Id[] | null;
  /**
   * Builds the request for all rows, or for one range of row ids. With a range, all roots must be current at the time,
   * else the server refuses the comparison.
   */
  request: (range: IdRange | null, roots: readonly Id[] | null) => HttpRequest;
  /** Returns the number of rows in an answer; throws the error of a failed reply. */
  rowsIn: (reply: HttpReply) => number;
  /** The query may stop at this number of rows. If absent, it reads all rows. */
  enough?: number;
}

/** Size of a range of row ids that stays below the row limit of every server. */
const NARROW = 50;
const PARTS = 8;
/** Limit of requests, after which the query fails with SHORT. */
const MOST_QUESTIONS = 3000;
/** Upper end of row ids: signed 64 bits. */
const END = BigInt('9223372036854775807');

/** The replies that together hold the complete answer. Throws SHORT if some rows cannot be reached. */
export function* wholeLive(stack: Datastack, query: LiveQuery): Work<HttpReply[]> {
  const { roots, live, enough = Number.POSITIVE_INFINITY } = query;
  const first = yield* replyTo(query.request(null, roots));
  const rows = query.rowsIn(first);
  const { cut, missing } = tableWarnings(first);
  if (rows >= enough) return [first];
  // The probe costs two requests and is needed only if some changed rows are not looked up yet.
  if (cut === null && (missing === 0 || (yield* changedRowsFit(stack, query)))) return [first];
  if (roots === null) return yield* inRanges(stack, query, null);
  const latest = yield* isLatest(stack, roots, live);
  const current = roots.filter((id) => latest.get(id));
  // The warning of the first reply names the ids that are not current.
  return current.length === 0 ? [] : yield* inRanges(stack, query, current);
}

function* inRanges(stack: Datastack, query: LiveQuery, roots: readonly Id[] | null): Work<HttpReply[]> {
  const { table, enough = Number.POSITIVE_INFINITY } = query;
  const reply = yield* frozenCount(stack, query);
  // A table that is in no version has no count, but its row ids begin at 1 too.
  const rowCount = reply.status === 200 ? readCount(reply, stack, table) : 1000;
  const step = BigInt(Math.max(NARROW, Math.ceil((rowCount * 1.1) / PARTS)));
  const open: IdRange[] = [];
  for (let i = 0; i < PARTS; i++) open.push({ from: step * BigInt(i), to: step * BigInt(i + 1) });
  open.push({ from: step * BigInt(PARTS), to: null });
  const parts: HttpReply[] = [];
  let rows = 0;
  let questions = 0;
  let width = step;
  while (open.length > 0 && rows < enough) {
    const ranges = open.splice(0, PARTS * 2);
    questions += ranges.length;
    if (questions > MOST_QUESTIONS) throw short(table);
    const replies = yield* all(ranges.map((range) => replyTo(query.request(range, roots))));
    for (const [i, found] of replies.entries()) {
      const range = ranges[i]!;
      const count = query.rowsIn(found);
      const { cut, missing } = tableWarnings(found);
      if (cut !== null && isNarrow(range)) throw short(table);
      if (cut === null && (missing === 0 || isNarrow(range))) {
        parts.push(found);
        rows += count;
        continue;
      }
      if (range.to === null) width *= BigInt(8);
      open.push(...halves(range, width));
    }
  }
  return parts;
}

const isNarrow = ({ from, to }: IdRange): boolean => to !== null && to - from <= BigInt(NARROW);

function halves({ from, to }: IdRange, width: bigint): IdRange[] {
  if (to === null) {
    const at = from + width;
    if (at >= END) return [{ from, to: END }];
    return [
      { from, to: at },
      { from: at, to: null },
    ];
  }
  const middle = from + (to - from) / BigInt(2);
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

const short = (table: string): TtError =>
  new TtError(
    'SHORT',
    `the server cuts ${table} however it is parted. Ask for a version instead of live, or for fewer ids`,
  );

/** Row limit of a probe, for each part of the answer. */
const PROBE = 20_000;

/**
 * True if the rows changed since the version are too few for the server's limit to apply. The probe selects no
 * supervoxel, so that every row counts. Its limit applies to the version's rows too, whose number is known.
 */
function* changedRowsFit(stack: Datastack, query: LiveQuery): Work<boolean> {
  const { table, live } = query;
  const [countReply, probe] = yield* all([
    frozenCount(stack, query),
    replyTo(tableQuery(stack, { table, instant: { live }, columns: ['id', 'valid'], limit: PROBE })),
  ]);
  if (probe!.status !== 200) return false;
  const { cut, cuts } = tableWarnings(probe!);
  const frozen = countReply!.status === 200 ? readCount(countReply!, stack, table) : 0;
  return cuts <= (cut !== null && frozen >= cut ? 1 : 0);
}

/** Number of rows in the version that the live query starts from. */
function* frozenCount(stack: Datastack, { table, live, cache }: LiveQuery): Work<HttpReply> {
  const { version } = yield* versionBefore(stack, cache, live);
  return yield* replyTo(tableQuery(stack, { table, instant: { version }, count: true }));
}
