/** get_svs_from_seg: the supervoxels of a segment, or only their number. */
import { leavesOfMany, oneByOne } from '../../cave/graph/leaves';
import { TtError } from '../../core/errors';
import { groupedNumber } from '../../core/grouped-number';
import type { Id } from '../../core/ids';
import {
  CACHE_FOREVER,
  cellLimit,
  DATASTACK,
  datastackOf,
  IDS,
  NO_CACHE,
  type RowAnswer,
  rowTool,
  tableTool,
} from '../declaration/declare';
import { count, id } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { splitSegments, unknownSegment } from '../segments/segments';

/** Limit for a formula: the result in cells cannot usefully hold more. The sidebar shows and writes all. */
const CELLS = 50_000;
/** Estimated JSON bytes of one segment's supervoxels, to size requests; the largest reach 17 MB. */
const BYTES = 6e6;

export const svsFromSeg = tableTool({
  name: 'get_svs_from_seg',
  formula: 'TT_SUPERVOXELS',
  family: 'get',
  summary: 'Lists the supervoxels of a segment.',
  details:
    `A real neuron has 100,000 to 850,000. Up to ${groupedNumber(CELLS)} are spilled; beyond that the first ` +
    'cell says how many there are. The number alone is TT_SUPERVOXEL_COUNT.',
  params: [{ name: 'id', kind: 'id', description: 'one segment id, as text' }, DATASTACK],
  returns: 'a column of supervoxel ids',
  example: { formula: '=TT_SUPERVOXELS(A2)', shows: '76492475061776745 and so on down' },
  surfaces: EVERYWHERE,
  outputs: [id('supervoxel_id')],
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const stack = yield* datastackOf(ctx);
    const id = args.id as Id;
    const error = splitSegments(stack, [id]).others.get(id);
    if (error) throw error;
    const list = (yield* leavesOfMany(stack, oneByOne([id]), 1, () => BYTES)).get(id)!;
    if (list.length === 0) throw unknownSegment(stack);
    if (list.length > cellLimit(ctx, CELLS)) {
      const count = groupedNumber(list.length);
      throw new TtError('BIG', `${count} supervoxels; ${groupedNumber(CELLS)} fit. Use the sidebar`);
    }
    return Array.from(list, (supervoxel) => [String(supervoxel)]);
  },
});

export const supervoxelCount = rowTool({
  name: 'get_svs_from_seg',
  formula: 'TT_SUPERVOXEL_COUNT',
  family: 'get',
  summary: 'Counts the supervoxels of segments.',
  details: 'The count of an id never changes.',
  params: [IDS, DATASTACK],
  returns: 'a number for each id',
  example: { formula: '=TT_SUPERVOXEL_COUNT("720575941413124779")', shows: '846443' },
  surfaces: EVERYWHERE,
  outputs: [count('supervoxels')],
  idsPerStep: 4,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    for (const [id, list] of yield* leavesOfMany(stack, oneByOne(segments), 1, () => BYTES)) {
      answers.set(
        id,
        list.length > 0 ? { cells: [list.length], cacheSeconds: CACHE_FOREVER } : unknownSegment(stack),
      );
    }
    return answers;
  },
});
