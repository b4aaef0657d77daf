/** get_cable_lengths: the cable lengths of segments, from their skeletons. */

import type { Datastack } from '../../cave/client/datastack';
import { skeletonCableLength } from '../../cave/morphology/skeleton';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../http/work';
import {
  CACHE_FOREVER,
  DATASTACK,
  datastackOf,
  IDS,
  type OutputCell,
  type RowAnswer,
  rowTool,
} from '../declaration/declare';
import { lengthNm } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { splitSegments } from '../segments/segments';
import { type SkeletonContext, skeletonsOf } from '../segments/skeletons';

/** Cable length in nm for each id, or an error. A missing skeleton is queued; the next run reads it. */
export const cableLengths = (
  stack: Datastack,
  ids: readonly Id[],
  context: SkeletonContext,
  more: { known?: boolean } = {},
): Work<Map<Id, OutputCell>> => skeletonsOf(stack, ids, context, skeletonCableLength, more);

export const cableLengthsTool = rowTool({
  name: 'get_cable_lengths',
  formula: 'TT_CABLE_LENGTH',
  family: 'get',
  summary: 'Gives the cable length of segments in nanometres.',
  details:
    'The sum of the skeleton’s edge lengths over all its components. A skeleton that is not made yet is queued: the ' +
    'cell says PENDING and is answered at a later refresh, or NONE where it was not made in half an hour. The length ' +
    'of an id never changes.',
  params: [IDS, DATASTACK],
  returns: 'nm for each id',
  example: { formula: '=TT_CABLE_LENGTH("720575941490813872")', shows: '1712022.370770976' },
  surfaces: EVERYWHERE,
  outputs: [lengthNm('cable_length')],
  idsPerStep: 100,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    for (const [id, cell] of yield* cableLengths(stack, segments, ctx)) {
      answers.set(id, cell instanceof TtError ? cell : { cells: [cell], cacheSeconds: CACHE_FOREVER });
    }
    return answers;
  },
});
