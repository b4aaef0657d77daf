/** get_current_seg_ids with a vote of all supervoxels. One segment at a time: the largest known takes 14 MB of ids. */
import { successions } from '../../cave/graph/successors';
import { asTtError, type TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { datastackOf, type RowAnswer, timestampOf } from '../declaration/declare';
import { answerOf } from '../get/current-seg-ids';
import type { HeavyWorkOf } from './local-runner';

export const exactSuccessors: HeavyWorkOf<'rows'> = {
  kernels: [],
  *rows(ids, args, ctx) {
    const stack = yield* datastackOf(ctx);
    const timestamp = timestampOf(ctx);
    const answers = new Map<Id, RowAnswer | TtError>();
    for (const id of ids) {
      ctx.progress(answers.size, ids.length, 'segments counted');
      try {
        const found = yield* successions(stack, [id], { timestamp, voteUnit: 'supervoxels' });
        answers.set(id, answerOf(stack, id, found.get(id)!, args));
      } catch (error) {
        const warnings = asTtError(error);
        if (['TOKEN', 'TERMS', 'PERMISSION'].includes(warnings.code)) throw warnings;
        answers.set(id, warnings);
      }
    }
    return answers;
  },
};
