/** Which of many segments exist, for lists in which so many do not that they cannot be found one by one. */
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { disjoint, leavesOfMany } from './leaves';

const COARSE_BYTES = 2_500;
const LEVEL2_BYTES = 40_000;

/**
 * The ids that CAVE has. A segment with nodes below it exists; one without may have lost them to another that was asked
 * with it, so that the empty ones are asked again by themselves, until all of a request are empty: some existing
 * segment of a request always keeps its nodes. Coarse nodes first, which most segments have and which are few.
 */
export function* existing(stack: Datastack, ids: readonly Id[]): Work<Set<Id>> {
  const known = new Set<Id>();
  const ask = function* (layer: number, bytes: number): Work<boolean> {
    const open = ids.filter((id) => !known.has(id));
    const before = known.size;
    for (const [id, list] of yield* leavesOfMany(stack, disjoint(open), layer, () => bytes)) {
      if (list.length > 0) known.add(id);
    }
    return known.size > before && known.size < ids.length;
  };
  yield* ask(Math.max(2, stack.graph.layers - 4), COARSE_BYTES);
  while (known.size < ids.length && (yield* ask(2, LEVEL2_BYTES)));
  return known;
}
