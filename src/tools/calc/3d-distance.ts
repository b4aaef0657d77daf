/** calc_3d_distance: distances between points, in nm. */
import { settlePoints, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import { NO_CACHE, tableTool } from '../declaration/declare';
import { number } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { RESOLUTION_DESCRIPTION, resolutionOf } from './resolution';
import { eachRow, pairRows } from './rows';

export function distance(a: Vec3, b: Vec3, nm: Vec3): number {
  const x = (a[0] - b[0]) * nm[0];
  const y = (a[1] - b[1]) * nm[1];
  const z = (a[2] - b[2]) * nm[2];
  return Math.sqrt(x * x + y * y + z * z);
}

export const distanceTool = tableTool({
  name: 'calc_3d_distance',
  formula: 'TT_DISTANCE',
  family: 'calc',
  summary: 'Measures the straight distance between two points, in nm.',
  details:
    'Points are voxels: three cells, or one text such as "1, 2, 3". Two ranges are measured row by row; a single ' +
    'point is measured to every row of the other range.',
  params: [
    { name: 'a', kind: 'points', description: 'one point, or one a row' },
    { name: 'b', kind: 'points', description: 'the other point, or one a row' },
    {
      name: 'resolution',
      kind: 'range',
      numeric: true,
      description: `${RESOLUTION_DESCRIPTION}; the datastack of Settings without it`,
      optional: true,
    },
  ],
  returns: 'nm, one number a row',
  example: { formula: '=TT_DISTANCE("1, 2, 3", "4, 5, 6", "4, 4, 45")', shows: '136.0624856453828' },
  surfaces: EVERYWHERE,
  outputs: [number('distance', 'nm')],
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const pairs = pairRows(settlePoints(args.a as Cell[][], 'a'), settlePoints(args.b as Cell[][], 'b'), [
      'a',
      'b',
    ]);
    const nm = yield* resolutionOf(args.resolution as Cell[][] | undefined, 'resolution', ctx);
    return eachRow(pairs, ([a, b]) => [distance(a, b, nm)]);
  },
});
