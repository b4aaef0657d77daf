/**
 * Complete answers of live queries. The server applies its cap to the version's rows and, separately, to the rows
 * changed since, the latter before it filters them by root id: fewer roots do not help, only ranges of row ids do.
 * Where changed rows are not looked up, the server does not report such a cut: it drops those rows first and counts
 * then.
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
  /** Root ids of the filter, or null where there is none. */
  roots: readonly Id[] | null;
  /**
   * The request for all rows, or for one range of row ids. In a range all roots are current at the time: otherwise the
   * server refuses the comparison.
   */
  request: (range: IdRange | null, roots: readonly Id[] | null) => HttpRequest;
  /** How many rows an answer holds; throws what a failed one means. */
  rowsIn: (reply: HttpReply) => number;
  /** Number of rows that is enough; all where absent. */
  enough?: number;
}

/** Row ids of a range so narrow that it reaches no server's cap. */
const NARROW = 50;
const PARTS = 8;
/** Requests after which the query is given up. */
const MOST_QUESTIONS = 3000;
/** Upper end of row ids; signed 64 bits. */
const END = BigInt('9223372036854775807');

/** The replies that together hold the complete answer. Throws SHORT where rows cannot be reached. */
export function* wholeLive(stack: Datastack, query: LiveQuery): Work<HttpReply[]> {
  const { roots, live, enough = Number.POSITIVE_INFINITY } = query;
  const first = yield* replyTo(query.request(null, roots));
  const rows = query.rowsIn(first);
  const { cut, missing } = tableWarnings(first);
  if (rows >= enough) return [first];
  // The probe costs two requests and is needed only where changed rows are not looked up.
  if (cut === null && (missing === 0 || (yield* changedRowsFit(stack, query)))) return [first];
  if (roots === null) return yield* inRanges(stack, query, null);
  const latest = yield* isLatest(stack, roots, live);
  const current = roots.filter((id) => latest.get(id));
  // Ids that are not current are named in the first reply's warning.
  return current.length === 0 ? [] : yield* inRanges(stack, query, current);
}

function* inRanges(stack: Datastack, query: LiveQuery, roots: readonly Id[] | null): Work<HttpReply[]> {
  const { table, enough = Number.POSITIVE_INFINITY } = query;
  const reply = yield* frozenCount(stack, query);
  // A table that is in no version has no count; its ids begin at 1 all the same.
  const counted = reply.status === 200 ? readCount(reply, stack, table) : 1000;
  const step = BigInt(Math.max(NARROW, Math.ceil((counted * 1.1) / PARTS)));
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

/** Rows that a probe of the changed rows may return of each part. */
const PROBE = 20_000;

/**
 * Whether the rows changed since the version are so few that the cap did not apply. The probe selects no supervoxel, so
 * that every row counts; its limit applies to the version's rows too, whose number is known.
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
