/** Skeletons of segments: those that are cached now, and errors for the others. */

import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { unknownRoots } from '../../cave/graph/unknown-roots';
import { cachedSkeletons, requestSkeletons, type Skeleton } from '../../cave/morphology/skeleton';
import { asTtError, TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, parseJson, writeJson } from '../../core/json';
import { allSettled, type Work, workOf } from '../../http/work';
import { unknownSegment } from './segments';

/** The cache of earlier look-ups, and the time of this one (ms since the epoch). */
export interface SkeletonContext {
  cache: KeyValueCache;
  now: () => number;
  /** True if the user waits, as for a formula: many fast requests are better than few slow ones. */
  interactive?: boolean;
}

/** A working queue makes a skeleton within minutes, but the service also acknowledges a message that gets lost. */
const OVERDUE_MS = 30 * 60_000;
/** The add-on's cache forgets after six hours, and an entry holds 100 KB. */
const REMEMBERED_SECONDS = 21_600;
const REMEMBERED_IDS = 2000;

/**
 * The value that `use` returns for each skeleton, or an error. A missing skeleton is queued and gives PENDING; UNKNOWN
 * if CAVE has no such segment (`known: true` skips that check); NONE if it is refused, or was not made within half an
 * hour.
 */
export function* skeletonsOf<T>(
  stack: Datastack,
  ids: readonly Id[],
  context: SkeletonContext,
  use: (skeleton: Skeleton) => T,
  { known = false } = {},
): Work<Map<Id, T | TtError>> {
  const found = yield* cachedSkeletons(
    stack,
    ids,
    context.cache,
    use,
    context.interactive ? 'always' : 'if slow',
  );
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const [lookUp] = yield* allSettled([known ? workOf(new Set<Id>()) : unknownRoots(stack, missing)]);
  if (!lookUp!.ok) {
    // Unknown ids must not be queued, and the look-up did not tell which ids are unknown.
    const error = asTtError(lookUp!.error);
    for (const id of missing) found.set(id, error);
    return found;
  }
  const unknown = lookUp!.value;
  for (const id of unknown) found.set(id, unknownSegment(stack));
  const toQueue = missing.filter((id) => !unknown.has(id));
  for (const [id, answer] of yield* queueMissing(stack, toQueue, context, use)) found.set(id, answer);
  return found;
}

/** Queues missing skeletons. If the queue fails, the rows that wait for it get its error. */
function* queueMissing<T>(
  stack: Datastack,
  ids: readonly Id[],
  context: SkeletonContext,
  use: (skeleton: Skeleton) => T,
): Work<Map<Id, T | TtError>> {
  if (ids.length === 0) return new Map();
  const [queue] = yield* allSettled([requestSkeletons(stack, ids)]);
  if (!queue!.ok) {
    const error = asTtError(queue!.error);
    return new Map(ids.map((id) => [id, error]));
  }
  const seconds = queue!.value;
  if (seconds > 0) {
    const since = firstWanted(stack, ids, context);
    return new Map(ids.map((id) => [id, whyMissing(seconds, context.now() - since.get(id)!)]));
  }
  // The queue has nothing to do: the skeletons are refused, or exist by now. The bucket alone may be outdated or
  // elsewhere, so the service is asked.
  const there = yield* cachedSkeletons(stack, ids, context.cache, use, 'never');
  const refusal = new TtError(
    'NONE',
    `${stack.name} makes no skeleton of this segment (it is refused or unknown)`,
  );
  return new Map(ids.map((id) => [id, there.get(id) ?? refusal]));
}

function whyMissing(seconds: number, waitedMs: number): TtError {
  const minutes = (ms: number) => Math.ceil(ms / 60_000);
  if (waitedMs > Math.max(OVERDUE_MS, 3000 * seconds)) {
    return new TtError(
      'NONE',
      `the skeleton was ordered ${minutes(waitedMs)} min ago and is not made. Tell the datastack’s owners`,
    );
  }
  return new TtError(
    'PENDING',
    `the skeleton is being made, about ${minutes(1000 * seconds)} min. Refresh then`,
  );
}

/** The time (ms) at which each skeleton was first found missing; one cache entry holds all ids of a datastack. */
function firstWanted(stack: Datastack, ids: readonly Id[], { cache, now }: SkeletonContext): Map<Id, number> {
  const key = `skeletons wanted:${stack.localServer}:${stack.name}`;
  const waits = readWaits(cache.get(key));
  const since = new Map(ids.map((id) => [id, waits.get(id) ?? now()]));
  // If there are too many, the latest are kept.
  const all = [...[...waits].filter(([id]) => !since.has(id as Id)), ...since].slice(-REMEMBERED_IDS);
  cache.put(key, writeJson(Object.fromEntries(all)), REMEMBERED_SECONDS);
  return since;
}

function readWaits(text: string | null): Map<string, number> {
  try {
    const entries = Object.entries(asObject(parseJson(text ?? '{}')) ?? {});
    return new Map(entries.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])));
  } catch {
    return new Map();
  }
}
