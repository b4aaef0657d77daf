/** For views: the current segment of each id, so that no view silently shows an old piece. */
import { isLatest } from '../../cave/graph/chunkedgraph';
import { successions } from '../../cave/graph/successors';
import { asTtError, TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import { datastackOf, type ToolContext, timestampOf } from '../declaration/declare';
import { splitSegments } from '../segments/segments';

export interface FreshIds {
  /** The current segment of each id with a clear one. */
  now: Map<Id, Id>;
  /** Outdated ids without a clear successor. */
  stale: Set<Id>;
  /** Ids that are not segments of the datastack. */
  unknown: Set<Id>;
  /** The reason why the look-up failed, or ''. */
  problem: string;
}

/** Limit of the stale ids of a view that are followed to their successors: a vote costs some requests per id. */
const FOLLOWED = 200;

/**
 * Takes one request for up to thousands of ids, and some more for ids that an edit replaced. A failure is reported in
 * `problem`.
 */
export function* freshIds(ids: readonly Id[], ctx: ToolContext): Work<FreshIds> {
  const found: FreshIds = { now: new Map(), stale: new Set(), unknown: new Set(), problem: '' };
  try {
    const stack = yield* datastackOf(ctx);
    const timestamp = timestampOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    for (const id of others.keys()) found.unknown.add(id);
    const latest = yield* isLatest(stack, segments, timestamp);
    for (const id of segments) {
      if (latest.get(id)) found.now.set(id, id);
      else found.stale.add(id);
    }
    const idsToFollow = [...found.stale].slice(0, FOLLOWED);
    if (idsToFollow.length === 0) return found;
    for (const [id, answer] of yield* successions(stack, idsToFollow, { timestamp, voteUnit: 'chunks' })) {
      if (answer instanceof TtError) continue;
      const [clear] = answer.ambiguous ? [] : answer.candidates;
      if (answer.state === 'unknown') found.unknown.add(id);
      else if (clear) found.now.set(id, clear.id);
      else continue;
      found.stale.delete(id);
    }
  } catch (error) {
    found.problem = asTtError(error).code;
  }
  return found;
}

/** The note in the view's title about ids that are shown unchanged; '' if there are none. */
export function freshnessText({ stale, unknown, problem }: FreshIds, ids: readonly Id[]): string {
  const nameIds = (found: readonly Id[]) =>
    found.length === 1 ? `${found[0]} is` : `${found.length} ids are`;
  const [old, strange] = [stale, unknown].map((set) => ids.filter((id) => set.has(id))) as [Id[], Id[]];
  return [
    old.length > 0 ? `STALE: ${nameIds(old)} out of date, shown in red` : '',
    strange.length > 0 ? `${nameIds(strange)} not known to CAVE` : '',
    problem === '' ? '' : `not checked whether the ids are current (${problem})`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}
