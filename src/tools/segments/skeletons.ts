/** Segments' skeletons for use: what is cached now, and why there is none of the others. */

import type { Datastack, KeyValueCache } from '../../cave/client/datastack';
import { unknownRoots } from '../../cave/graph/unknown-roots';
import { cachedSkeletons, requestSkeletons, type Skeleton } from '../../cave/morphology/skeleton';
import { asTtError, TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, parseJson, writeJson } from '../../core/json';
import { allSettled, type Work, workOf } from '../../http/work';
import { unknownSegment } from './segments';

/** Whoever asks: what is remembered of earlier questions, and the time of this one (ms). */
export interface SkeletonContext {
  cache: KeyValueCache;
  now: () => number;
  /** Somebody waits, as a formula does: many fast requests are better than few slow ones. */
  interactive?: boolean;
}

/** A queue that works makes a skeleton in minutes; a message that is lost is acknowledged like any other. */
const OVERDUE_MS = 30 * 60_000;
/** The add-on's memory is emptied after six hours, and an entry of it holds 100 KB. */
const REMEMBERED_SECONDS = 21_600;
const REMEMBERED_IDS = 2000;

/**
 * What `use` makes of each skeleton. A missing one is queued and says PENDING; UNKNOWN where CAVE has no such segment
 * (`known: true` where that was asked already); NONE where it is refused, or was not made in half an hour.
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
  const [told] = yield* allSettled([known ? workOf(new Set<Id>()) : unknownRoots(stack, missing)]);
  if (!told!.ok) {
    // Unknown ids must not be queued, and which they are is not known.
    const error = asTtError(told!.error);
    for (const id of missing) found.set(id, error);
    return found;
  }
  const unknown = told!.value;
  for (const id of unknown) found.set(id, unknownSegment(stack));
  const wanted = missing.filter((id) => !unknown.has(id));
  for (const [id, answer] of yield* queueMissing(stack, wanted, context, use)) found.set(id, answer);
  return found;
}

/** A queue that fails is told in the rows that wait for it. */
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
  // Nothing to be made: refused, or there after all. The bucket alone may be of another time, or lie elsewhere.
  const there = yield* cachedSkeletons(stack, ids, context.cache, use, 'never');
  const refused = new TtError(
    'NONE',
    `${stack.name} makes no skeleton of this segment (it is refused or unknown)`,
  );
  return new Map(ids.map((id) => [id, there.get(id) ?? refused]));
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

/** When each of these was first found missing, ms; one entry of the memory for all of a datastack. */
function firstWanted(stack: Datastack, ids: readonly Id[], { cache, now }: SkeletonContext): Map<Id, number> {
  const key = `skeletons wanted:${stack.localServer}:${stack.name}`;
  const retained = readWaits(cache.get(key));
  const since = new Map(ids.map((id) => [id, retained.get(id) ?? now()]));
  // The latest are kept where there are too many.
  const all = [...[...retained].filter(([id]) => !since.has(id as Id)), ...since].slice(-REMEMBERED_IDS);
  cache.put(key, writeJson(Object.fromEntries(all)), REMEMBERED_SECONDS);
  return since;
}

function readWaits(text: string | null): Map<string, number> {
  try {
    const retained = Object.entries(asObject(parseJson(text ?? '{}')) ?? {});
    return new Map(retained.flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])));
  } catch {
    return new Map();
  }
}
