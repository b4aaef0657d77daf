/** check_seg_freshness: is each segment id still current? */
import { isLatest } from '../../cave/graph/chunkedgraph';
import type { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import {
  CACHE_BRIEFLY,
  CACHE_FOREVER,
  DATASTACK,
  datastackOf,
  IDS,
  type RowAnswer,
  rowTool,
  timestampOf,
} from '../declaration/declare';
import { flag } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { splitSegments } from '../segments/segments';

export const segFreshness = rowTool({
  name: 'check_seg_freshness',
  formula: 'TT_IS_CURRENT',
  family: 'check',
  summary: 'Tells whether segment ids are current.',
  details:
    'One request for the whole range. FALSE means that the segment has been edited since, or that CAVE has no such ' +
    'segment; TT_CURRENT_ID tells the two apart. A stale id never becomes current again.',
  params: [IDS, DATASTACK],
  returns: 'TRUE or FALSE for each id',
  example: { formula: '=TT_IS_CURRENT(A2:A7)', shows: 'FALSE, TRUE, TRUE, FALSE, TRUE, FALSE' },
  surfaces: EVERYWHERE,
  outputs: [flag('is_current')],
  idsPerStep: 400_000,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    for (const [id, latest] of yield* isLatest(stack, segments, timestampOf(ctx))) {
      answers.set(id, { cells: [latest], cacheSeconds: latest ? CACHE_BRIEFLY : CACHE_FOREVER });
    }
    return answers;
  },
});
