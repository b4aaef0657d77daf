/** get_original_seg_ids: the segments before any edit that are now part of a segment. */
import { lineageOf, originalsOf } from '../../cave/graph/lineage';
import type { Id } from '../../core/ids';
import { CACHE_FOREVER, DATASTACK, tableTool } from '../declaration/declare';
import { ID_OR_IDS } from '../declaration/id-cells';
import { id } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { historyTable, type Rows } from '../segments/history';

export const originalSegIds = tableTool({
  name: 'get_original_seg_ids',
  formula: 'TT_ORIGINAL_IDS',
  family: 'get',
  summary: 'Lists the original segments, before any edit, that a segment is made of.',
  details:
    'Wholly or partly absorbed ones alike. A segment that was never edited is its own original. Several ids are asked ' +
    'in one request, and each row begins with its id.',
  params: [ID_OR_IDS, DATASTACK],
  returns: 'a column of ids',
  example: { formula: '=TT_ORIGINAL_IDS("720575941703820762")', shows: '17 ids, down' },
  surfaces: EVERYWHERE,
  outputs: [id('original_id')],
  cacheSeconds: CACHE_FOREVER,
  *answer(args, ctx) {
    return yield* historyTable(args, ctx, [], function* (stack, ids) {
      const { lineage, failures } = yield* lineageOf(stack, ids);
      return new Map(
        ids.map((id): [Id, Rows] => [
          id,
          failures.get(id) ?? originalsOf(lineage, id).map((original) => [original]),
        ]),
      );
    });
  },
});
