/**
 * Finds ids that appear in no row of a table because CAVE does not know them, or did not know them at that time: 0 or
 * FALSE would be a wrong answer for them. For an outdated id, 0 and FALSE are the answers that the field expects: its
 * rows are now those of its successors.
 */
import type { Datastack } from '../../cave/client/datastack';
import { isLatest } from '../../cave/graph/chunkedgraph';
import { unknownRoots } from '../../cave/graph/unknown-roots';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { allOf, type Work } from '../../http/work';
import { unknownSegment } from './segments';

/** UNKNOWN for each id of `isLatest`'s result that does not exist. Makes a request only if some ids are not current. */
export function* unknownAmong(stack: Datastack, latest: ReadonlyMap<Id, boolean>): Work<Map<Id, TtError>> {
  const others = notCurrentIn(latest);
  const unknown = others.length > 0 ? yield* unknownRoots(stack, others) : new Set<Id>();
  return new Map([...unknown].map((id) => [id, unknownSegment(stack)]));
}

/** UNKNOWN for ids that do not exist; `now` is in seconds since the epoch. */
export function* unknownNow(stack: Datastack, ids: readonly Id[], now: number): Work<Map<Id, TtError>> {
  return yield* unknownAmong(stack, yield* isLatest(stack, ids, now));
}

/** UNKNOWN for ids that never existed, or that are current now but did not exist yet at the time of the version. */
export function* unknownAt(
  stack: Datastack,
  ids: readonly Id[],
  { version, seconds }: { version: number; seconds: number },
  now: number,
): Work<Map<Id, TtError>> {
  const latest = yield* isLatest(stack, ids, seconds);
  const others = notCurrentIn(latest);
  if (others.length === 0) return new Map();
  const [unknown, today] = yield* allOf<[Map<Id, TtError>, Map<Id, boolean>]>([
    unknownAmong(stack, latest),
    isLatest(stack, others, now),
  ]);
  const young = new TtError('UNKNOWN', `no such segment at version ${version}: it is younger. Ask live`);
  for (const [id, current] of today) if (current) unknown.set(id, young);
  return unknown;
}

const notCurrentIn = (latest: ReadonlyMap<Id, boolean>): Id[] =>
  [...latest].flatMap(([id, current]) => (current ? [] : [id]));
