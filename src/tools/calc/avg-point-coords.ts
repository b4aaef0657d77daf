/** calc_avg_point_coords: the mean of points of any dimension. */
import { TtError } from '../../core/errors';
import { decimal, nearestDouble, roundedToEven } from '../../core/exact';
import { settleRows } from '../../core/points';
import type { Cell } from '../../core/table';
import { NO_CACHE, tableTool } from '../declaration/declare';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

/**
 * The mean of the points. If `exact`, the values are summed as decimals and rounded once: the mean of 1.1 and 1.9 is
 * then exactly 1.5, which a sum of doubles misses.
 */
export function centroid(points: readonly number[][], exact: boolean): number[] {
  return points[0]!.map((_first, axis) => {
    const decimals = points.map((point) => decimal(point[axis]!));
    // All scales are powers of ten, so the largest one is a multiple of all.
    let scale = BigInt(1);
    for (const { bottom } of decimals) if (bottom > scale) scale = bottom;
    const top = decimals.reduce((sum, part) => sum + part.top * (scale / part.bottom), BigInt(0));
    const mean = { top, bottom: scale * BigInt(points.length) };
    // biome-ignore lint/plugin: of a bigint
    return exact ? nearestDouble(mean) : Number(roundedToEven(mean));
  });
}

export const centroidTool = tableTool({
  name: 'calc_avg_point_coords',
  formula: 'TT_CENTROID',
  family: 'calc',
  summary: 'Averages points, axis by axis.',
  details:
    'Points of any dimension, all alike; blank rows do not count. Rounded halves go to the even number.',
  params: [
    { name: 'points', kind: 'points', description: 'one point a row, in cells or as text' },
    {
      name: 'exact',
      kind: 'boolean',
      description: 'TRUE keeps the decimals',
      optional: true,
      defaultValue: false,
    },
  ],
  returns: 'one point, a coordinate a cell',
  example: { formula: '=TT_CENTROID({1, 4, 3; 0, 1, 2; 2, 1, 3})', shows: '1 | 2 | 3' },
  surfaces: EVERYWHERE,
  outputs: axes(''),
  cacheSeconds: NO_CACHE,
  *answer(args) {
    const points: number[][] = [];
    for (const [i, row] of settleRows(args.points as Cell[][], 'points', null).entries()) {
      if (row instanceof TtError) throw row;
      if (row === null) continue;
      const dimension = points[0]?.length ?? row.length;
      if (row.length !== dimension) {
        throw new TtError(
          'INPUT',
          `points, row ${i + 1}: ${row.length} numbers, where others have ${dimension}`,
        );
      }
      points.push(row);
    }
    return points.length === 0 ? [[null]] : [centroid(points, args.exact === true)];
  },
});
