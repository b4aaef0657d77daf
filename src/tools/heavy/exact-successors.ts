/** get_current_seg_ids with a vote of all supervoxels. One segment at a time: the largest known takes 14 MB of ids. */
import { successions } from '../../cave/graph/successors';
import { datastackOf, timestampOf } from '../declaration/declare';
import { answerOf } from '../get/current-seg-ids';
import { eachAlone } from './each-alone';
import type { HeavyWorkOf } from './local-runner';

export const exactSuccessors: HeavyWorkOf<'rows'> = {
  kernels: [],
  *rows(ids, args, ctx) {
    const stack = yield* datastackOf(ctx);
    const timestamp = timestampOf(ctx);
    return yield* eachAlone(ids, ctx, 'segments counted', function* (id) {
      const found = yield* successions(stack, [id], { timestamp, voteUnit: 'supervoxels' });
      return answerOf(stack, id, found.get(id)!, args);
    });
  },
};
