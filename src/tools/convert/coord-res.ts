/** convert_coord_res: converts coordinates between voxels of two sizes. */
import { decimal, truncate } from '../../core/exact';
import { settlePoints, type Vec3 } from '../../core/points';
import type { Cell } from '../../core/table';
import { allOf } from '../../http/work';
import { RESOLUTION_DESCRIPTION, resolutionOf } from '../calc/resolution';
import { eachRow } from '../calc/rows';
import { NO_CACHE, tableTool } from '../declaration/declare';
import { axes } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

/** Calculates with exact decimals, so that 10 voxels of 0.7 nm are 7 nm and not 6; rounds towards zero. */
export function convert(point: Vec3, from: Vec3, to: Vec3): Vec3 {
  return point.map((coordinate, k) => {
    const [x, f, t] = [decimal(coordinate), decimal(from[k]!), decimal(to[k]!)];
    // biome-ignore lint/plugin: of a bigint
    return Number(truncate({ top: x.top * f.top * t.bottom, bottom: x.bottom * f.bottom * t.top }));
  }) as Vec3;
}

export const convertCoords = tableTool({
  name: 'convert_coord_res',
  formula: 'TT_CONVERT_COORDS',
  family: 'convert',
  summary: 'Converts points from one resolution to another, such as voxels to nm.',
  details: 'The answer is whole numbers, cut toward zero. nm are the resolution "1, 1, 1".',
  params: [
    { name: 'point', kind: 'points', description: 'a point, or one a row' },
    { name: 'from', kind: 'range', numeric: true, description: RESOLUTION_DESCRIPTION },
    { name: 'to', kind: 'range', numeric: true, description: RESOLUTION_DESCRIPTION },
  ],
  returns: 'x, y, z, a row for each point',
  example: {
    formula: '=TT_CONVERT_COORDS("125283, 118263, 2860", "brain_and_nerve_cord", "1, 1, 1")',
    shows: '501132 | 473052 | 128700',
  },
  surfaces: EVERYWHERE,
  outputs: axes(''),
  cacheSeconds: NO_CACHE,
  *answer(args, ctx) {
    const [from, to] = yield* allOf<[Vec3, Vec3]>([
      resolutionOf(args.from as Cell[][], 'from', ctx),
      resolutionOf(args.to as Cell[][], 'to', ctx),
    ]);
    return eachRow(settlePoints(args.point as Cell[][], 'point'), (point) => convert(point, from, to));
  },
});
