/** Which of many segments exist, for lists with so many unknown ids that they cannot be found one by one. */
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import type { Datastack } from '../client/datastack';
import { disjoint, leavesOfMany } from './leaves';

const COARSE_BYTES = 2_500;
const LEVEL2_BYTES = 40_000;

/**
 * The ids that CAVE has. A segment with nodes below it exists. In a request with several, a segment's nodes may be
 * listed under a related one instead, so the segments without nodes are requested again without the others, until none
 * of a request has nodes: at least one existing segment of a request always has some. Coarse nodes come first: most
 * segments have them, and they are few.
 */
export function* existing(stack: Datastack, ids: readonly Id[]): Work<Set<Id>> {
  const known = new Set<Id>();
  const ask = function* (layer: number, bytes: number): Work<boolean> {
    const open = ids.filter((id) => !known.has(id));
    const before = known.size;
    for (const [id, list] of yield* leavesOfMany(stack, disjoint(open), layer, () => bytes, true)) {
      if (list.length > 0) known.add(id);
    }
    return known.size > before && known.size < ids.length;
  };
  yield* ask(Math.max(2, stack.graph.layers - 4), COARSE_BYTES);
  while (known.size < ids.length && (yield* ask(2, LEVEL2_BYTES)));
  return known;
}
