/** get_current_seg_ids by every supervoxel. One segment at a time: the largest known takes 14 MB of ids. */
import { successions } from '../../cave/successors';
import { asTtError, type TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { instant, type RowAnswer, stackOf } from '../declare';
import { answerOf } from '../get/current-seg-ids';
import type { HeavyWork } from './work';

export const exactSuccessors: HeavyWork = {
  kernels: [],
  *rows(ids, args, ctx) {
    const stack = yield* stackOf(ctx);
    const timestamp = instant(ctx);
    const answers = new Map<Id, RowAnswer | TtError>();
    for (const id of ids) {
      ctx.progress(answers.size, ids.length, 'segments counted');
      try {
        const found = yield* successions(stack, [id], { timestamp, ballot: 'supervoxels' });
        answers.set(id, answerOf(stack, id, found.get(id)!, args));
      } catch (error) {
        const said = asTtError(error);
        if (['TOKEN', 'TERMS', 'PERMISSION'].includes(said.code)) throw said;
        answers.set(id, said);
      }
    }
    return answers;
  },
};
