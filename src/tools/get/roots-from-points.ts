/** get_roots_from_points: the current segment, or the supervoxel, at each point. */

import { layerOf } from '../../cave/client/node-id';
import { rootsOf } from '../../cave/graph/chunkedgraph';
import { TtError } from '../../core/errors';
import { settlePoints, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import { eachRow } from '../calc/rows';
import { DATASTACK, datastackOf, NO_CACHE, tableTool, timestampOf } from '../declaration/declare';
import { id } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { openWatershed, supervoxelsAt } from './supervoxels-at';

/** Limit of chunks, of 0.2 to 2 MB each: more cannot be read within a formula's time. */
const MOST_CHUNKS = 100;

export const rootsFromPoints = tableTool({
  name: 'get_roots_from_points',
  formula: 'TT_ID_AT',
  family: 'get',
  summary: 'Gives the current segment at points, or the supervoxel.',
  details:
    'Points are voxels of the viewer’s resolution. Points near each other are read together: the points of one call ' +
    `may lie in up to ${MOST_CHUNKS} blocks of the segmentation (mostly 256 × 256 × 32 voxels each).`,
  params: [
    { name: 'points', kind: 'points', description: 'x, y, z in three cells or one text, a point a row' },
    {
      name: 'supervoxel',
      kind: 'boolean',
      description: 'TRUE for the supervoxel instead of the segment',
      optional: true,
      defaultValue: false,
    },
    DATASTACK,
  ],
  returns: 'the id at each point, in order',
  example: { formula: '=TT_ID_AT("128563, 169944, 4093")', shows: '720575941643797624' },
  surfaces: EVERYWHERE,
  outputs: [id('root_id')],
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const rows = settlePoints(args.points as Cell[][], 'points');
    const points = rows.filter((row): row is Vec3 => Array.isArray(row));
    const ids = new Map<Vec3, string | TtError>();
    if (points.length > 0) {
      const stack = yield* datastackOf(ctx);
      const watershedVolume = yield* openWatershed(stack, ctx.cache);
      const supervoxels = yield* supervoxelsAt(stack, watershedVolume, points, MOST_CHUNKS);
      const foundIds = [...new Set(supervoxels.filter((one): one is bigint => typeof one === 'bigint'))];
      const owners = new Map<bigint, string | TtError>(foundIds.map((one) => [one, String(one)]));
      if (args.supervoxel !== true && foundIds.length > 0) {
        const roots = yield* rootsOf(stack, BigUint64Array.from(foundIds), timestampOf(ctx));
        // The service returns a batch unchanged if no id of it has a parent.
        foundIds.forEach((one, i) => {
          const found = layerOf(roots[i]!) === stack.graph.layers;
          owners.set(
            one,
            found
              ? String(roots[i])
              : new TtError('UNKNOWN', `supervoxel ${one} belongs to no segment of ${stack.name}`),
          );
        });
      }
      points.forEach((point, i) => {
        const supervoxel = supervoxels[i]!;
        ids.set(point, typeof supervoxel === 'bigint' ? owners.get(supervoxel)! : supervoxel);
      });
    }
    return eachRow(rows, (point) => [ids.get(point)!]);
  },
});
