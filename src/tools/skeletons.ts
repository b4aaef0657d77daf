/** Segments' skeletons for use: what is cached now, and why there is none of the others. */
import { cachedSkeletons, makeSkeletons, type Skeleton } from '../cave/skeleton';
import type { Stack } from '../cave/stack';
import { TtError } from '../core/errors';
import type { Id } from '../core/ids';
import type { Work } from '../exchange/work';

/** What `use` makes of each skeleton. A missing one is queued and says PENDING, or why it is never made. */
export function* skeletonsOf<T>(
  stack: Stack,
  ids: readonly Id[],
  use: (skeleton: Skeleton) => T,
): Work<Map<Id, T | TtError>> {
  const found = yield* cachedSkeletons(stack, ids, use);
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const why = noSkeleton(stack, yield* makeSkeletons(stack, missing));
  for (const id of missing) found.set(id, why);
  return found;
}

/** Why a segment has no skeleton, `seconds` after which its queue should have made it. */
export function noSkeleton(stack: Stack, seconds: number): TtError {
  if (seconds > 0) {
    const minutes = Math.ceil(seconds / 60);
    return new TtError('PENDING', `the skeleton is being made, about ${minutes} min. Refresh then`);
  }
  return new TtError('NONE', `${stack.name} makes no skeleton of this segment (it is refused or unknown)`);
}
