/** get_seg_from_sv: the current segment that owns each supervoxel. */

import type { Datastack } from '../../cave/client/datastack';
import { layerOf } from '../../cave/client/node-id';
import { rootOfEach } from '../../cave/graph/chunkedgraph';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import {
  CACHE_BRIEFLY,
  DATASTACK,
  datastackOf,
  type RowAnswer,
  rowTool,
  timestampOf,
} from '../declaration/declare';
import { id } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

export const segFromSv = rowTool({
  name: 'get_seg_from_sv',
  formula: 'TT_ID_FROM_SUPERVOXEL',
  family: 'get',
  summary: 'Gives the current segment of each supervoxel.',
  details: 'Up to 250,000 supervoxels a request. A supervoxel belongs to exactly one current segment.',
  params: [
    { name: 'supervoxels', kind: 'ids', description: 'a cell or a range of supervoxel ids, as text' },
    DATASTACK,
  ],
  returns: 'the current segment id for each supervoxel',
  example: { formula: '=TT_ID_FROM_SUPERVOXEL("76919154560765265")', shows: '720575941703820762' },
  surfaces: EVERYWHERE,
  outputs: [id('root_id')],
  idsPerStep: 250_000,
  *answer(ids, _args, ctx) {
    const stack = yield* datastackOf(ctx);
    const answers = new Map<Id, RowAnswer | TtError>();
    const supervoxels: Id[] = [];
    for (const id of ids) {
      if (layerOf(id) === 1) supervoxels.push(id);
      else answers.set(id, notSupervoxel(stack, id));
    }
    const roots = yield* rootOfEach(stack, supervoxels, timestampOf(ctx));
    for (const id of supervoxels) {
      const root = roots.get(id);
      // The service returns a batch unchanged if no id of it has a parent.
      const isRoot = root && layerOf(root) === stack.graph.layers;
      answers.set(
        id,
        isRoot
          ? { cells: [root], cacheSeconds: CACHE_BRIEFLY }
          : new TtError('UNKNOWN', `no such supervoxel in ${stack.name}`),
      );
    }
    return answers;
  },
});

function notSupervoxel(stack: Datastack, id: Id): TtError {
  const layer = layerOf(id);
  const kind = layer === stack.graph.layers ? 'a segment' : layer === 2 ? 'a level-2 node' : null;
  return new TtError('ID', kind ? `${id} is ${kind}, not a supervoxel` : `${id} is not a supervoxel id`);
}
