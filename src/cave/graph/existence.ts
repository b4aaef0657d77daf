/** Finds which of many segments exist, for lists with too many unknown ids to find them one by one. */
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { disjoint, leavesOfMany } from './leaves';

const COARSE_BYTES = 2_500;
const LEVEL2_BYTES = 40_000;

/**
 * The ids that exist in CAVE. A segment exists if the service lists nodes below it. In a request with several segments,
 * a segment's nodes may be listed only under a related one. The segments without nodes are therefore requested again
 * without the others, until no segment of a request has nodes: of the existing segments in a request, at least one
 * always has some. Coarse nodes are requested first: most segments have them, and they are few.
 */
export function* existing(stack: Datastack, ids: readonly Id[]): Work<Set<Id>> {
  const existingIds = new Set<Id>();
  const ask = function* (layer: number, bytes: number): Work<boolean> {
    const open = ids.filter((id) => !existingIds.has(id));
    const before = existingIds.size;
    for (const [id, list] of yield* leavesOfMany(stack, disjoint(open), layer, () => bytes, true)) {
      if (list.length > 0) existingIds.add(id);
    }
    return existingIds.size > before && existingIds.size < ids.length;
  };
  yield* ask(Math.max(2, stack.graph.layers - 4), COARSE_BYTES);
  while (existingIds.size < ids.length && (yield* ask(2, LEVEL2_BYTES)));
  return existingIds;
}
