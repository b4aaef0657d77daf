/** get_cable_lengths: the cable length of segments, from their skeletons. */
import { cableLength } from '../../cave/skeleton';
import type { Stack } from '../../cave/stack';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { Work } from '../../exchange/work';
import { DATASTACK, FOREVER, IDS, type Out, type RowAnswer, rowTool, stackOf } from '../declare';
import { splitSegments } from '../segments';
import { type Asker, skeletonsOf } from '../skeletons';

/** nm for each id, or why there is none: a missing skeleton is queued and read at the next try. */
export const cableLengths = (
  stack: Stack,
  ids: readonly Id[],
  asker: Asker,
  more: { known?: boolean } = {},
): Work<Map<Id, Out>> => skeletonsOf(stack, ids, asker, cableLength, more);

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
  gives: 'nm for each id',
  example: { formula: '=TT_CABLE_LENGTH("720575941490813872")', shows: '1712022.370770976' },
  faces: 'FM',
  columns: () => ['cable_length'],
  step: 100,
  *answer(ids, _args, ctx) {
    const stack = yield* stackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    for (const [id, cell] of yield* cableLengths(stack, segments, ctx)) {
      answers.set(id, cell instanceof TtError ? cell : { cells: [cell], keep: FOREVER });
    }
    return answers;
  },
});
